import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';
import { milliseconds } from './clock.js';

interface Interval {
  from: number;
  to: number;
  count: number;
}

/** Where in time events were lost. Bounded: the two oldest intervals become one, which says less exactly when. */
export class Losses {
  readonly #limit: number;
  readonly #intervals: Interval[] = [];
  #total = 0;
  #merged = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** events lost in all */
  get total(): number {
    return this.#total;
  }

  /** intervals that were merged for room */
  get merged(): number {
    return this.#merged;
  }

  add(loss: Loss): void {
    this.#total += loss.count;
    this.#intervals.push({ from: milliseconds(loss.from), to: milliseconds(loss.to), count: loss.count });
    if (this.#intervals.length > this.#limit && this.#intervals.length > 1) this.#merge();
  }

  /** Events of all intervals that touch the one from `first` to `last`: an upper bound of what was lost in it. */
  between(first: Timestamp, last: Timestamp): number {
    if (this.#intervals.length === 0) return 0;
    const from = milliseconds(first);
    const to = milliseconds(last);
    let sum = 0;
    for (const interval of this.#intervals) {
      if (interval.from <= to && interval.to >= from) sum += interval.count;
    }
    return sum;
  }

  #merge(): void {
    const oldest = this.#intervals.shift()!;
    const next = this.#intervals[0]!;
    next.from = Math.min(next.from, oldest.from);
    next.to = Math.max(next.to, oldest.to);
    next.count += oldest.count;
    this.#merged++;
  }
}
