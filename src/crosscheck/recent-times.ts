/** The latest times of a stream, told about in order. Only so many are kept. */
export class RecentTimes {
  readonly #times: Float64Array;
  #count = 0;

  constructor(limit: number) {
    this.#times = new Float64Array(limit);
  }

  add(time: number): void {
    this.#times[this.#count++ % this.#times.length] = time;
  }

  /** The earliest of those kept that lies after `time`; undefined where none does. */
  after(time: number): number | undefined {
    let found: number | undefined;
    // told in order but for some that several CPUs give at once: what lies that far back is not looked at
    let before = 0;
    for (let index = this.#count - 1; index >= Math.max(0, this.#count - this.#times.length); index--) {
      const one = this.#times[index % this.#times.length]!;
      if (one > time) {
        if (found === undefined || one < found) found = one;
        before = 0;
      } else if (++before > DISORDER) {
        break;
      }
    }
    return found;
  }
}

/** Stamps in a row that may lie before those told earlier. */
const DISORDER = 64;
