/** What can stand in a queue: in one at a time. */
export interface Link<L> {
  older: L | undefined;
  newer: L | undefined;
}

/**
 * An order from oldest to newest in which each step costs the same, however long it is. It holds no value of its own: the
 * links are in what is put into it.
 */
export class Queue<L extends Link<L>> {
  #oldest: L | undefined;
  #newest: L | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): L | undefined {
    return this.#oldest;
  }

  get newest(): L | undefined {
    return this.#newest;
  }

  /** Puts in what is not in it yet, as the newest. */
  append(link: L): void {
    this.#join(link);
    this.#size++;
  }

  /** Takes out what is in it. */
  remove(link: L): void {
    this.#part(link);
    // what has left keeps nothing alive
    link.older = undefined;
    link.newer = undefined;
    this.#size--;
  }

  /** Makes what is in it the newest. */
  renew(link: L): void {
    if (link === this.#newest) return;
    this.#part(link);
    this.#join(link);
  }

  /** From the oldest on. The one at hand may be taken out meanwhile. */
  *links(): IterableIterator<L> {
    for (let link = this.#oldest; link !== undefined; ) {
      const { newer } = link;
      yield link;
      link = newer;
    }
  }

  #join(link: L): void {
    link.older = this.#newest;
    link.newer = undefined;
    if (this.#newest === undefined) this.#oldest = link;
    else this.#newest.newer = link;
    this.#newest = link;
  }

  #part(link: L): void {
    if (link.older === undefined) this.#oldest = link.newer;
    else link.older.newer = link.newer;
    if (link.newer === undefined) this.#newest = link.older;
    else link.newer.older = link.older;
  }
}
