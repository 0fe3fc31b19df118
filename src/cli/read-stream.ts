import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Engine, type EngineOptions, type ParameterOverrides } from '../detect/index.js';
import type { Event } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';
import { RecordingError, readRecording } from '../recording/index.js';
import { Replay } from '../replay.js';
import { escapeText } from '../sinks/escape.js';
import { fromJson, MalformedItemError } from '../sinks/from-json.js';
import type { Item } from '../sinks/item.js';
import { CannotRunError, EXIT } from './errors.js';
import { reason } from './reason.js';

/** What a file of former output holds. */
export interface StreamHandlers {
  /** an incident as it was written down; recordings hold none */
  readonly told?: (incident: Incident) => void;
  /** an incident that comes of judging the events again */
  readonly found: (incident: Incident) => void;
  /** each event, before it is judged */
  readonly event?: (event: Event) => void;
  readonly loss?: (loss: Loss) => void;
  readonly evidence?: NonNullable<EngineOptions['onEvidence']>;
  /** when something was, whatever it was */
  readonly time?: (time: Timestamp) => void;
  /** the settings of the heuristics that a recording was made with */
  readonly parameters?: (parameters: ParameterOverrides) => void;
}

const STDIN = '-';

/**
 * Goes through what watch or analyze wrote: a recording (--record), or JSON lines (--format jsonl), also of the standard
 * input (`-`). Events are judged again, a recording's by its own settings where `parameters` is undefined.
 *
 * What comes after a corrupt frame is not used: that is said, and the exit code tells it.
 * @throws {CannotRunError} it cannot be read, or is neither
 */
export async function readStream(
  file: string,
  handlers: StreamHandlers,
  parameters?: ParameterOverrides,
): Promise<void> {
  if (file === STDIN || isText(file)) await readLines(file, handlers, parameters);
  else readFrames(file, handlers, parameters);
}

/** A recording begins with the length of its header, and then no quotation mark follows a brace. */
function isText(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(2);
      const length = readSync(descriptor, bytes);
      return length === 0 || bytes.toString('latin1') === '{"' || isLetters(bytes.subarray(0, length));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new CannotRunError(`${escapeText(file)} cannot be read: ${reason(error)}`);
  }
}

const isLetters = (bytes: Buffer): boolean =>
  /^[a-z#[]/i.test(bytes.toString('latin1')) && bytes.every((byte) => byte < 0x80);

function readFrames(file: string, handlers: StreamHandlers, parameters: ParameterOverrides | undefined): void {
  const replay = new Replay({
    ...(parameters && { parameters }),
    onEvent: (event) => {
      handlers.time?.(event.time);
      handlers.event?.(event);
    },
    onIncident: handlers.found,
    ...(handlers.loss && { onLoss: handlers.loss }),
    ...(handlers.evidence && { onEvidence: handlers.evidence }),
    onStatus: ({ time }) => handlers.time?.(time),
  });
  try {
    for (const frame of readRecording(file)) {
      if (frame.kind === 'header' && frame.header.parameters !== undefined) {
        handlers.parameters?.(frame.header.parameters as ParameterOverrides);
      }
      replay.handle(frame);
    }
  } catch (error) {
    const name = escapeText(file);
    if (error instanceof RangeError)
      throw new CannotRunError(`${name}: its settings are of another version: ${reason(error)}`);
    if (!(error instanceof RecordingError)) throw error;
    if (error.offset === 0) throw new CannotRunError(`${name} is neither a recording nor JSON lines: ${reason(error)}`);
    process.stderr.write(`interloper: ${name}: from byte ${error.offset} on it cannot be read: ${reason(error)}\n`);
    process.exitCode = EXIT.cannotRun;
  }
  replay.end();
}

async function readLines(file: string, handlers: StreamHandlers, parameters: ParameterOverrides = {}): Promise<void> {
  const { evidence } = handlers;
  const engine = new Engine({ parameters, onIncident: handlers.found, ...(evidence && { onEvidence: evidence }) });
  const unreadable: string[] = [];
  let number = 0;
  try {
    const input = file === STDIN ? process.stdin : createReadStream(file);
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      const problem = takeLine(line, handlers, engine);
      if (problem !== undefined) unreadable.push(`line ${number} ${problem}`);
      // a file of another kind is not worth reading to its end
      if (unreadable.length > 20 && unreadable.length === number) break;
    }
  } catch (error) {
    throw new CannotRunError(`${escapeText(file)} cannot be read: ${reason(error)}`);
  }
  engine.flush();
  if (unreadable.length === 0) return;
  const said = `${escapeText(file)}: ${unreadable[0]}${unreadable.length > 1 ? `, and ${unreadable.length - 1} more` : ''}`;
  if (unreadable.length === number) {
    throw new CannotRunError(`${said}; is it what interloper wrote with --record or --format jsonl?`);
  }
  process.stderr.write(`interloper: ${said}; passed over\n`);
}

/** What is wrong with a line; undefined where nothing is. */
function takeLine(line: string, handlers: StreamHandlers, engine: Engine): string | undefined {
  let item: Item | undefined;
  try {
    item = fromJson(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return 'is no JSON';
    if (error instanceof MalformedItemError) return error.message;
    throw error;
  }
  if (item !== undefined) takeItem(item, handlers, engine);
  return undefined;
}

function takeItem(item: Item, handlers: StreamHandlers, engine: Engine): void {
  switch (item.kind) {
    case 'incident':
      handlers.time?.(item.incident.last);
      handlers.told?.(item.incident);
      break;
    case 'event':
      handlers.time?.(item.event.time);
      handlers.event?.(item.event);
      engine.handle(item.event);
      break;
    case 'loss':
      engine.handleLoss(item.loss);
      handlers.loss?.(item.loss);
      break;
    case 'status':
      handlers.time?.(item.status.time);
      break;
  }
}
