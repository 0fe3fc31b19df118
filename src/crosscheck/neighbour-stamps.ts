import { countBelow } from './anchors.js';
import type { Waiting } from './waiting.js';

const NEIGHBOURS = 8;

/**
 * The coarse clock is one for all CPUs and does not go back: what was entered between two calls is stamped between
 * theirs. So calls that are paired for certain show where the clock stood still longer than it should.
 */
export class NeighbourStamps {
  readonly #entries: number[];
  readonly #stampsByEntry: number[];
  readonly #exits: number[];
  readonly #stampsByExit: number[];

  constructor(sensors: readonly Waiting[]) {
    const paired = sensors.filter(({ partner, entry }) => partner !== undefined && !Number.isNaN(entry));
    paired.sort((a, b) => a.entry - b.entry);
    this.#entries = paired.map(({ entry }) => entry);
    this.#stampsByEntry = paired.map(({ partner }) => partner!.entry);
    paired.sort((a, b) => a.steady - b.steady);
    this.#exits = paired.map(({ steady }) => steady);
    this.#stampsByExit = paired.map(({ partner }) => partner!.entry);
  }

  /** Whether a call entered at `entry` must be stamped otherwise than at `predicted`, and may be at `stamp`; ns. */
  demand(entry: number, stamp: number, predicted: number): boolean {
    const range = this.#range(this.#entries, this.#stampsByEntry, entry, entry);
    if (range === undefined) return false;
    const [lower, upper] = range;
    return stamp >= lower && stamp <= upper && (predicted < lower || predicted > upper);
  }

  /**
   * Whether a call cannot be stamped within `tolerance` of `stamp`; ns. A thread may be kept from running between the
   * sensor's reading of the clock and audit's stamp: only calls that were over before it, or begun after it, count.
   */
  refute({ entry, steady }: Waiting, stamp: number, tolerance: number): boolean {
    const from = Number.isNaN(entry) ? steady : entry;
    const range = this.#range(this.#exits, this.#stampsByExit, from, steady);
    return range !== undefined && (stamp < range[0] - tolerance || stamp > range[1] + tolerance);
  }

  /** The stamps next to a call: of those whose time in `before` lies below `from`, and that were entered after `to`. */
  #range(
    before: readonly number[],
    stampsBefore: readonly number[],
    from: number,
    to: number,
  ): readonly [number, number] | undefined {
    const last = countBelow(before, from);
    const next = countBelow(this.#entries, to);
    if (last === 0 || next === this.#entries.length) return undefined;
    const lower = Math.max(...stampsBefore.slice(Math.max(0, last - NEIGHBOURS), last));
    const upper = Math.min(...this.#stampsByEntry.slice(next, next + NEIGHBOURS));
    // the clock was stepped between them
    return lower > upper ? undefined : [lower, upper];
  }
}
