/** What was true from when on, in order of time. Only so many changes are kept; the oldest are merged into what was before. */
export class History<T> {
  readonly #limit: number;
  readonly #times: number[] = [];
  readonly #values: T[] = [];
  forgotten = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#times.length;
  }

  add(time: number, value: T): void {
    // told late: it keeps its place
    let index = this.#times.length;
    while (index > 0 && this.#times[index - 1]! > time) index--;
    this.#times.splice(index, 0, time);
    this.#values.splice(index, 0, value);
    if (this.#times.length <= this.#limit) return;
    this.#times.shift();
    this.#values.shift();
    this.forgotten++;
  }

  /** The last that was told at or before `time`. */
  at(time: number): { readonly time: number; readonly value: T } | undefined {
    return this.#entry(this.#indexAfter(time) - 1);
  }

  /** The first that was told after `time`. */
  after(time: number): { readonly time: number; readonly value: T } | undefined {
    return this.#entry(this.#indexAfter(time));
  }

  *entries(): IterableIterator<{ readonly time: number; readonly value: T }> {
    for (let index = 0; index < this.#times.length; index++) yield this.#entry(index)!;
  }

  #entry(index: number): { readonly time: number; readonly value: T } | undefined {
    const time = this.#times[index];
    return time === undefined ? undefined : { time, value: this.#values[index]! };
  }

  #indexAfter(time: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
