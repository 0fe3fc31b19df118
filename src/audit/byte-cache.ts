import { hashOf, isSameAt, viewOf } from './words.js';

/** Bytes of an entry that is kept; a longer one is made anew each time. */
const LONGEST = 512;

/**
 * What parts of a log mean, for those that come again and again: a process, a command line. One slot for each hash, the
 * newest wins; an entry counts only if all bytes are the same. All entries lie in one buffer, so that a new one costs no
 * allocation.
 */
export class ByteCache<T> {
  readonly #mask: number;
  readonly #arena: Buffer;
  readonly #view: DataView;
  readonly #lengths: Uint16Array;
  readonly #values: (T | undefined)[];
  readonly #make: (bytes: Buffer, start: number, end: number) => T;

  /** `slots`: a power of two, each of half a kilobyte. */
  constructor(slots: number, make: (bytes: Buffer, start: number, end: number) => T) {
    this.#mask = slots - 1;
    this.#arena = Buffer.alloc(slots * LONGEST);
    this.#view = new DataView(this.#arena.buffer, this.#arena.byteOffset, this.#arena.byteLength);
    this.#lengths = new Uint16Array(slots);
    this.#values = new Array<T | undefined>(slots).fill(undefined);
    this.#make = make;
  }

  /** What [start, end) means. The value is shared by all that ask. */
  get(bytes: Buffer, start: number, end: number): T {
    const length = end - start;
    if (length > LONGEST || length === 0) return this.#make(bytes, start, end);
    const view = viewOf(bytes);
    const slot = hashOf(view, start, end) & this.#mask;
    const place = slot * LONGEST;
    if (this.#lengths[slot] === length && isSameAt(this.#view, place, view, start, length)) return this.#values[slot]!;
    const value = this.#make(bytes, start, end);
    bytes.copy(this.#arena, place, start, end);
    this.#lengths[slot] = length;
    this.#values[slot] = value;
    return value;
  }
}
