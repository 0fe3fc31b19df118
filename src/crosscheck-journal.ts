import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CrosscheckSession, Observation } from './crosscheck-session.js';
import type { Event } from './model/event.js';
import type { Timestamp } from './model/timestamp.js';
import { Recorder, readRecording } from './recording/index.js';
import { clockOffset } from './sensor.js';

/** What a cross-check takes in, in the order in which it came. */
export interface Intake extends Pick<CrosscheckSession, 'auditRecord' | 'observe'> {
  sensor(event: Event, at: Timestamp): void;
  auditBytes(bytes: Buffer, at: Timestamp): void;
}

/** What was recorded cannot be read. The message names the file and what is wrong. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/**
 * Files of a recorded cross-check: the sensor's recording, the audit log, and the order in which both and all else came,
 * a line for each run of events or bytes that arrived at once.
 */
const FILES = { sensor: 'sensor.rec', audit: 'audit.log', journal: 'journal.jsonl' } as const;

const VERSION = 1;
const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;
const BLOCK_BYTES = 64 * 1024;

/** One line of the journal. `t` is when it came: seconds and nanoseconds. */
type Line =
  | { readonly version: number; readonly facts: JournalFacts }
  | { readonly concluded: JournalFacts }
  | { readonly t: readonly [number, number]; readonly sensor: number }
  | { readonly t: readonly [number, number]; readonly bytes: number }
  | { readonly t: readonly [number, number]; readonly records: readonly (readonly [type: number, length: number])[] }
  | { readonly t: readonly [number, number]; readonly observed: unknown };

/** What is known at the start, and more of it at the end, for the report's head. */
export type JournalFacts = Readonly<Record<string, unknown>>;

/** Whether a folder holds a recorded cross-check. */
export const isJournal = (folder: string): boolean => existsSync(join(folder, FILES.journal));

/** Writes down all that a cross-check takes in, so that it can be done again: `replayJournal`. */
export class JournalWriter implements Intake {
  /** takes the sensor's events and losses: who runs the sensor hands it on */
  readonly recorder: Recorder;
  readonly #audit: Output;
  readonly #journal: Output;
  /** what came at one moment from one side, as one line */
  #run: { readonly at: Timestamp; sensor?: number; readonly records?: [type: number, length: number][] } | undefined;

  /** @throws {Error} the folder cannot be made, or something is in it already */
  constructor(folder: string, software: string, facts: JournalFacts) {
    mkdirSync(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
    if (readdirSync(folder).length > 0) throw new JournalError(`${folder} is not empty; name a new folder`);
    this.recorder = Recorder.create(join(folder, FILES.sensor), { source: 'bpf', software, clock: clockOffset() });
    this.#audit = new Output(join(folder, FILES.audit));
    this.#journal = new Output(join(folder, FILES.journal));
    this.#line({ version: VERSION, facts });
  }

  /** An event that the recorder was given before. */
  sensor(_event: Event, at: Timestamp): void {
    const run = this.#run;
    if (run?.sensor !== undefined && run.at === at) {
      run.sensor++;
      return;
    }
    this.#endRun();
    this.#run = { at, sensor: 1 };
  }

  auditRecord(type: number, text: Buffer, at: Timestamp): void {
    // a record is one line of a log: only what a privileged program wrote into it can break it
    const line = Buffer.concat([typeName(type), oneLine(text), NEWLINE]);
    this.#audit.write(line);
    const run = this.#run;
    if (run?.records !== undefined && run.at === at) {
      run.records.push([type, line.length]);
      return;
    }
    this.#endRun();
    this.#run = { at, records: [[type, line.length]] };
  }

  auditBytes(bytes: Buffer, at: Timestamp): void {
    this.#endRun();
    this.#audit.write(Buffer.from(bytes));
    this.#line({ t: stamp(at), bytes: bytes.length });
  }

  observe(observation: Observation, at: Timestamp): void {
    this.#endRun();
    this.#line({ t: stamp(at), observed: observation });
    if (observation.kind === 'tick') this.#flush();
  }

  /** What is known at the end. */
  conclude(facts: JournalFacts): void {
    this.#endRun();
    this.#line({ concluded: facts });
  }

  /** why not all is recorded any more; undefined where it is */
  get failure(): Error | undefined {
    return this.recorder.failure ?? this.#audit.failure ?? this.#journal.failure;
  }

  close(): void {
    this.#endRun();
    this.recorder.end();
    this.#audit.close();
    this.#journal.close();
  }

  #endRun(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    const { at, sensor, records } = run;
    if (records !== undefined) this.#line({ t: stamp(at), records });
    else if (sensor !== undefined) this.#line({ t: stamp(at), sensor });
  }

  #line(line: Line): void {
    this.#journal.write(
      Buffer.from(`${JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`),
    );
  }

  /** What the journal tells of is there before it. */
  #flush(): void {
    this.recorder.flush();
    this.#audit.flush();
    this.#journal.flush();
  }
}

const NEWLINE = Buffer.from('\n');
const typeName = (type: number): Buffer => Buffer.from(`type=${TYPE_NAMES[type] ?? `UNKNOWN[${type}]`} msg=`);

/** Names that auditd writes, of the types that are read. Source: include/uapi/linux/audit.h */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  1300: 'SYSCALL',
  1302: 'PATH',
  1305: 'CONFIG_CHANGE',
  1307: 'CWD',
  1309: 'EXECVE',
  1318: 'OBJ_PID',
  1320: 'EOE',
  1323: 'MMAP',
  1327: 'PROCTITLE',
  1334: 'BPF',
  1337: 'OPENAT2',
};

function oneLine(text: Buffer): Buffer {
  const line = Buffer.from(text);
  for (let at = 0; at < line.length; at++) if (line[at] === 0x0a || line[at] === 0x0d) line[at] = 0x20;
  return line;
}

const stamp = ({ seconds, nanos }: Timestamp): [number, number] => [seconds, nanos];

/** A new file, written in blocks, up to where it cannot be written any more. */
class Output {
  failure: Error | undefined;
  readonly #descriptor: number;
  #waiting: Buffer[] = [];
  #bytes = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx', OWNER_ONLY);
  }

  write(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= BLOCK_BYTES) this.flush();
  }

  flush(): void {
    const block = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    if (this.failure !== undefined) return;
    try {
      for (let at = 0; at < block.length; ) at += writeSync(this.#descriptor, block, at);
    } catch (error) {
      // what comes after it would be at a wrong place
      this.failure = error as Error;
    }
  }

  close(): void {
    this.flush();
    closeSync(this.#descriptor);
  }
}

/** What a replay found beside what it handed on. */
export interface Replayed {
  readonly facts: JournalFacts;
  /** sentences: what of the recording is not there, and why the rest was used */
  readonly problems: readonly string[];
}

/**
 * Hands on what was recorded in `folder` as it came.
 * @throws {JournalError} it is no recording of a cross-check, or a line of it makes no sense
 */
export function replayJournal(folder: string, begin: (facts: JournalFacts) => Intake): Replayed {
  const path = join(folder, FILES.journal);
  const problems: string[] = [];
  const lines = linesOf(path, () => {
    problems.push(`${path} ends within a line: what was recorded after that is not used`);
  });
  const head = parseLine(path, lines.next().value ?? '', 1);
  if (!('version' in head) || head.version !== VERSION || !isObject(head.facts)) {
    throw new JournalError(`${path}:1: expected the head of a recorded cross-check, version ${VERSION}`);
  }
  let { facts } = head;
  const intake = begin(facts);
  const events = eventsOf(join(folder, FILES.sensor));
  const audit = openPart(join(folder, FILES.audit));
  try {
    let number = 1;
    for (const text of lines) {
      const line = parseLine(path, text, ++number);
      if ('concluded' in line) facts = line.concluded;
      if ('concluded' in line || replayLine(line, intake, events, audit)) continue;
      problems.push(`${path}:${number}: the events that it tells of were not written: the rest is not used`);
      break;
    }
  } finally {
    closeSync(audit);
  }
  return { facts, problems };
}

/** @throws {JournalError} */
function openPart(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new JournalError((error as Error).message);
  }
}

/** The whole lines of a file. */
function* linesOf(path: string, onTorn: () => void): Generator<string, undefined> {
  const descriptor = openPart(path);
  const chunk = Buffer.allocUnsafe(BLOCK_BYTES);
  let rest = Buffer.alloc(0);
  try {
    for (let read = 1; read > 0; ) {
      read = readSync(descriptor, chunk, 0, chunk.length, null);
      rest = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
        yield rest.toString('utf8', start, end);
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
    if (rest.length > 0) onTorn();
  } finally {
    closeSync(descriptor);
  }
}

function parseLine(path: string, text: string, number: number): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (isLine(line)) return line;
  } catch (error) {
    throw new JournalError(`${path}:${number}: ${(error as Error).message}`);
  }
  throw new JournalError(`${path}:${number}: it is no line of a recorded cross-check`);
}

function isLine(line: unknown): line is Line {
  if (!isObject(line)) return false;
  if ('version' in line) return true;
  if ('concluded' in line) return isObject(line['concluded']);
  if (!isPair(line['t'])) return false;
  if ('observed' in line) return isObject(line['observed']) && typeof line['observed']['kind'] === 'string';
  if ('records' in line) return Array.isArray(line['records']) && line['records'].every(isPair);
  return isCount(line['sensor']) || isCount(line['bytes']);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isCount);

/** @returns false where what the line tells of is not there */
function replayLine(line: Line, intake: Intake, events: Iterator<Event>, audit: number): boolean {
  if ('version' in line || 'concluded' in line) return true;
  const at: Timestamp = { seconds: line.t[0], nanos: line.t[1] };
  if ('observed' in line) {
    intake.observe(revive(line.observed), at);
    return true;
  }
  if ('sensor' in line) {
    for (let count = 0; count < line.sensor; count++) {
      const { value, done } = events.next();
      if (done) return false;
      intake.sensor(value, at);
    }
    return true;
  }
  if ('bytes' in line) return readExactly(audit, line.bytes, (bytes) => intake.auditBytes(bytes, at));
  return line.records.every(([type, length]) =>
    readExactly(audit, length, (bytes) =>
      intake.auditRecord(type, bytes.subarray(typeName(type).length, bytes.length - 1), at),
    ),
  );
}

function revive(observed: unknown): Observation {
  const observation = observed as Observation;
  if (observation.kind !== 'boot-time') return observation;
  return { ...observation, nanoseconds: BigInt(observation.nanoseconds) };
}

function readExactly(descriptor: number, length: number, use: (bytes: Buffer) => void): boolean {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const more = readSync(descriptor, bytes, read, length - read, null);
    if (more === 0) return false;
    read += more;
  }
  use(bytes);
  return true;
}

function* eventsOf(path: string): Generator<Event, undefined> {
  for (const frame of readRecording(path)) if (frame.kind === 'event') yield frame.event;
  return undefined;
}
