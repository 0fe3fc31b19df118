import type { Timestamp } from '../model/timestamp.js';
import type { AuditStatusSample, Reach } from './input.js';
import type { AuditLossInterval, Bounded, LossAccount, SensorLossInterval } from './report.js';

const MOST_INTERVALS = 4096;
/** ns: no interval is longer, where others are shorter */
const LONGEST_APART = 60e9;

/** Something lost in an interval, of which events are claimed one by one until it is used up. */
interface Claimable {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  claimed: number;
}

export interface Gap extends Claimable {
  /** the first serial number that never came */
  readonly serial: number | undefined;
  readonly where: string;
}

export interface SensorLoss extends Claimable {
  readonly where: string;
  readonly kind: string | undefined;
  /** what it can have been; undefined where `kind` says it */
  readonly reach: Reach | undefined;
}

export interface LostRecords extends Claimable {
  readonly sample: AuditStatusSample;
  backlogEvents: number;
  gapEvents: number;
  gapRecords: number;
  companions: number;
}

/** Intervals of loss in the order of their ends; the oldest are given up, and what they counted is kept in sums. */
class Ledger<T extends Claimable> {
  readonly #open: T[] = [];
  readonly #onForget: (entry: T) => void;
  leftOut = 0;

  constructor(onForget: (entry: T) => void) {
    this.#onForget = onForget;
  }

  add(entry: T): void {
    let index = this.#open.length;
    while (index > 0 && this.#open[index - 1]!.to > entry.to) index--;
    this.#open.splice(index, 0, entry);
    if (this.#open.length <= MOST_INTERVALS) return;
    this.#onForget(this.#open.shift()!);
    this.leftOut++;
  }

  /**
   * Intervals that overlap, the one that ends first before others: events are claimed in order of time, so that none
   * takes what a later one needs.
   */
  *overlapping(from: number, to: number): IterableIterator<T> {
    let low = 0;
    let high = this.#open.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#open[middle]!.to < from) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < this.#open.length; index++) {
      const entry = this.#open[index]!;
      if (entry.from > to + LONGEST_APART) return;
      if (entry.from <= to) yield entry;
    }
  }

  get entries(): readonly T[] {
    return this.#open;
  }
}

const sum = <T>(entries: readonly T[], of: (entry: T) => number): number =>
  entries.reduce((total, entry) => total + of(entry), 0);

/**
 * Every loss that either side counted, and the events that it explains. No event is explained by a loss that others
 * have used up, so that what was counted bounds what is explained.
 *
 * The kernel's `lost` counts records (audit_log_lost): one for an event whose SYSCALL record found the backlog full, for
 * nothing more of it is tried (audit_log_exit), one for each other record of an event that came, and one for each
 * record over the rate limit, whose serial number was given already.
 */
export class LossBook {
  readonly #records: Ledger<LostRecords>;
  readonly #gaps: Ledger<Gap>;
  readonly #readers: Ledger<Gap>;
  readonly #sensor: Ledger<SensorLoss>;
  /** what intervals that were given up came to */
  readonly #past = { lost: 0, backlogEvents: 0, gapEvents: 0, gapRecords: 0, companions: 0 };
  readonly #pastSensor = { lost: 0, attributed: 0 };
  readonly #pastGaps = { serials: 0, attributed: 0 };
  #pastReaders = 0;
  #latest: { readonly time: number; readonly lost: number } | undefined;
  #endMarks: number | undefined;
  /** companions missing where no interval counts a loss: left out by a rule, or by the log's end */
  uncountedCompanions = 0;

  constructor() {
    this.#records = new Ledger((entry) => {
      for (const name of ['backlogEvents', 'gapEvents', 'gapRecords', 'companions'] as const) {
        this.#past[name] += entry[name];
      }
      this.#past.lost += entry.count;
    });
    this.#gaps = new Ledger((gap) => {
      const { count, claimed } = gap;
      if (!isOfNumbers(gap)) return;
      this.#pastGaps.serials += count;
      this.#pastGaps.attributed += claimed;
    });
    this.#readers = new Ledger(({ count }) => {
      this.#pastReaders += count;
    });
    this.#sensor = new Ledger(({ count, claimed }) => {
      this.#pastSensor.lost += count;
      this.#pastSensor.attributed += claimed;
    });
  }

  /** The kernel's counter, as it was read. It is set to 0 by `auditctl --reset-lost`. */
  status(time: number, sample: AuditStatusSample): void {
    const { lost } = sample;
    if (lost === undefined) return;
    const before = this.#latest;
    this.#latest = { time, lost };
    if (before === undefined || lost === before.lost) return;
    const count = lost > before.lost ? lost - before.lost : lost;
    if (count === 0) return;
    const none = { claimed: 0, backlogEvents: 0, gapEvents: 0, gapRecords: 0, companions: 0 };
    this.#records.add({ from: before.time, to: time, count, sample, ...none });
  }

  /** Whether the kernel's counter of lost records was ever read. */
  get knowsLostRecords(): boolean {
    return this.#latest !== undefined;
  }

  gap(from: number, to: number, count: number, serial: number | undefined, where: string): void {
    if (count > 0) this.#gaps.add({ from, to, count, serial, where, claimed: 0 });
  }

  reader(from: number, to: number, count: number, where: string): void {
    this.#readers.add({ from, to, count, serial: undefined, where, claimed: 0 });
  }

  sensor(
    from: number,
    to: number,
    count: number,
    { where, kind }: { readonly where: string; readonly kind?: string },
    reach: Reach | undefined,
  ): void {
    if (count > 0) this.#sensor.add({ from, to, count, where, kind, reach, claimed: 0 });
  }

  endMarks(syscalls: number, ends: number): void {
    this.#endMarks = Math.max(0, syscalls - ends);
  }

  /** How many of the two sides lost something in an interval. */
  losers(from: number, to: number): number {
    const isLossy = <T extends Claimable>(ledger: Ledger<T>): boolean => !ledger.overlapping(from, to).next().done;
    return (
      Number(isLossy(this.#sensor)) + Number(isLossy(this.#records) || isLossy(this.#gaps) || isLossy(this.#readers))
    );
  }

  /** A record of an event that came is missing. */
  companionMissing(time: number, tolerance: number): void {
    for (const entry of this.#records.overlapping(time - tolerance, time + tolerance)) {
      if (entry.claimed >= entry.count) continue;
      entry.claimed++;
      entry.companions++;
      return;
    }
    this.uncountedCompanions++;
  }

  /**
   * One event that found the backlog full.
   * @param isLimited records over a rate limit are lost as well: each number that never came accounts for one at least
   */
  claimBacklog(from: number, to: number, isLimited: boolean): LostRecords | undefined {
    for (const entry of this.#records.overlapping(from, to)) {
      const reserved = isLimited ? this.#openSerials(entry.from, entry.to) : 0;
      if (entry.claimed + reserved >= entry.count) continue;
      entry.claimed++;
      entry.backlogEvents++;
      return entry;
    }
    return undefined;
  }

  /** Serial numbers that never came, of which one at least is nobody's yet. */
  openGap(from: number, to: number): Gap | undefined {
    for (const entry of this.#gaps.overlapping(from, to)) if (entry.claimed < entry.count) return entry;
    return undefined;
  }

  /** Gives one of them to an event. */
  take(gap: Gap): Gap {
    gap.claimed++;
    return gap;
  }

  /** One serial number that never came. */
  claimGap(from: number, to: number): Gap | undefined {
    const gap = this.openGap(from, to);
    return gap && this.take(gap);
  }

  /** How many serial numbers never came that are nobody's yet. */
  #openSerials(from: number, to: number): number {
    let count = 0;
    for (const entry of this.#gaps.overlapping(from, to)) count += entry.count - entry.claimed;
    return count;
  }

  /** What a reader of audit says that it lost about then, whether or not others were told of it. */
  readerLoss(from: number, to: number): Gap | undefined {
    return this.#readers.overlapping(from, to).next().value;
  }

  /** The records of an event whose number never came, where the kernel counted them; false where it did not. */
  claimRecords(from: number, to: number, records: number): boolean {
    for (const entry of this.#records.overlapping(from, to)) {
      if (entry.count - entry.claimed < records) continue;
      entry.claimed += records;
      entry.gapEvents++;
      entry.gapRecords += records;
      return true;
    }
    return false;
  }

  claimReader(from: number, to: number): Gap | undefined {
    for (const entry of this.#readers.overlapping(from, to)) {
      // a reader does not always know how many
      if (entry.count > 0 && entry.claimed >= entry.count) continue;
      entry.claimed++;
      return entry;
    }
    return undefined;
  }

  claimSensor(from: number, to: number, isIt: (loss: SensorLoss) => boolean): SensorLoss | undefined {
    for (const entry of this.#sensor.overlapping(from, to)) {
      if (entry.claimed >= entry.count || !isIt(entry)) continue;
      entry.claimed++;
      return entry;
    }
    return undefined;
  }

  account(stamp: (time: number) => Timestamp): LossAccount {
    const records = this.#records.entries;
    const past = this.#past;
    const missing = this.#gaps.entries.filter(isOfNumbers);
    const total = (name: 'backlogEvents' | 'gapEvents' | 'gapRecords' | 'companions'): number =>
      past[name] + sum(records, (entry) => entry[name]);
    const lost = past.lost + sum(records, ({ count }) => count);
    const parts = {
      backlogEvents: total('backlogEvents'),
      gapEvents: total('gapEvents'),
      gapRecords: total('gapRecords'),
      companions: total('companions'),
    };
    // an end mark is a record of the kernel's that no log has
    const known = parts.backlogEvents + parts.gapRecords + parts.companions;
    const endMarks = this.#endMarks === undefined ? undefined : Math.min(this.#endMarks, Math.max(0, lost - known));
    const sensorLost = this.#pastSensor.lost + sum(this.#sensor.entries, ({ count }) => count);
    const attributed = this.#pastSensor.attributed + sum(this.#sensor.entries, ({ claimed }) => claimed);
    return {
      audit: {
        lost,
        ...parts,
        ...(endMarks !== undefined && { endMarks }),
        remainder: lost - known - (endMarks ?? 0),
        missingSerials: this.#pastGaps.serials + sum(missing, ({ count }) => count),
        missingSerialsAttributed: this.#pastGaps.attributed + sum(missing, ({ claimed }) => claimed),
        readerLost: this.#pastReaders + sum(this.#readers.entries, ({ count }) => count),
        intervals: bounded(this.#records, (entry) => auditInterval(entry, stamp)),
      },
      sensor: {
        lost: sensorLost,
        attributed,
        remainder: sensorLost - attributed,
        intervals: bounded(this.#sensor, (entry) => sensorInterval(entry, stamp)),
      },
    };
  }
}

/** Of an event whose SYSCALL record alone is missing, the number came. */
const isOfNumbers = ({ where }: Gap): boolean => where !== 'headless';

function bounded<T extends Claimable, R>(ledger: Ledger<T>, toReport: (entry: T) => R): Bounded<R> {
  return { entries: ledger.entries.map(toReport), leftOut: ledger.leftOut };
}

function auditInterval(entry: LostRecords, stamp: (time: number) => Timestamp): AuditLossInterval {
  const { from, to, count, sample, backlogEvents, gapEvents, gapRecords, companions, claimed } = entry;
  const { backlog = 0, backlogLimit, rateLimit } = sample;
  return {
    from: stamp(from),
    to: stamp(to),
    lost: count,
    backlog,
    ...(backlogLimit !== undefined && { backlogLimit }),
    ...(rateLimit !== undefined && { rateLimit }),
    backlogEvents,
    gapEvents,
    gapRecords,
    companions,
    remainder: count - claimed,
  };
}

function sensorInterval(entry: SensorLoss, stamp: (time: number) => Timestamp): SensorLossInterval {
  const { where, kind, from, to, count, claimed } = entry;
  return {
    where,
    ...(kind !== undefined && { kind }),
    from: stamp(from),
    to: stamp(to),
    count,
    attributed: claimed,
    remainder: count - claimed,
  };
}
