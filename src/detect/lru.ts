import { Queue } from './queue.js';

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
  readonly #order = new Queue<Node<K, V>>();
  readonly #onEvict: ((value: V, key: K) => void) | undefined;
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
    const { newest } = this.#order;
    // bursts ask for the same entry again and again
    if (newest !== undefined && newest.key === key) return newest.value;
    const node = this.#nodes.get(key);
    if (node === undefined) {
      this.#missed = key;
      return undefined;
    }
    this.#order.renew(node);
    return node.value;
  }

  set(key: K, value: V): void {
    const known = key === this.#missed ? undefined : this.#nodes.get(key);
    if (known !== undefined) {
      known.value = value;
      this.#order.renew(known);
      return;
    }
    this.#missed = undefined;
    const node: Node<K, V> = { key, value, older: undefined, newer: undefined };
    this.#nodes.set(key, node);
    this.#order.append(node);
    if (this.#nodes.size > this.#limit) this.#evict();
  }

  delete(key: K): boolean {
    const node = this.#nodes.get(key);
    if (node !== undefined) this.#remove(node);
    return node !== undefined;
  }

  /** The entry unused for longest. */
  oldest(): V | undefined {
    return this.#order.oldest?.value;
  }

  /** Whether `value` is what `key` has, and was used last: to use it once more changes nothing. */
  isNewest(key: K, value: V): boolean {
    const { newest } = this.#order;
    return newest !== undefined && newest.value === value && newest.key === key;
  }

  /** From the one unused for longest on. */
  *values(): IterableIterator<V> {
    for (const { value } of this.#order.links()) yield value;
  }

  #evict(): void {
    const oldest = this.#order.oldest!;
    this.#remove(oldest);
    this.#evicted++;
    this.#onEvict?.(oldest.value, oldest.key);
  }

  #remove(node: Node<K, V>): void {
    this.#nodes.delete(node.key);
    this.#order.remove(node);
  }
}
