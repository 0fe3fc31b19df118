import type { Timestamp } from '../model/timestamp.js';
import type { Timeline as Report } from './report.js';

type Outcome = 'matched' | 'sensorOnly' | 'auditOnly' | 'unexplained';

const MOST_BUCKETS = 480;
const MS = 1e6;
const FIRST_WIDTH_MS = 10;

/** What became of events over time, in a bounded number of buckets: where there are more, two become one. */
export class Timeline {
  #widthMs = FIRST_WIDTH_MS;
  #first = Number.NaN;
  #buckets: Record<Outcome, number>[] = [];

  /** @param time ns since the origin */
  add(time: number, outcome: Outcome): void {
    const ms = time / MS;
    if (Number.isNaN(this.#first)) this.#first = Math.floor(ms / FIRST_WIDTH_MS) * FIRST_WIDTH_MS;
    while (ms >= this.#first + this.#widthMs * MOST_BUCKETS) this.#widen();
    // events of long before the first one stand in the first bucket
    const index = Math.max(0, Math.floor((ms - this.#first) / this.#widthMs));
    while (this.#buckets.length <= index) this.#buckets.push(empty());
    this.#buckets[index]![outcome]++;
  }

  report(stamp: (time: number) => Timestamp): Report {
    return {
      ...(!Number.isNaN(this.#first) && { start: stamp(this.#first * MS) }),
      bucketMs: this.#widthMs,
      buckets: this.#buckets.map((bucket) => ({ ...bucket })),
    };
  }

  #widen(): void {
    this.#widthMs *= 2;
    const halves = this.#buckets;
    this.#buckets = [];
    for (let index = 0; index < halves.length; index += 2) {
      this.#buckets.push(merge(halves[index]!, halves[index + 1] ?? empty()));
    }
  }
}

const empty = (): Record<Outcome, number> => ({ matched: 0, sensorOnly: 0, auditOnly: 0, unexplained: 0 });

const merge = (a: Record<Outcome, number>, b: Record<Outcome, number>): Record<Outcome, number> => ({
  matched: a.matched + b.matched,
  sensorOnly: a.sensorOnly + b.sensorOnly,
  auditOnly: a.auditOnly + b.auditOnly,
  unexplained: a.unexplained + b.unexplained,
});
