import { RecentMap } from './recent-map.js';
import type { Waiting } from './waiting.js';

/** Threads whose last pair is remembered from batch to batch. */
const MOST_THREADS = 65_536;

/** Pairs of one thread, in its order. */
interface Line {
  readonly sensor: number[];
  readonly audit: number[];
}

/** The orders in audit's stream between which a counterpart must lie. */
export interface Bounds {
  readonly after: number;
  readonly before: number;
}

/**
 * One thread's calls return in the order in which audit numbers them: the serial number is given at the return, on the
 * same CPU. So what lies between two of a thread's pairs on one side lies between them on the other. Between threads
 * nothing of the kind holds.
 */
export class Anchors {
  readonly #last = new RecentMap<number, { readonly sensor: number; readonly audit: number }>(MOST_THREADS);
  #lines = new Map<number, Line>();

  /** Takes the pairs of a batch. `sensors` is in the order of the stream; only `threads` will be asked for. */
  take(sensors: readonly Waiting[], threads: ReadonlySet<number>): void {
    this.#lines = new Map();
    for (const { partner, thread, order } of sensors) {
      if (partner === undefined || !threads.has(thread)) continue;
      let line = this.#lines.get(thread);
      if (line === undefined) {
        const last = this.#last.get(thread);
        line = last === undefined ? { sensor: [], audit: [] } : { sensor: [last.sensor], audit: [last.audit] };
        this.#lines.set(thread, line);
      }
      line.sensor.push(order);
      line.audit.push(partner.order);
    }
  }

  bounds({ thread, order }: Waiting): Bounds {
    const line = this.#lines.get(thread);
    if (line === undefined) {
      const last = this.#last.get(thread);
      const isAfter = last !== undefined && last.sensor < order;
      return { after: isAfter ? last.audit : -1, before: Number.POSITIVE_INFINITY };
    }
    const index = countBelow(line.sensor, order);
    return {
      after: line.audit[index - 1] ?? -1,
      before: line.audit[line.sensor[index] === order ? index + 1 : index] ?? Number.POSITIVE_INFINITY,
    };
  }

  /** The batch is done: the last pair of each thread bounds those to come. */
  keep(sensors: readonly Waiting[]): void {
    const last = new Map<number, Waiting>();
    for (const sensor of sensors) {
      if (sensor.partner !== undefined) last.set(sensor.thread, sensor);
    }
    for (const [thread, { order, partner }] of last) {
      const before = this.#last.get(thread);
      if (before !== undefined && before.sensor > order) continue;
      this.#last.set(thread, { sensor: order, audit: partner!.order });
    }
    this.#lines = new Map();
  }
}

/** How many of the ascending `numbers` are below `limit`. */
export function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
