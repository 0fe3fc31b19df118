import { compareTimestamps } from '../model/timestamp.js';
import type { Alone, Cause, Report, Side } from './report.js';

/** Events alone: all are counted, the first ones are kept, those that nothing explains before others. */
export class AloneList {
  readonly #limit: number;
  readonly #unexplained: Alone[] = [];
  readonly #explained: Alone[] = [];
  readonly #counts = new Map<string, { readonly side: Side; readonly cause: Cause; count: number }>();
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(alone: Alone): void {
    const { side, cause } = alone;
    const key = `${side} ${cause}`;
    const counted = this.#counts.get(key);
    if (counted === undefined) this.#counts.set(key, { side, cause, count: 1 });
    else counted.count++;
    this.#total++;
    const list = cause === 'unexplained' ? this.#unexplained : this.#explained;
    if (list.length < this.#limit) list.push(alone);
  }

  report(): Pick<Report, 'alone' | 'aloneLeftOut' | 'causes'> {
    const room = this.#limit - this.#unexplained.length;
    const alone = [...this.#unexplained, ...this.#explained.slice(0, Math.max(0, room))];
    alone.sort((a, b) => compareTimestamps(a.event.time, b.event.time));
    return {
      alone,
      aloneLeftOut: this.#total - alone.length,
      causes: [...this.#counts.values()].map((entry) => ({ ...entry })).sort((a, b) => b.count - a.count),
    };
  }
}
