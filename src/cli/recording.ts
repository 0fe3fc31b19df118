import { type Command, Option } from 'commander';
import type { ParameterOverrides } from '../detect/index.js';
import type { Incident } from '../model/incident.js';
import { Recorder, type RecorderOptions, type RecordingError, RecordingFileError } from '../recording/index.js';
import { escapeText } from '../sinks/escape.js';
import { CannotRunError, UsageError } from './errors.js';
import { reason } from './reason.js';
import { packageVersion } from './version.js';

/** The options `--record` and `--force`, the same for every command that records. */
export function addRecordOptions(command: Command): Command {
  return command
    .addOption(new Option('--record <file>', 'record all that is judged in this new file, for `interloper replay`'))
    .addOption(new Option('--force', 'replace the file that --record names, where it is there'));
}

export interface RecordOptions {
  readonly record?: string;
  readonly force?: true;
}

/**
 * A recorder into the file of `--record`; undefined where none was asked for.
 * @throws {UsageError} the file is there already, or --force stands alone
 * @throws {CannotRunError} it cannot be made
 */
export function openRecorder(
  { record, force }: RecordOptions,
  options: Pick<RecorderOptions, 'source' | 'clock'> & { readonly parameters: ParameterOverrides },
): Recorder | undefined {
  if (record === undefined) {
    if (force) throw new UsageError('--force replaces the file of --record, which is not given');
    return undefined;
  }
  const name = escapeText(record);
  try {
    return Recorder.create(record, {
      ...options,
      parameters: { ...options.parameters },
      software: packageVersion(),
      force: force === true,
      onError: (error) => process.stderr.write(`interloper: cannot record to ${name} any more: ${reason(error)}\n`),
    });
  } catch (error) {
    if (!(error instanceof RecordingFileError)) throw error;
    if (error.exists) throw new UsageError(`${name} is there already: name another file, or replace it with --force`);
    throw new CannotRunError(`cannot record to ${name}: ${reason(error)}`);
  }
}

/** Writes down that an exception kept a report from being made, for who judges the recording again. */
export function recordSuppressed(recorder: Recorder | undefined, { id, revision, suppressedBy }: Incident): void {
  if (suppressedBy !== undefined) recorder?.write({ kind: 'suppressed', incident: id, revision, by: suppressedBy });
}

/** Ends a recording. @throws {CannotRunError} something is not in it */
export function endRecording(recorder: Recorder | undefined): void {
  if (recorder === undefined) return;
  const { unwritten } = recorder.end();
  if (recorder.failure === undefined) return;
  const what = unwritten === 0 ? 'its end is missing' : `${unwritten} events are not in it`;
  throw new CannotRunError(
    `the recording ${escapeText(recorder.file)} is not whole, ${what}: ${reason(recorder.failure)}`,
  );
}

/** Where a recording cannot be read, and why. */
export const describeRecordingError = (error: RecordingError): string =>
  `${escapeText(error.file)}, at byte ${error.offset}: ${reason(error)}`;

/** What cannot be read from its first byte on is another file than was meant; later, the file is damaged. */
export function recordingFailure(error: RecordingError): UsageError | CannotRunError {
  const Failure = error.offset === 0 ? UsageError : CannotRunError;
  return new Failure(describeRecordingError(error));
}
