const SLOTS = 2048;
const LONGEST = 512;

/**
 * What strings of a log decode to, for the few that come again and again: a program's path, a command line, a key. One
 * slot for each hash, the newest wins; an entry counts only if all bytes are the same.
 */
export class DecodeCache<T> {
  readonly #bytes: (Uint8Array | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #values: (T | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #decode: (bytes: Buffer, start: number, end: number) => T;

  constructor(decode: (bytes: Buffer, start: number, end: number) => T) {
    this.#decode = decode;
  }

  /** What [start, end) decodes to. The value is shared: do not change it. */
  get(bytes: Buffer, start: number, end: number): T {
    const length = end - start;
    if (length > LONGEST) return this.#decode(bytes, start, end);
    // all of a short string, and the ends of a long one, where command lines differ
    let hash = length;
    const head = Math.min(end, start + 24);
    for (let at = start; at < head; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    for (let at = Math.max(head, end - 24); at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#bytes[slot];
    if (known !== undefined && known.length === length && isSame(known, bytes, start)) return this.#values[slot]!;
    const value = this.#decode(bytes, start, end);
    this.#bytes[slot] = Uint8Array.prototype.slice.call(bytes, start, end);
    this.#values[slot] = value;
    return value;
  }
}

function isSame(known: Uint8Array, bytes: Buffer, start: number): boolean {
  const { length } = known;
  for (let index = 0; index < length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}
