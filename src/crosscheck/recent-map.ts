/** A map of at most `limit` entries that gives up the one written longest ago, and counts them. */
export class RecentMap<K, V> {
  readonly #limit: number;
  readonly #map = new Map<K, V>();
  evicted = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    return this.#map.get(key);
  }

  set(key: K, value: V): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size <= this.#limit) return;
    const [oldest] = this.#map.keys();
    this.#map.delete(oldest!);
    this.evicted++;
  }

  values(): IterableIterator<V> {
    return this.#map.values();
  }
}
