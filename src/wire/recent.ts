import type { RecordReader } from './record.js';

const SLOTS = 32;

/** From and to, as offsets in a record. */
export type Range = readonly [start: number, end: number];

interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly value: T;
}

/**
 * Values that were decoded from parts of earlier records. A process makes its calls in bursts, and to decode it costs more
 * than to see that it is byte for byte the one from before.
 */
export class Recent<T> {
  readonly #entries: (Entry<T> | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #recordSize: number;

  /** @param recordSize the largest size of a record */
  constructor(recordSize: number) {
    this.#recordSize = recordSize;
  }

  /** The value decoded from the same bytes before, else the one that `decode` makes now. */
  get(record: RecordReader, key: number, ranges: readonly Range[], decode: () => T): T {
    const slot = key % SLOTS;
    const entry = this.#entries[slot];
    if (entry !== undefined && ranges.every(([start, end]) => record.isSame(entry.bytes, entry.words, start, end))) {
      return entry.value;
    }
    const bytes = new Uint8Array(this.#recordSize);
    record.copyTo(bytes);
    const value = decode();
    this.#entries[slot] = { bytes, words: new Uint32Array(bytes.buffer), value };
    return value;
  }
}
