import { countBelow } from './anchors.js';
import type { Waiting } from './waiting.js';

const NEIGHBOURS = 8;

/**
 * The coarse clock is one for all CPUs and does not go back: what was entered between two calls is stamped between
 * theirs. So calls that are paired for certain show where the clock stood still longer than it should.
 */
export class NeighbourStamps {
  readonly #entries: number[];
  readonly #stamps: number[];

  constructor(sensors: readonly Waiting[]) {
    const paired = sensors.filter(({ partner, entry }) => partner !== undefined && !Number.isNaN(entry));
    paired.sort((a, b) => a.entry - b.entry);
    this.#entries = paired.map(({ entry }) => entry);
    this.#stamps = paired.map(({ partner }) => partner!.entry);
  }

  /** Whether a call entered at `entry` must be stamped otherwise than at `predicted`, and may be at `stamp`; ns. */
  demand(entry: number, stamp: number, predicted: number): boolean {
    const range = this.#range(entry);
    if (range === undefined) return false;
    const [lower, upper] = range;
    return stamp >= lower && stamp <= upper && (predicted < lower || predicted > upper);
  }

  /** Whether a call entered at `entry` cannot be stamped within `tolerance` of `stamp`; ns. */
  refute(entry: number, stamp: number, tolerance: number): boolean {
    const range = this.#range(entry);
    return range !== undefined && (stamp < range[0] - tolerance || stamp > range[1] + tolerance);
  }

  #range(entry: number): readonly [number, number] | undefined {
    const index = countBelow(this.#entries, entry);
    if (index === 0 || index === this.#entries.length) return undefined;
    const lower = Math.max(...this.#stamps.slice(Math.max(0, index - NEIGHBOURS), index));
    const upper = Math.min(...this.#stamps.slice(index, index + NEIGHBOURS));
    // the clock was stepped between them
    return lower > upper ? undefined : [lower, upper];
  }
}
