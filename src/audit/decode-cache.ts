import { copyOf, hashOf, isSameAt, viewOf } from './words.js';

const SLOTS = 2048;
const LONGEST = 512;

/**
 * What strings of a log decode to, for the few that come again and again: a program's path, a command line, a key. One
 * slot for each hash, the newest wins; an entry counts only if all bytes are the same.
 */
export class DecodeCache<T> {
  readonly #bytes: (DataView | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #values: (T | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #decode: (bytes: Buffer, start: number, end: number) => T;

  constructor(decode: (bytes: Buffer, start: number, end: number) => T) {
    this.#decode = decode;
  }

  /** What [start, end) decodes to. The value is shared: do not change it. */
  get(bytes: Buffer, start: number, end: number): T {
    const length = end - start;
    if (length > LONGEST) return this.#decode(bytes, start, end);
    const view = viewOf(bytes);
    const slot = hashOf(view, start, end) & (SLOTS - 1);
    const known = this.#bytes[slot];
    if (known !== undefined && known.byteLength === length && isSameAt(known, view, start)) return this.#values[slot]!;
    const value = this.#decode(bytes, start, end);
    this.#bytes[slot] = copyOf(bytes, start, end);
    this.#values[slot] = value;
    return value;
  }
}
