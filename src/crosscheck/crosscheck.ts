import type { Event } from '../model/event.js';
import type { Incident, NotEvaluable } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import { type Timestamp, timestampFromNanoseconds } from '../model/timestamp.js';
import { AloneList } from './alone-list.js';
import { AuditState } from './audit-state.js';
import { Delays } from './distribution.js';
import type { Context, Explanation } from './explain/context.js';
import { explainAuditOnly, explainSensorOnly, unexplained } from './explain/index.js';
import { wasDetachedBy } from './explain/program-unloaded.js';
import { History } from './history.js';
import { IncidentComparison } from './incidents.js';
import type {
  AuditStatusSample,
  Coverage,
  CrosscheckInput,
  CrosscheckOptions,
  HeuristicFacts,
  Policy,
  ProgramRecord,
  Reach,
} from './input.js';
import { intervalsOf } from './intervals.js';
import { keyOf } from './key.js';
import { LossBook } from './loss.js';
import { Matcher, type Pairing } from './match.js';
import { Processes } from './processes.js';
import { RecentTimes } from './recent-times.js';
import { RecordCounts } from './record-counts.js';
import type { Alert, Alone, ClockFit, Report, Side } from './report.js';
import { SensorPrograms, type WatchedProgram } from './sensor-programs.js';
import { Stream } from './stream.js';
import { Tally } from './tally.js';
import { Timeline } from './timeline.js';
import type { Waiting } from './waiting.js';

const MS = 1e6;
const SECOND = 1e9;
const PATIENCE_MS = 5000;
const MOST_WAITING = 262_144;
const MOST_ALONE = 10_000;
const MOST_CHANGES = 1024;
const MOST_STAMPS = 65_536;
/** New events that are worth a look at all that wait. */
const BATCH = 16_384;
/** How far one stream must have passed a moment before nothing of it can still come: calls of several CPUs are handed out out of order by this. */
const SLACK = 100 * MS;
/** Where audit has records that it has not handed out, or events come late here, they are waited for so long. */
const MOST_PATIENCE = 60 * SECOND;
/** What is alone may still be a tick late, or belong to a stream that meets a step of the time of day later. */
const LATE = SECOND;
/** How far the time of a counter's reading, of a record and of an event may lie apart, beside a tick. */
const TOLERANCE = 20 * MS;
/** How far apart two identical calls may be taken for one, where nothing explains either; ns. See DELAYED_NS of match.ts. */
const NEAR = 0.25 * SECOND;
const EDGE = 2 * MS;
const LONGEST_TICK = 10 * MS;

/**
 * Reconciles the sensor's events with audit's, event by event: finds each one's counterpart, and says of each that has
 * none why it has none. Memory is bounded: what has found its counterpart is counted and forgotten.
 */
export class Crosscheck implements CrosscheckInput {
  readonly #options: Required<Omit<CrosscheckOptions, 'onAlone' | 'onMatched' | 'onAlert'>>;
  readonly #onAlert: CrosscheckOptions['onAlert'];
  /** alerts up to this time were told */
  #alertedUntil = Number.NEGATIVE_INFINITY;
  readonly #onAlone: CrosscheckOptions['onAlone'];
  readonly #onMatched: CrosscheckOptions['onMatched'];
  readonly #matcher = new Matcher(
    (pairing) => this.#paired(pairing),
    (from, to) => this.#book.losers(from - this.#tolerance, to + this.#tolerance),
  );
  readonly #streams: Readonly<Record<Side, Stream>> = streamsOfBoth();
  readonly #audit = new AuditState();
  readonly #auditStamps = new RecentTimes(MOST_STAMPS);
  readonly #book = new LossBook();
  readonly #policies = new History<Policy>(MOST_CHANGES);
  readonly #coverages: Context['coverages'] = new History(MOST_CHANGES);
  readonly #programs = new SensorPrograms();
  readonly #processes = new Processes();
  readonly #records = new RecordCounts();
  readonly #incidents: IncidentComparison;
  readonly #timeline = new Timeline();
  readonly #tally = new Tally();
  readonly #alone: AloneList;
  readonly #latency = { sensor: new Delays(), audit: new Delays(), auditBehindSensor: new Delays() };
  #range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  /** seconds since the epoch: times are kept as ns since then, which a number holds exactly for a hundred days */
  #origin: number | undefined;
  #bootTime: number | undefined;
  #fresh = 0;
  #cutOff = 0;
  #now = Number.NaN;
  /** nothing explains them yet, but what does may still be told: the reading of a counter, a record of a change */
  #held: OneOf[] = [];
  /** records that audit had not handed out at the last reading */
  #backlog = 0;
  #isSettled = true;
  #finished: Report | undefined;

  constructor(options: CrosscheckOptions = {}) {
    this.#options = {
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      mostWaiting: options.mostWaiting ?? MOST_WAITING,
      mostAlone: options.mostAlone ?? MOST_ALONE,
      auditFrom: options.auditFrom ?? 'file',
      minSeverity: options.minSeverity ?? 'info',
    };
    this.#incidents = new IncidentComparison(this.#options.minSeverity);
    this.#onAlone = options.onAlone;
    this.#onMatched = options.onMatched;
    this.#onAlert = options.onAlert;
    this.#alone = new AloneList(this.#options.mostAlone);
  }

  sensor(event: Event, arrived?: Timestamp): void {
    // no call made it, so that audit can have no record of it
    if (event.operation === 'tracer-exit') return;
    const time = this.#ns(event.time);
    const { entryTime, entryBoot, exitBoot } = event;
    const began = entryTime === undefined ? time : this.#ns(entryTime);
    let entry = entryTime === undefined ? Number.NaN : began;
    let steady = time;
    if (entryBoot !== undefined && exitBoot !== undefined) {
      // the first reading of the time of day holds for the whole run: so the sensor's clock is never set
      this.#bootTime ??= began - Number(entryBoot);
      entry = Number(entryBoot) + this.#bootTime;
      steady = Number(exitBoot) + this.#bootTime;
    }
    const thread = event.actor.tid ?? event.actor.tgid;
    this.#processes.see(event.actor);
    this.#streams.sensor.add(event, keyOf(event), entry, began, time, steady, thread, this.#arrival(arrived));
    this.#tally.came('sensor', event);
    this.#took();
  }

  audit(event: Event, arrived?: Timestamp): void {
    const time = this.#ns(event.time);
    this.#records.learn(event);
    this.#auditStamps.add(time);
    this.#streams.audit.add(event, keyOf(event), time, time, time, time, 0, this.#arrival(arrived));
    this.#tally.came('audit', event);
    this.#took();
  }

  sensorLoss(loss: Loss, reach?: Reach): void {
    this.#book.sensor(this.#ns(loss.from), this.#ns(loss.to), loss.count, loss, reach);
  }

  auditLoss({ from, to, count, where, serial }: Loss): void {
    const [start, end] = [this.#ns(from), this.#ns(to)];
    if (where === 'serial-gap' || where === 'headless') this.#book.gap(start, end, count, serial, where);
    else this.#book.reader(start, end, count, where);
  }

  auditRange({ from, to, unsettled }: Parameters<CrosscheckInput['auditRange']>[0]): void {
    if (to !== undefined) this.#isSettled = unsettled !== true;
    this.#range = {
      from: from === undefined ? this.#range.from : this.#ns(from),
      to: to === undefined ? this.#range.to : this.#ns(to),
    };
  }

  reached(side: Side, time: Timestamp): void {
    this.#streams[side].reach(this.#ns(time));
  }

  auditStatus(sample: AuditStatusSample): void {
    const time = this.#ns(sample.time);
    if (sample.backlog !== undefined) this.#backlog = sample.backlog;
    this.#audit.tell(time, sample);
    this.#book.status(time, sample);
  }

  auditEndMarks({ syscalls, ends }: { readonly syscalls: number; readonly ends: number }): void {
    this.#book.endMarks(syscalls, ends);
  }

  policy(policy: Policy, time: Timestamp): void {
    this.#policies.add(this.#ns(time), policy);
  }

  attached(coverage: Coverage): void {
    this.#coverages.add(this.#ns(coverage.time), { coverage });
    this.#programs.attached(coverage.programs ?? []);
  }

  program(record: ProgramRecord): void {
    this.#programs.record(this.#ns(record.time), record);
  }

  detached(time: Timestamp, from?: string): void {
    this.#coverages.add(this.#ns(time), { coverage: undefined, from });
  }

  bootTime(nanoseconds: bigint): void {
    // what happened is placed by the sensor's first reading: see sensor()
    if (this.#bootTime !== undefined) return;
    const { seconds, nanos } = timestampFromNanoseconds(nanoseconds);
    this.#origin ??= seconds;
    this.#bootTime = (seconds - this.#origin) * SECOND + nanos;
  }

  heuristics(facts: readonly HeuristicFacts[]): void {
    this.#incidents.describe(facts);
  }

  incident(side: Side, incident: Incident): void {
    this.#incidents.take(side, incident);
  }

  notEvaluable(side: Side, entries: readonly NotEvaluable[]): void {
    this.#incidents.notEvaluable(side, entries);
  }

  tick(now: Timestamp): void {
    this.#now = this.#ns(now);
    this.#reconcile(Math.max(this.#passed(), this.#now - this.#patience()));
    this.#tellAlerts(this.#now - this.#options.patienceMs * MS);
  }

  get behind(): Side {
    const { sensor, audit } = this.#streams;
    return sensor.position <= audit.position ? 'sensor' : 'audit';
  }

  report(): Report {
    const { sensor, audit } = this.#streams;
    const held = this.#held.map(({ one }) => one);
    const pending = this.#finished === undefined ? [...held, ...sensor.waiting, ...audit.waiting] : [];
    const stamp = (time: number): Timestamp => this.#stamp(time);
    const { first, last } = this.#tally;
    const match = this.#tally.match;
    const latency = Object.entries(this.#latency).flatMap(([name, delays]) => {
      const distribution = delays.distribution();
      return distribution === undefined ? [] : [[name, distribution]];
    });
    return {
      ...this.#tally.sums(pending),
      alerts: this.#alerts(),
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
      latency: Object.fromEntries(latency),
      loss: this.#book.account(stamp),
      ...this.#alone.report(),
      clock: this.#clockFit(),
      match,
      incidents: this.#incidents.compare(),
      timeline: this.#timeline.report(stamp),
      intervals: intervalsOf(this.#audit, this.#coverages, stamp),
      limits: { cutOff: this.#cutOff, sentences: this.#limitSentences() },
    };
  }

  finish(): Report {
    if (this.#finished !== undefined) return this.#finished;
    this.#reconcile(Number.POSITIVE_INFINITY, true);
    this.#tellAlerts(Number.POSITIVE_INFINITY);
    this.#finished = this.report();
    return this.#finished;
  }

  #took(): void {
    if (
      ++this.#fresh < Math.max(BATCH, (this.#streams.sensor.waiting.length + this.#streams.audit.waiting.length) / 2)
    ) {
      return;
    }
    this.#reconcile(this.#passed());
    this.#cutOffOldest();
  }

  /** How long ago something happened that is not waited for any more, though its stream has not come past it; ns. */
  #patience(): number {
    const { auditFrom, patienceMs } = this.#options;
    // a daemon writes in blocks, when there is enough for one
    const daemon = this.#audit.daemon.at(this.#now, 0)?.value ?? 0;
    if (auditFrom === 'file' && daemon !== 0) return Number.POSITIVE_INFINITY;
    if (this.#backlog > 0) return MOST_PATIENCE;
    const { sensor, audit } = this.#streams;
    return Math.min(MOST_PATIENCE, patienceMs * MS + Math.max(sensor.lag, audit.lag));
  }

  /** Nothing that happened before has still to come, by what has come. */
  #passed(): number {
    return Math.min(this.#streams.sensor.position, this.#streams.audit.position) - SLACK;
  }

  /** Matches what had happened by `limit`; explains what had happened some time before, and is alone. */
  #reconcile(limit: number, last = false): void {
    this.#fresh = 0;
    const { sensor, audit } = this.#streams;
    this.#matcher.run(sensor.waiting, audit.waiting, limit, limit - LATE, last);
    const alone: OneOf[] = this.#held;
    for (const one of sensor.settle(limit - LATE)) alone.push({ side: 'sensor', one });
    for (const one of audit.settle(limit - LATE)) alone.push({ side: 'audit', one });
    const context = this.#context();
    const odd = alone.filter(({ side, one }) => !this.#isExplained(side, one, context));
    this.#held = [];
    for (const { side, one } of this.#withoutEachOther(odd)) {
      if (this.#isYoung(one) && !last && this.#held.length < this.#options.mostWaiting) this.#held.push({ side, one });
      else this.#tellOdd(side, one, context);
    }
  }

  /**
   * Of two identical calls that nothing explains, one on each side and at about the same time, each is the other's
   * counterpart, though the clock does not say so: it was off while both sides lost events.
   */
  #withoutEachOther(odd: readonly OneOf[]): readonly OneOf[] {
    const audits = new Map<number, { readonly calls: Waiting[]; next: number }>();
    for (const { side, one } of odd) {
      if (side !== 'audit') continue;
      const same = audits.get(one.key);
      if (same === undefined) audits.set(one.key, { calls: [one], next: 0 });
      else same.calls.push(one);
    }
    if (audits.size === 0) return odd;
    const paired = new Set<Waiting>();
    for (const { side, one } of odd) {
      const same = side === 'sensor' ? audits.get(one.key) : undefined;
      if (same === undefined) continue;
      const began = Number.isNaN(one.entry) ? one.steady : one.entry;
      while (same.next < same.calls.length && same.calls[same.next]!.entry < began - NEAR) same.next++;
      const audit = same.calls[same.next];
      if (audit === undefined || audit.entry > began + NEAR) continue;
      same.next++;
      paired.add(one).add(audit);
      this.#paired({ sensor: one, audit, how: 'byOrder', interchangeable: true });
    }
    return odd.filter(({ one }) => !paired.has(one));
  }

  /** One side is far behind, or stands still: what waits for it longest is explained as if it were not to come. */
  #cutOffOldest(): void {
    const { mostWaiting } = this.#options;
    for (const [side, stream] of Object.entries(this.#streams) as [Side, Stream][]) {
      const excess = stream.waiting.length - mostWaiting;
      if (excess <= 0) continue;
      this.#cutOff += excess;
      const context = this.#context();
      for (const one of stream.cutOff(excess)) {
        if (!this.#isExplained(side, one, context)) this.#tellOdd(side, one, context);
      }
    }
  }

  #paired({ sensor, audit, how, interchangeable }: Pairing): void {
    const { clock } = this.#matcher;
    this.#tally.paired(sensor.event, how, interchangeable);
    this.#processes.audited(sensor.event.actor);
    this.#timeline.add(sensor.time, 'matched');
    if (Number.isNaN(sensor.entry)) this.#tally.clock.withoutEntry++;
    else if (Number.isNaN(sensor.tick)) this.#tally.clock.worse++;
    else if (clock.predict(sensor.entry, sensor.order) * MS === audit.entry) this.#tally.clock.exact++;
    else if (Math.abs(sensor.tick - audit.tick) <= 1) this.#tally.clock.withinOneTick++;
    else this.#tally.clock.worse++;
    this.#latency.sensor.add(sensor.arrived - sensor.time / MS);
    this.#latency.audit.add(audit.arrived - sensor.time / MS);
    this.#latency.auditBehindSensor.add(audit.arrived - sensor.arrived);
    const missing = this.#records.missing(audit.event);
    for (let count = 0; count < missing; count++) this.#book.companionMissing(sensor.time, this.#tolerance);
    this.#onMatched?.(sensor.event, audit.event, interchangeable);
  }

  /** Tells why it is alone, where something says so. */
  #isExplained(side: Side, one: Waiting, context: Context): boolean {
    const explanation = (side === 'sensor' ? explainSensorOnly : explainAuditOnly)(one, context);
    if (explanation !== undefined) this.#tell(side, one, explanation);
    return explanation !== undefined;
  }

  /** Nothing explains it, nor will. */
  #tellOdd(side: Side, one: Waiting, context: Context): void {
    const isPending = this.#isYoung(one) && !this.#isSettled;
    this.#tell(side, one, isPending ? STILL_PENDING[side] : unexplained(side, one, context));
  }

  /** What explains it may still be told. */
  #isYoung({ position }: Waiting): boolean {
    return position > this.#now - this.#options.patienceMs * MS;
  }

  #tell(side: Side, { event, time }: Waiting, explanation: Explanation): void {
    const { cause, certainty, sentence, evidence } = explanation;
    const alone: Alone = { side, cause, certainty, sentence, evidence, event };
    this.#tally.alone(side, event, cause);
    this.#alone.add(alone);
    if (cause !== 'pending') {
      this.#timeline.add(
        time,
        cause === 'unexplained' ? 'unexplained' : side === 'sensor' ? 'sensorOnly' : 'auditOnly',
      );
    }
    this.#onAlone?.(alone);
  }

  /** The sensor's programs that were unloaded though it had not detached them: those that went at once as one alert. */
  #alerts(): Alert[] {
    const where = { coverages: this.#coverages, edge: this.#edge };
    const isOdd = (watched: WatchedProgram): watched is UnloadedProgram =>
      watched.unloaded !== undefined && !wasDetachedBy(watched.unloaded.time, where);
    const unloaded = [...this.#programs.own].filter(isOdd).sort((a, b) => a.unloaded.time - b.unloaded.time);
    const groups: UnloadedProgram[][] = [];
    for (const one of unloaded) {
      const group = groups.at(-1);
      if (group !== undefined && one.unloaded.time - group[0]!.unloaded.time <= SECOND) group.push(one);
      else groups.push([one]);
    }
    return groups.map((group) => unloadAlert(group, this.#stamp(group[0]!.unloaded.time)));
  }

  /** @param limit what came later may still turn out to be the sensor's own detaching */
  #tellAlerts(limit: number): void {
    if (this.#onAlert === undefined) return;
    for (const alert of this.#alerts()) {
      const time = this.#ns(alert.at);
      if (time > limit || time <= this.#alertedUntil) continue;
      this.#alertedUntil = time;
      this.#onAlert(alert);
    }
  }

  get #edge(): number {
    return EDGE + (this.#matcher.clock.length ?? LONGEST_TICK);
  }

  get #tolerance(): number {
    return TOLERANCE + (this.#matcher.clock.length ?? LONGEST_TICK);
  }

  #context(): Context {
    return {
      tolerance: this.#tolerance,
      edge: this.#edge,
      auditFrom: this.#options.auditFrom,
      audit: this.#audit,
      auditStamps: this.#auditStamps,
      policies: this.#policies,
      coverages: this.#coverages,
      programs: this.#programs,
      book: this.#book,
      processes: this.#processes,
      records: this.#records,
      range: this.#range,
      bootTime: this.#bootTime,
      stamp: (time) => this.#stamp(time),
    };
  }

  #clockFit(): ClockFit {
    const { clock } = this.#matcher;
    const { length, phase } = clock;
    return {
      ...(length !== undefined && { tickMs: length / MS }),
      ...(length !== undefined && phase !== undefined && { phaseNs: Math.round(((phase % length) + length) % length) }),
      pairs: clock.pairs,
      refits: clock.refits,
      steps: clock.steps.map(({ at, byNs }) => ({ at: this.#stamp(at), byMs: byNs / MS })),
      ...this.#tally.clock,
    };
  }

  #limitSentences(): string[] {
    const sentences: string[] = [];
    if (this.#policies.size === 0) sentences.push('The audit rules are not known: no event is explained by them.');
    if (this.#coverages.size === 0) sentences.push('It is not known when the sensor was attached.');
    if ([...this.#audit.enabled.changes()].length === 0) {
      sentences.push(
        "The kernel's audit status is not known: no event is explained by it, nor by its count of lost records.",
      );
    }
    if (this.#cutOff > 0) {
      sentences.push(
        `${this.#cutOff} events were explained before their counterpart could have come: too many waited.`,
      );
    }
    if (this.#processes.forgotten > 0) {
      sentences.push(`${this.#processes.forgotten} processes were forgotten: too many at a time.`);
    }
    return sentences;
  }

  #ns({ seconds, nanos }: Timestamp): number {
    this.#origin ??= seconds;
    return (seconds - this.#origin) * SECOND + nanos;
  }

  #stamp(ns: number): Timestamp {
    const seconds = Math.floor(ns / SECOND);
    return { seconds: (this.#origin ?? 0) + seconds, nanos: Math.min(SECOND - 1, Math.round(ns - seconds * SECOND)) };
  }

  #arrival(arrived: Timestamp | undefined): number {
    return arrived === undefined ? Number.NaN : this.#ns(arrived) / MS;
  }
}

interface OneOf {
  readonly side: Side;
  readonly one: Waiting;
}

type UnloadedProgram = WatchedProgram & { readonly unloaded: { readonly time: number; readonly serial: number } };

function unloadAlert(group: readonly UnloadedProgram[], at: Timestamp): Alert {
  const names = group.map(({ program }) => program.name).join(', ');
  const what = group.length === 1 ? `program ${names} was` : `programs ${names} were`;
  return {
    what: 'program-unloaded',
    at,
    sentence: `The sensor's BPF ${what} unloaded while the sensor ran: what it tells is missing from then on, and somebody saw to that.`,
    evidence: group.map(({ program, unloaded }) => `BPF UNLOAD, serial ${unloaded.serial}: prog-id=${program.id}`),
    events: group.reduce((sum, { missed }) => sum + missed, 0),
  };
}

function streamsOfBoth(): Record<Side, Stream> {
  const shifts: number[] = [];
  return { sensor: new Stream(shifts), audit: new Stream(shifts) };
}

const STILL_PENDING: Readonly<Record<Side, Explanation>> = {
  sensor: {
    cause: 'pending',
    certainty: 'unknown',
    sentence: 'It came just before the end: audit may not have told it yet.',
    evidence: [],
  },
  audit: {
    cause: 'pending',
    certainty: 'unknown',
    sentence: 'It came just before the end: the sensor may not have told it yet.',
    evidence: [],
  },
};
