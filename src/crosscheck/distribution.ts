import type { Distribution } from './report.js';

/** ms: the ends of the classes that a report shows. */
const CLASSES = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000] as const;
/** Parts of each power of two that are counted for themselves. */
const PARTS = 16;

/** Delays in constant memory: exact ends, percentiles to 1/16 of their value. */
export class Delays {
  /** by part of a power of two of ns; negative delays by their negative */
  readonly #parts = new Map<number, number>();
  readonly #classes = new Array<number>(CLASSES.length + 1).fill(0);
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(ms: number): void {
    if (Number.isNaN(ms)) return;
    this.#count++;
    if (ms < this.#min) this.#min = ms;
    if (ms > this.#max) this.#max = ms;
    const part = partOf(ms);
    this.#parts.set(part, (this.#parts.get(part) ?? 0) + 1);
    const index = CLASSES.findIndex((end) => ms < end);
    this.#classes[index < 0 ? CLASSES.length : index]!++;
  }

  distribution(): Distribution | undefined {
    if (this.#count === 0) return undefined;
    const parts = [...this.#parts].sort(([a], [b]) => a - b);
    return {
      count: this.#count,
      min: this.#min,
      median: this.#percentile(parts, 0.5),
      p99: this.#percentile(parts, 0.99),
      max: this.#max,
      classes: this.#classes.map((count, index) => {
        const below = CLASSES[index];
        return below === undefined ? { count } : { below, count };
      }),
    };
  }

  #percentile(parts: readonly (readonly [number, number])[], share: number): number {
    let rest = Math.ceil(this.#count * share);
    for (const [part, count] of parts) {
      rest -= count;
      if (rest <= 0) return Math.min(this.#max, Math.max(this.#min, middleOf(part)));
    }
    return this.#max;
  }
}

/** Below one of these, delays are not told apart. */
const SMALLEST_MS = 0.001;

function partOf(ms: number): number {
  const size = Math.abs(ms) / SMALLEST_MS;
  if (size < 1) return 0;
  const part = 1 + Math.floor(Math.log2(size) * PARTS);
  return ms < 0 ? -part : part;
}

function middleOf(part: number): number {
  if (part === 0) return 0;
  const ms = SMALLEST_MS * 2 ** ((Math.abs(part) - 0.5) / PARTS);
  return part < 0 ? -ms : ms;
}
