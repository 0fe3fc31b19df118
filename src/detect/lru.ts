interface Node<K, V> {
  key: K;
  value: V;
  older: Node<K, V> | undefined;
  newer: Node<K, V> | undefined;
}

/** A map of at most `limit` entries that gives up the one unused for longest. Reading with `get` is use. */
export class Lru<K, V> {
  readonly #limit: number;
  readonly #nodes = new Map<K, Node<K, V>>();
  readonly #onEvict: ((value: V, key: K) => void) | undefined;
  #oldest: Node<K, V> | undefined;
  #newest: Node<K, V> | undefined;
  /** what was asked for last and is not there: it is mostly what is set next, and is not searched again then */
  #missed: K | undefined;
  #evicted = 0;

  /** `onEvict` is told of entries given up for room, not of deleted ones. */
  constructor(limit: number, onEvict?: (value: V, key: K) => void) {
    this.#limit = limit;
    this.#onEvict = onEvict;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** how many entries were given up for room */
  get evicted(): number {
    return this.#evicted;
  }

  get(key: K): V | undefined {
    const newest = this.#newest;
    // bursts ask for the same entry again and again
    if (newest !== undefined && newest.key === key) return newest.value;
    const node = this.#nodes.get(key);
    if (node === undefined) {
      this.#missed = key;
      return undefined;
    }
    this.#use(node);
    return node.value;
  }

  set(key: K, value: V): void {
    const known = key === this.#missed ? undefined : this.#nodes.get(key);
    if (known !== undefined) {
      known.value = value;
      this.#use(known);
      return;
    }
    this.#missed = undefined;
    const node: Node<K, V> = { key, value, older: undefined, newer: undefined };
    this.#nodes.set(key, node);
    this.#append(node);
    if (this.#nodes.size > this.#limit) this.#evict();
  }

  delete(key: K): boolean {
    const node = this.#nodes.get(key);
    if (node === undefined) return false;
    this.#nodes.delete(key);
    this.#unlink(node);
    return true;
  }

  /** The entry unused for longest. */
  oldest(): V | undefined {
    return this.#oldest?.value;
  }

  /** From the one unused for longest on. */
  *values(): IterableIterator<V> {
    for (let node = this.#oldest; node !== undefined; node = node.newer) yield node.value;
  }

  #evict(): void {
    const node = this.#oldest!;
    this.delete(node.key);
    this.#evicted++;
    this.#onEvict?.(node.value, node.key);
  }

  #use(node: Node<K, V>): void {
    if (node === this.#newest) return;
    this.#unlink(node);
    this.#append(node);
  }

  #append(node: Node<K, V>): void {
    node.older = this.#newest;
    node.newer = undefined;
    if (this.#newest === undefined) this.#oldest = node;
    else this.#newest.newer = node;
    this.#newest = node;
  }

  #unlink(node: Node<K, V>): void {
    if (node.older === undefined) this.#oldest = node.newer;
    else node.older.newer = node.newer;
    if (node.newer === undefined) this.#newest = node.older;
    else node.newer.older = node.older;
  }
}
