/**
 * Audit stamps an event with the coarse clock at the call's entry: the value that the last timer tick left
 * (ktime_get_coarse_real_ts64 in __audit_syscall_entry), cut to milliseconds. Ticks lie 1/HZ s apart on the monotonic
 * clock; the values that they leave lie on a grid of their own, for time is accumulated in whole cycles of the clock
 * source, so that its phase wanders with NTP's slewing and now and then a value is a tick older.
 *
 * So: tick(entry) = floor((entry - phase) / length), stamp(tick) = tick * length + offset, with an offset that holds
 * for a while. Both are found from calls that are alone of their kind on both sides.
 */

const MS = 1e6;

/** ns between two ticks by CONFIG_HZ: 1000, 300, 250, 100. */
const LENGTHS = [1 * MS, (10 / 3) * MS, 4 * MS, 10 * MS] as const;
const LONGEST = 10 * MS;

/** Pairs that a first fit needs, and how many ticks they must have seen. */
const FEWEST_PAIRS = 16;
const FEWEST_STAMPS = 8;
/** Pairs in a row that say the same of the offset before it is believed. */
const IN_A_ROW = 3;
/** A wrong phase is one that fails this often, of this many at least. */
const TOLERATED = 0.03;
const ENOUGH = 32;
/** Pairs that a fit looks at: fewer where the offset changes among many. */
const WINDOWS = [2048, 512, 128, 48] as const;
/** Share of right places with which a fit is content. */
const GOOD = 0.995;
/** Segments of the past: calls that began long before they return are still to be placed. */
const MOST_SEGMENTS = 64;
const LEAST_MARGIN = 0.05 * MS;
/** A phase is not known better than ticks are punctual. */
const LEAST_DOUBT = 0.02 * MS;

/** A call that is certain to be the same on both sides. ns; orders in the streams of the two sides. */
export interface CertainPair {
  readonly entry: number;
  readonly stamp: number;
  readonly sensorOrder: number;
  readonly auditOrder: number;
}

interface Segment {
  /** orders from which on it holds; between `After` and `From`, the one before may still hold */
  readonly sensorFrom: number;
  readonly auditFrom: number;
  readonly sensorAfter: number;
  readonly auditAfter: number;
  /** ns */
  readonly phase: number;
  readonly offset: number;
}

const FROM_THE_BEGINNING = { sensorFrom: 0, auditFrom: 0, sensorAfter: -1, auditAfter: -1 } as const;

interface Fit {
  readonly length: number;
  readonly phase: number;
  readonly offset: number;
  /** ns by which the phase may be off */
  readonly doubt: number;
  /** share of the pairs that it places right */
  readonly agreement: number;
}

/** A step of the real-time clock, as far as both sides' times differ by it. */
export interface ClockStep {
  /** ns since the origin, by the sensor */
  readonly at: number;
  readonly byNs: number;
}

export class CoarseClock {
  /** ns; undefined before the first fit */
  #length: number | undefined;
  #segments: Segment[] = [];
  #early: CertainPair[] = [];
  #margin = LEAST_MARGIN;
  /** ns by which the phase may be off */
  #doubt = 0;
  #latest: CertainPair | undefined;
  pairs = 0;
  refits = 0;
  readonly steps: ClockStep[] = [];

  get length(): number | undefined {
    return this.#length;
  }

  get phase(): number | undefined {
    return this.#segments.at(-1)?.phase;
  }

  /** ns by which a tick can be late, by those that were, or the phase be off. */
  get margin(): number {
    return this.#margin + this.#doubt;
  }

  /**
   * Learns from calls that are certain, in the order of the sensor.
   * @param last nothing more will come: fit with what there is
   */
  observe(pairs: readonly CertainPair[], last: boolean): void {
    this.pairs += pairs.length;
    let rest = pairs;
    if (this.#length === undefined) {
      this.#early.push(...pairs);
      rest = this.#early;
      if (!this.#begin(rest, last)) return;
      this.#early = [];
    }
    for (const run of runsOf(rest)) this.#follow(run);
    if (this.#segments.length > MOST_SEGMENTS) this.#segments.splice(0, this.#segments.length - MOST_SEGMENTS);
  }

  /** The tick that a call entered at `entry` is stamped with; NaN where the clock is not known. */
  tick(entry: number, sensorOrder: number): number {
    if (this.#length === undefined) return Number.NaN;
    const { phase } = this.#bySensor(sensorOrder);
    return Math.floor((entry - phase) / this.#length);
  }

  /** The tick that left `stamp`; NaN where the clock is not known. */
  tickOfStamp(stamp: number, auditOrder: number): number {
    if (this.#length === undefined) return Number.NaN;
    return this.#ticksFrom(stamp, this.#byAudit(auditOrder));
  }

  /** The stamp, in whole ms, of a call entered at `entry`. */
  predict(entry: number, sensorOrder: number): number {
    const { phase, offset } = this.#bySensor(sensorOrder);
    const value = Math.floor((entry - phase) / this.#length!) * this.#length! + offset;
    return Math.floor(value / MS + 1e-6);
  }

  /** How many ticks later a call's stamp may lie, where it was made while the offset changed; 0 elsewhere. */
  shiftAround(sensorOrder: number): number {
    for (let index = this.#segments.length - 1; index > 0; index--) {
      const { sensorFrom, sensorAfter, offset } = this.#segments[index]!;
      if (sensorOrder >= sensorFrom) return 0;
      if (sensorOrder > sensorAfter) return Math.round((offset - this.#segments[index - 1]!.offset) / this.#length!);
    }
    return 0;
  }

  /** ns by which the phase may be off. */
  get doubt(): number {
    return this.#doubt;
  }

  /** How far `entry` lies behind the beginning of its tick, ns. */
  behindTick(entry: number, sensorOrder: number): number {
    const since = entry - this.#bySensor(sensorOrder).phase;
    return since - Math.floor(since / this.#length!) * this.#length!;
  }

  /**
   * How many ticks lie between those of an entry and a stamp, by the fit that brings them nearest: around a step of the
   * clock it cannot be known which fit holds for which of the two.
   */
  apart(entry: number, sensorOrder: number, stamp: number, auditOrder: number): number {
    const length = this.#length;
    if (length === undefined) return Number.NaN;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [index, segment] of this.#segments.entries()) {
      const next = this.#segments[index + 1];
      const isPossible =
        (sensorOrder > segment.sensorAfter || index === 0) &&
        (auditOrder > segment.auditAfter || index === 0) &&
        (next === undefined || (sensorOrder < next.sensorFrom && auditOrder < next.auditFrom));
      if (!isPossible) continue;
      const tick = Math.floor((entry - segment.phase) / length);
      nearest = Math.min(nearest, Math.abs(tick - this.#ticksFrom(stamp, segment)));
    }
    if (nearest < Number.POSITIVE_INFINITY) return nearest;
    return Math.abs(this.tick(entry, sensorOrder) - this.tickOfStamp(stamp, auditOrder));
  }

  #ticksFrom(stamp: number, { offset }: Segment): number {
    const length = this.#length!;
    // a stamp is cut to ms: where ticks are no whole number of ms, the value lies up to one above it
    const middle = isWhole(length) ? 0 : MS / 2;
    return Math.round((stamp + middle - offset) / length);
  }

  #bySensor(order: number): Segment {
    const segments = this.#segments;
    for (let index = segments.length - 1; index > 0; index--) {
      if (segments[index]!.sensorFrom <= order) return segments[index]!;
    }
    return segments[0]!;
  }

  #byAudit(order: number): Segment {
    const segments = this.#segments;
    for (let index = segments.length - 1; index > 0; index--) {
      if (segments[index]!.auditFrom <= order) return segments[index]!;
    }
    return segments[0]!;
  }

  #begin(pairs: readonly CertainPair[], last: boolean): boolean {
    const isEnough = pairs.length >= FEWEST_PAIRS && new Set(pairs.map(({ stamp }) => stamp)).size >= FEWEST_STAMPS;
    if (pairs.length === 0 || (!isEnough && !last)) return false;
    const runs = runsOf(pairs);
    const longest = runs.reduce((a, b) => (b.length > a.length ? b : a));
    const { length } = fitAny(longest.slice(0, WINDOWS[0]));
    const fit = fitBest(runs[0]!, length);
    this.#length = length;
    this.#doubt = Math.max(LEAST_DOUBT, fit.doubt);
    this.#segments = [{ ...FROM_THE_BEGINNING, phase: fit.phase, offset: fit.offset }];
    return true;
  }

  /** Follows the clock over pairs between which it was not stepped. */
  #follow(run: readonly CertainPair[]): void {
    const length = this.#length!;
    const current = this.#segments.at(-1)!;
    const first = run[0]!;
    const away = median(run.map((pair) => this.#offsetOf(pair, current))) - current.offset;
    if (Math.abs(away) > length + 2 * MS) {
      if (run.length < IN_A_ROW) return;
      const fit = fitBest(run, length);
      if (this.pairs > run.length) {
        this.steps.push({ at: first.entry, byNs: away });
        this.refits++;
      }
      this.#doubt = Math.max(LEAST_DOUBT, fit.doubt);
      this.#open(first, this.#latest, fit.phase, fit.offset);
    } else if (run.length >= ENOUGH && this.#failures(run, current) > TOLERATED * run.length) {
      const fit = fitBest(run, length);
      if (fit.agreement > 1 - this.#failures(run, current) / run.length) {
        if (Math.abs(fit.phase - current.phase) > LEAST_MARGIN) this.refits++;
        this.#doubt = Math.max(LEAST_DOUBT, fit.doubt);
        this.#open(first, this.#latest, fit.phase, fit.offset);
      }
    }
    this.#track(run);
  }

  #failures(run: readonly CertainPair[], segment: Segment): number {
    return run.filter((pair) => !isNear(this.#offsetOf(pair, segment), segment.offset, this.#length!)).length;
  }

  /** The offset wanders: a new one is believed where several pairs in a row say so. */
  #track(run: readonly CertainPair[]): void {
    const length = this.#length!;
    let segment = this.#segments.at(-1)!;
    let late = 0;
    let since: CertainPair | undefined;
    let candidate = 0;
    let agreed = 0;
    let fitting = this.#latest;
    for (const pair of run) {
      if (pair.sensorOrder < segment.sensorFrom) continue;
      const offset = this.#offsetOf(pair, segment);
      if (isNear(offset, segment.offset, length)) {
        agreed = 0;
        fitting = pair;
        continue;
      }
      if (segment.offset - offset > length / 2 && segment.offset - offset <= length + MS) {
        const behind = pair.entry - segment.phase - Math.floor((pair.entry - segment.phase) / length) * length;
        if (behind < length / 4) late = Math.max(late, behind);
      }
      if (agreed > 0 && isNear(offset, candidate, length)) {
        agreed++;
      } else {
        agreed = 1;
        candidate = offset;
        since = pair;
      }
      if (agreed < IN_A_ROW) continue;
      segment = this.#open(since!, fitting, segment.phase, candidate);
      agreed = 0;
      fitting = pair;
    }
    this.#latest = run.at(-1);
    this.#margin = Math.min(length / 4, Math.max(LEAST_MARGIN, this.#margin * 0.95, late * 1.5));
  }

  /** @param before the last pair that the segment before places right */
  #open(first: CertainPair, before: CertainPair | undefined, phase: number, offset: number): Segment {
    const segment = {
      sensorFrom: first.sensorOrder,
      auditFrom: first.auditOrder,
      sensorAfter: before?.sensorOrder ?? -1,
      auditAfter: before?.auditOrder ?? -1,
      phase,
      offset,
    };
    this.#segments.push(segment);
    return segment;
  }

  #offsetOf({ entry, stamp }: CertainPair, { phase }: Segment): number {
    const length = this.#length!;
    return stamp - Math.floor((entry - phase) / length) * length;
  }
}

const isWhole = (length: number): boolean => length % MS === 0;

/** Whether two offsets mean the same: a stamp is cut to ms, so it lies up to one below the value. */
function isNear(offset: number, expected: number, length: number): boolean {
  if (isWhole(length)) return Math.abs(offset - expected) < MS / 2;
  return offset <= expected + 1 && offset > expected - MS + 1;
}

/** Pairs in the order given, cut where the difference of the two times changes by more than any tick is long, for good. */
function runsOf(pairs: readonly CertainPair[]): CertainPair[][] {
  const runs: CertainPair[][] = [];
  let run: CertainPair[] = [];
  let apart: CertainPair[] = [];
  let reference = Number.NaN;
  for (const pair of pairs) {
    const difference = pair.entry - pair.stamp;
    if (Number.isNaN(reference)) reference = difference;
    if (Math.abs(difference - reference) <= LONGEST + 3 * MS) {
      run.push(pair);
      apart = [];
      continue;
    }
    const last = apart.at(-1);
    if (last !== undefined && Math.abs(difference - (last.entry - last.stamp)) > LONGEST + 3 * MS) apart = [];
    apart.push(pair);
    if (apart.length < IN_A_ROW) continue;
    if (run.length > 0) runs.push(run);
    run = apart;
    apart = [];
    reference = difference;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function fitAny(pairs: readonly CertainPair[]): Fit {
  const fits = LENGTHS.map((length) => fitLength(pairs, length));
  const best = Math.max(...fits.map(({ agreement }) => agreement));
  const good = fits.filter(({ agreement }) => agreement >= best - 0.01);
  if (good.length === 1) return good[0]!;
  // too few ticks were seen to tell: two stamps that follow on each other lie a tick apart
  const stamps = [...new Set(pairs.map(({ stamp }) => stamp))].sort((a, b) => a - b);
  const apart = Math.min(LONGEST, ...stamps.slice(1).map((stamp, index) => stamp - stamps[index]!));
  return good.reduce((a, b) => (Math.abs(b.length - apart) < Math.abs(a.length - apart) ? b : a));
}

/** A fit of the first pairs, as many as have one offset. */
function fitBest(pairs: readonly CertainPair[], length: number): Fit {
  let best: Fit | undefined;
  for (const window of WINDOWS) {
    const fit = fitLength(pairs.slice(0, window), length);
    if (best === undefined || fit.agreement > best.agreement) best = fit;
    if (best.agreement >= GOOD) break;
  }
  return best!;
}

/** Where entries are later than the phase in their tick, the offset is that of the tick; else that of the one before. */
function fitLength(pairs: readonly CertainPair[], length: number): Fit {
  const points = pairs
    .map(({ entry, stamp }) => {
      const tick = Math.floor(entry / length);
      return { within: entry - tick * length, offset: stamp - tick * length };
    })
    .sort((a, b) => a.within - b.within);
  let best: Fit = { length, phase: 0, doubt: length, offset: points[0]!.offset, agreement: -1 };
  let first = 0;
  for (const offset of commonOffsets(points, length)) {
    const isAbove = points.map((point) => isNear(point.offset, offset, length));
    const isBelow = points.map((point) => isNear(point.offset, offset - length, length));
    let right = isAbove.filter(Boolean).length;
    for (let index = 0; index <= points.length; index++) {
      const agreement = right / points.length;
      const before = points[index - 1]?.within ?? 0;
      const after = points[index]?.within ?? length;
      if (agreement > best.agreement) {
        first = before;
        best = { length, phase: (before + after) / 2, doubt: (after - before) / 2, offset, agreement };
      } else if (agreement === best.agreement && offset === best.offset) {
        // equally good: it lies somewhere between
        best = { length, phase: (first + after) / 2, doubt: (after - first) / 2, offset, agreement };
      }
      if (index < points.length) right += Number(isBelow[index]) - Number(isAbove[index]);
    }
  }
  return best;
}

function commonOffsets(points: readonly { readonly offset: number }[], length: number): number[] {
  const counts = new Map<number, number>();
  const step = isWhole(length) ? MS : MS / 3;
  for (const { offset } of points) {
    const rounded = Math.round(offset / step) * step;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4);
  return common.flatMap(([offset]) => [offset, offset + length]);
}

export function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}
