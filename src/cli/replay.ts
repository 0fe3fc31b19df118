import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Configuration } from '../config/index.js';
import type { Incident, Severity } from '../model/incident.js';
import { formatTimestamp, timestampFromNanoseconds } from '../model/timestamp.js';
import { type Recording, RecordingError, type RecordingSummary, readRecording } from '../recording/index.js';
import { Replay } from '../replay.js';
import { escapeText } from '../sinks/escape.js';
import type { Item, Status } from '../sinks/item.js';
import { Triage } from '../triage.js';
import { readBaseline } from './baseline-file.js';
import { Settings } from './configuration.js';
import { CannotRunError, EXIT } from './errors.js';
import { exceptionDetails, showSuppressedOption } from './exceptions.js';
import { MinimumSeverity } from './minimum-severity.js';
import { severityOption } from './options.js';
import { type Format, openOutput, openSink } from './output.js';
import { reason } from './reason.js';
import { describeRecordingError, recordingFailure } from './recording.js';
import { WorstSeverity } from './worst-severity.js';

interface ReplayOptions {
  readonly format: Format;
  readonly output?: string;
  readonly events?: true;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly showSuppressed?: boolean;
}

export function registerReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('judge a recording again: the same events give the same incidents; needs no root and no kernel')
    .argument(
      '<file>',
      'what `interloper watch --record` or `interloper analyze --record` wrote; it may still be growing',
    )
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'jsonl']).default('pretty'))
    .option('--output <file>', 'write to this file, which is made anew, instead of to the standard output')
    .option('--events', 'write each event too, not only what was found')
    .addOption(severityOption('--min-severity <severity>', 'leave out incidents below this').default('info'))
    .addOption(severityOption('--fail-on <severity>', 'end with exit code 3 if there was an incident at or above this'))
    .addOption(showSuppressedOption())
    .option('--config <file>', 'judge by this file, its exceptions and its baseline (default: as it was recorded)')
    .action(async (file: string, { config }: { config?: string }, command: Command) => {
      const settings = config === undefined ? undefined : new Settings<ReplayOptions>(command, config, optionsOf);
      process.exitCode = await new ReplayRun(command.opts(), settings?.configuration).run(file);
    });
}

const optionsOf = ({ minSeverity, failOn, showSuppressed }: Configuration): Record<string, unknown> => ({
  minSeverity,
  failOn,
  showSuppressed,
});

/** What is done with incidents by a configuration; nothing where none was named. */
function triageOf(configuration: Configuration): Triage {
  const { file } = configuration.baseline;
  const warn = (text: string): boolean => process.stderr.write(`interloper: ${escapeText(text)}\n`);
  const triage = new Triage(configuration, {
    baseline: file === undefined ? undefined : readBaseline(file),
    onNotice: warn,
  });
  for (const warning of triage.warnings) warn(warning);
  return triage;
}

/** Frames between two looks at whether somebody wants it to end. */
const FRAMES_A_TURN = 4096;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One run of the command. */
class ReplayRun {
  readonly #options: ReplayOptions;
  readonly #sink: ReturnType<typeof openSink>;
  readonly #minimum: MinimumSeverity;
  readonly #stop = new AbortController();
  readonly #configuration: Configuration | undefined;
  readonly #triage: Triage | undefined;
  /** files by which the recorded run judged, and which are no part of the recording */
  readonly #elsewhere = new Set<string>();
  readonly #worst = new WorstSeverity();
  #failure: CannotRunError | undefined;

  /** `configuration`: in place of the recorded settings */
  constructor(options: ReplayOptions, configuration: Configuration | undefined) {
    this.#options = options;
    this.#configuration = configuration;
    this.#triage = configuration && triageOf(configuration);
    this.#minimum = new MinimumSeverity(options.minSeverity);
    this.#sink = openSink(openOutput(options.output), options.format, {
      dates: true,
      onClosed: () => this.#stop.abort(),
      onError: (error) =>
        this.#fail(`cannot write to ${escapeText(options.output ?? 'the standard output')}: ${reason(error)}`),
    });
  }

  async run(file: string): Promise<number> {
    const onSignal = (): void => this.#stop.abort();
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    try {
      await this.#replay(file);
    } finally {
      for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    }
    await this.#sink.close();
    if (this.#failure !== undefined) throw this.#failure;
    return this.#worst.reaches(this.#options.failOn) ? EXIT.found : EXIT.ok;
  }

  async #replay(file: string): Promise<void> {
    const recording = open(file);
    const parameters = this.#configuration?.detection;
    const replay = new Replay({
      ...(parameters && { parameters }),
      ...(this.#options.events && { onEvent: (event) => this.#write({ kind: 'event', event }) }),
      onIncident: (incident) => this.#report(incident),
      onLoss: (loss) => this.#write({ kind: 'loss', loss }),
      onStatus: (status) => {
        this.#judgedBy(status);
        this.#write({ kind: 'status', status });
      },
    });
    try {
      await this.#frames(recording, replay);
    } catch (error) {
      if (error instanceof RecordingError) this.#fail(describeRecordingError(error));
      else if (error instanceof RangeError)
        this.#fail(`${escapeText(file)}: its settings are of another version: ${reason(error)}`);
      else throw error;
    } finally {
      recording.close();
    }
    const { incidents } = replay.end();
    this.#summarize(recording, incidents);
  }

  async #frames(recording: Recording, replay: Replay): Promise<void> {
    let count = 0;
    for (const frame of recording) {
      replay.handle(frame);
      if (++count % FRAMES_A_TURN !== 0) continue;
      // a slow reader of the output is waited for, and a signal heard
      await this.#sink.lines.close();
      await nextTurn();
      if (this.#stop.signal.aborted) return;
    }
  }

  #summarize({ file, header, summary }: Recording, incidents: Readonly<Record<Severity, number>>): void {
    const { software, host, created, source } = header;
    const { events, losses, unknown, tornBytes, end } = summary;
    const interrupted = this.#stop.signal.aborted;
    const details = {
      file,
      version: software,
      host: host.name,
      source,
      recorded: formatTimestamp(created),
      events,
      losses,
      incidents,
      belowMinSeverity: this.#minimum.leftOut,
      ...(this.#triage && exceptionDetails(this.#triage.counts())),
      ended: end !== undefined,
      ...(unknown > 0 && { unknown }),
      ...(tornBytes > 0 && { tornBytes }),
      ...(end !== undefined && end.unwritten > 0 && { unwritten: end.unwritten }),
      ...(interrupted && { interrupted }),
    };
    const time = timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
    this.#write({ kind: 'status', status: { state: 'replayed', time, details } });
    if (this.#failure !== undefined || interrupted) return;
    const said = remarks(summary);
    if (this.#triage === undefined && this.#elsewhere.size > 0) {
      said.push(
        `the run had ${[...this.#elsewhere].join(' and ')}: a baseline is no part of a recording, and counts here only with --config`,
      );
    }
    for (const remark of said) process.stderr.write(`interloper: ${escapeText(file)}: ${remark}\n`);
  }

  #judgedBy({ details = {} }: Status): void {
    const { baseline } = details;
    if (typeof baseline === 'string') this.#elsewhere.add(`the baseline ${escapeText(baseline)}`);
  }

  #report(found: Incident): void {
    const incident = this.#triage?.judge(found) ?? found;
    if (incident.suppressedBy !== undefined) {
      if (this.#options.showSuppressed) this.#write({ kind: 'incident', incident });
      return;
    }
    this.#worst.note(incident);
    if (this.#minimum.admits(incident)) this.#write({ kind: 'incident', incident });
  }

  #write(item: Item): void {
    this.#sink.write(item);
  }

  #fail(message: string): void {
    this.#failure ??= new CannotRunError(message);
    this.#stop.abort();
  }
}

/** @throws {UsageError | CannotRunError} it is no recording, or cannot be read */
function open(file: string): Recording {
  try {
    return readRecording(file);
  } catch (error) {
    throw error instanceof RecordingError ? recordingFailure(error) : error;
  }
}

/** What a reader of the result has to know of the recording, a sentence each. */
function remarks({ unknown, tornBytes, end, bytes }: RecordingSummary): string[] {
  const said: string[] = [];
  if (tornBytes > 0) {
    said.push(`its last ${tornBytes} bytes, from byte ${bytes} on, are not whole; all before them was used`);
  }
  if (end === undefined) said.push('it was not ended: it is being written, or its writer was stopped in the middle');
  else if (end.unwritten > 0) said.push(`${end.unwritten} events are not in it, for it could not be written any more`);
  if (unknown > 0) said.push(`${unknown} of its frames are of a newer version, and were passed over`);
  return said;
}
