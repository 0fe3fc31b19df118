import { firstRecordTime, readLogFile } from './audit/sources/log-file.js';
import type { CrosscheckInput } from './crosscheck/index.js';
import type { Report } from './crosscheck/report.js';
import { numberedPrograms } from './crosscheck-probes.js';
import { CrosscheckSession, type Observation, type SessionOptions } from './crosscheck-session.js';
import type { Abi, Operation } from './model/event.js';
import { compareTimestamps, formatTimestamp, type Timestamp } from './model/timestamp.js';
import { PROBES } from './native/programs.js';
import { type Frame, type RecordedProbe, type RecordingHeader, readRecording } from './recording/index.js';

export interface OfflineOptions extends Pick<SessionOptions, 'parameters' | 'judge'> {
  readonly core: CrosscheckInput;
  /** a recording of the sensor, made in the capture scope `audit` */
  readonly sensor: string;
  /** logs of one host, oldest first */
  readonly audit: readonly string[];
  /** what `auditctl -l` printed there; without it, no event can be told to be outside of the policy */
  readonly rules?: string;
}

export interface OfflineResult {
  readonly report: Report;
  readonly header: RecordingHeader;
  readonly probes: readonly RecordedProbe[];
  /** sentences: what limits the result */
  readonly problems: readonly string[];
}

/** A log of audit's cannot be read, or not to its end. The message begins with the file's name. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError';
}

/** What was given cannot be compared with each other. The message names the file, and what would be right. */
export class MismatchError extends Error {
  override readonly name = 'MismatchError';
}

/** Of the log so much is read at a time: what came at once on the other side waits meanwhile. */
const SLICE_BYTES = 16 * 1024;

const stamp = (ms: number): Timestamp => {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
};

/**
 * Compares a recording of the sensor with audit's logs of the same time.
 * @throws {RecordingError} the recording cannot be read
 * @throws {AuditLogError} a log cannot be read
 * @throws {MismatchError} one of them is something else, or they are not of the same host and time
 */
export async function crosscheckFiles(options: OfflineOptions): Promise<OfflineResult> {
  const { core, sensor, audit, rules, parameters, judge } = options;
  const recording = readRecording(sensor);
  const { header } = recording;
  if (header.source !== 'bpf') {
    recording.close();
    throw new MismatchError(
      `${sensor} is a recording of audit's events, not of the sensor's: one is made by watch --scope audit --record`,
    );
  }
  const problems: string[] = [];
  let changed = false;
  const session = new CrosscheckSession({
    core,
    node: header.host.name,
    ...(parameters && { parameters }),
    ...(judge && { judge }),
    onRulesChanged: () => {
      changed = true;
    },
  });
  const begin = audit[0] === undefined ? undefined : await firstRecordTime(audit[0]);
  if (begin !== undefined) session.observe({ kind: 'audit-begins' }, stamp(begin));
  if (rules !== undefined) session.observe({ kind: 'rules', text: rules }, header.created);

  const frames = recording[Symbol.iterator]();
  const slices = slicesOf(audit, session);
  const replay = new SensorReplay(session);
  let [moreFrames, moreSlices] = [true, true];
  while (moreFrames || moreSlices) {
    if (moreFrames && (core.behind === 'sensor' || !moreSlices)) {
      const { value, done } = frames.next();
      if (done) moreFrames = false;
      else replay.take(value);
    } else {
      const { value, done } = await slices.next();
      if (done) moreSlices = false;
      else session.auditBytes(value);
      tickBoth(session, replay.latest);
    }
  }
  const { latest } = session.reading;
  if (latest !== undefined) session.observe({ kind: 'audit-ends' }, stamp(latest));
  const { tornBytes, end } = recording.summary;
  if (end === undefined && replay.reached !== undefined) {
    session.observe({ kind: 'detached', from: 'the recording ends there, and not in order' }, replay.reached);
  }
  const report = session.finish();
  requireSame(sensor, audit, header, session, replay.reached ?? header.created);

  if (tornBytes > 0) problems.push(`${sensor} is cut off: ${tornBytes} bytes at its end are not used`);
  else if (end === undefined)
    problems.push(`${sensor} was not ended in order: the sensor's last events may be missing`);
  if (replay.scope !== undefined && replay.scope !== 'audit') {
    problems.push(
      `${sensor} was made in the capture scope ${replay.scope}, which leaves out what audit's rules record`,
    );
  }
  if (session.otherNodes > 0) problems.push(`${session.otherNodes} events of other hosts in the log were left out`);
  if (rules === undefined) problems.push('the audit rules were not given: --rules FILE');
  else if (changed) problems.push('the audit rules were changed meanwhile: events are judged by those that were given');
  return { report, header, probes: replay.probes, problems };
}

/** ms by which the first and the last record of one side may lie apart from the other's */
const APART_MS = 2000;

/** @throws {MismatchError} */
function requireSame(
  sensor: string,
  audit: readonly string[],
  { host, created }: RecordingHeader,
  { reading, otherNodes, ownNode }: CrosscheckSession,
  end: Timestamp,
): void {
  const log = audit.join(', ');
  const { earliest, latest } = reading;
  if (earliest === undefined || latest === undefined) {
    throw new MismatchError(`${log} has no audit record: the log that auditd wrote at the time of ${sensor} is needed`);
  }
  if (ownNode === 0 && otherNodes > 0) {
    throw new MismatchError(`${log} has events of other hosts only, and ${sensor} is of ${host.name}`);
  }
  if (earliest > milliseconds(end) + APART_MS || latest < milliseconds(created) - APART_MS) {
    const [from, to] = [stamp(earliest), stamp(latest)].map(formatTimestamp);
    throw new MismatchError(
      `${log} is of ${from} to ${to}, and ${sensor} of ${formatTimestamp(created)} to ${formatTimestamp(end)}: they are not of the same time`,
    );
  }
}

const milliseconds = ({ seconds, nanos }: Timestamp): number => seconds * 1000 + nanos / 1e6;

async function* slicesOf(files: readonly string[], session: CrosscheckSession): AsyncGenerator<Buffer, undefined> {
  for (const file of files) {
    try {
      for await (const chunk of readLogFile(file)) {
        for (let at = 0; at < chunk.length; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES);
      }
    } catch (error) {
      throw new AuditLogError(`${file}: ${(error as Error).message}`, { cause: error });
    }
    session.observe({ kind: 'file-end' }, stamp(session.reading.latest ?? 0));
  }
  return undefined;
}

/** Time has come as far as the side that is behind. */
function tickBoth(session: CrosscheckSession, sensor: Timestamp | undefined): void {
  const { latest } = session.reading;
  if (sensor === undefined || latest === undefined) return;
  const audit = stamp(latest);
  session.observe({ kind: 'tick' }, compareTimestamps(sensor, audit) < 0 ? sensor : audit);
}

/** Hands the frames of a recording on. */
class SensorReplay {
  latest: Timestamp | undefined;
  /** the last moment of which it tells anything */
  reached: Timestamp | undefined;
  scope: string | undefined;
  probes: readonly RecordedProbe[] = [];
  readonly #session: CrosscheckSession;
  #pid: number | undefined;

  constructor(session: CrosscheckSession) {
    this.#session = session;
  }

  take(frame: Frame): void {
    const session = this.#session;
    switch (frame.kind) {
      case 'header':
        this.#pid = frame.header.pid;
        if (frame.header.clock !== undefined) this.#bootTime(frame.header.clock);
        break;
      case 'attached':
        this.scope = frame.scope;
        this.probes = frame.probes;
        this.#reach(frame.at);
        session.observe(attachedAs(frame.probes, this.#pid), frame.at);
        break;
      case 'tick':
        this.#reach(stamp(frame.now));
        break;
      case 'detached':
        session.observe({ kind: 'detached' }, frame.at);
        break;
      case 'clock':
        this.#bootTime(frame.clock);
        break;
      case 'event':
        this.latest = frame.event.time;
        this.#reach(frame.event.time);
        session.sensor(frame.event);
        break;
      case 'loss':
        session.observe({ kind: 'sensor-loss', loss: frame.loss }, frame.loss.to);
        break;
    }
  }

  #reach(time: Timestamp): void {
    if (this.reached === undefined || compareTimestamps(this.reached, time) < 0) this.reached = time;
  }

  #bootTime({ at, wallMinusBoot }: { at: Timestamp; wallMinusBoot: bigint }): void {
    this.#session.observe({ kind: 'boot-time', nanoseconds: wallMinusBoot }, at);
  }
}

/** What these probes see: their operations are looked up by name. */
function attachedAs(recorded: readonly RecordedProbe[], self: number | undefined): Observation {
  const served = recorded.filter(({ attached }) => attached);
  const names = new Set(served.map(({ name }) => name));
  const operations = new Set<Operation>();
  for (const { name, operations: some } of PROBES) {
    if (names.has(name)) for (const one of some) operations.add(one);
  }
  return {
    kind: 'attached',
    operations: [...operations],
    abis: abisOf(recorded),
    programs: numberedPrograms(served),
    ...(self !== undefined && { self }),
  };
}

/** Interfaces that are seen whole. */
export function abisOf(probes: readonly { readonly abi: string; readonly attached: boolean }[]): Abi[] {
  return (['x86_64', 'i386'] as const).filter(
    (abi) =>
      probes.every((probe) => probe.abi !== abi || probe.attached) &&
      probes.some((probe) => probe.attached && (probe.abi === abi || probe.abi === 'any')),
  );
}
