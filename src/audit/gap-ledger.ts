/** Serial numbers that never came, as one run. */
export interface Gap {
  readonly first: number;
  readonly count: number;
  /** ms since the epoch: of the events before and after it */
  readonly from: number;
  readonly to: number;
}

const REMEMBERED = 4096;

/**
 * What one kernel's log lacks. A number that comes after it was written down as missing is taken off again.
 *
 * Invariant: `lost` is the count of numbers missed and not recovered, so it never falls below 0; a number is recovered
 * at most once, for its gap is then split around it.
 */
export class GapLedger {
  lost = 0;
  /** in order of their numbers, the newest at the end */
  #gaps: Gap[] = [];
  readonly #onGap: (gap: Gap) => void;
  readonly #onRecovery: () => void;

  constructor(onGap: (gap: Gap) => void, onRecovery: () => void) {
    this.#onGap = onGap;
    this.#onRecovery = onRecovery;
  }

  /** `gap` has numbers above those of all gaps before. */
  miss(gap: Gap): void {
    this.lost += gap.count;
    if (this.#gaps.length === REMEMBERED) this.#gaps.shift();
    this.#gaps.push(gap);
    this.#onGap(gap);
  }

  /** `gap` has numbers below those of all gaps before. */
  precede(gap: Gap): void {
    this.lost += gap.count;
    this.#gaps.unshift(gap);
    this.#onGap(gap);
  }

  /** The number has come, and may have been counted as missing. */
  recover(serial: number): void {
    const gaps = this.#gaps;
    let low = 0;
    let high = gaps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (gaps[middle]!.first <= serial) low = middle + 1;
      else high = middle;
    }
    const index = low - 1;
    const gap = gaps[index];
    if (gap === undefined || serial >= gap.first + gap.count) return;
    this.lost--;
    const before = { ...gap, count: serial - gap.first };
    const after = { ...gap, first: serial + 1, count: gap.first + gap.count - serial - 1 };
    gaps.splice(index, 1, ...[before, after].filter((part) => part.count > 0));
    this.#onRecovery();
  }
}
