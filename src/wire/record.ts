import { type Word, wordFromHalves } from '../model/word.js';

const NUL = 0;

/**
 * Typed reads from one record of a batch. Offsets are those of the generated layout, which aligns every field.
 * Records begin at multiples of eight in a buffer that is aligned too.
 */
export class RecordReader {
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #halves: Uint16Array;
  #base = 0;

  /** @param bytes begins at a multiple of eight of its ArrayBuffer */
  constructor(bytes: Uint8Array) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
    this.#words = new Uint32Array(buffer, byteOffset, byteLength >> 2);
    this.#halves = new Uint16Array(buffer, byteOffset, byteLength >> 1);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Makes the record at `base` the one that is read. */
  seek(base: number): void {
    this.#base = base;
  }

  u16(offset: number): number {
    return this.#halves[(this.#base + offset) >> 1]!;
  }

  u32(offset: number): number {
    return this.#words[(this.#base + offset) >> 2]!;
  }

  i32(offset: number): number {
    return this.u32(offset) | 0;
  }

  u64(offset: number): Word {
    const at = (this.#base + offset) >> 2;
    return wordFromHalves(this.#words[at]!, this.#words[at + 1]!);
  }

  /** Exact within ±2^53: what system calls return. */
  i64(offset: number): number {
    const at = (this.#base + offset) >> 2;
    return (this.#words[at + 1]! | 0) * 0x1_0000_0000 + this.#words[at]!;
  }

  /** Rounded to a double: nanoseconds after 104 days of uptime, still one number for one value. */
  rounded(offset: number): number {
    const at = (this.#base + offset) >> 2;
    return this.#words[at + 1]! * 0x1_0000_0000 + this.#words[at]!;
  }

  high(offset: number): number {
    return this.u32(offset + 4);
  }

  /** Up to the first zero byte, or the whole field. */
  string(offset: number, width: number): string {
    const start = this.#base + offset;
    let end = start;
    while (end < start + width && this.#bytes[end] !== NUL) end++;
    return this.#bytes.toString('utf8', start, end);
  }

  text(offset: number, length: number): string {
    const start = this.#base + offset;
    return this.#bytes.toString('utf8', start, start + length);
  }
}
