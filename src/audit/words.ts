/**
 * Hashing and comparing of bytes four at a time: through a DataView the compiler makes one load of it, where a loop over
 * bytes is several times slower.
 */

let lastBytes: Uint8Array | undefined;
let lastView: DataView = new DataView(new ArrayBuffer(0));

/** A view of all of `bytes`. The one made last is kept: lines come from one buffer for long. */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return lastView;
}

/** Bytes at either end of a long text that make its hash. */
const HASHED = 32;

/** A hash of the bytes in [start, end): of all where they are few, else of both ends. */
export function hashOf(view: DataView, start: number, end: number): number {
  const length = end - start;
  if (length < 2 * HASHED) return hashAll(view, start, end, length);
  const tail = end - HASHED;
  // two chains that do not wait for each other
  let first = length;
  let second = 0;
  for (let at = 0; at < HASHED; at += 4) {
    first = Math.imul(first ^ view.getInt32(start + at, true), 0x5bd1e995);
    second = Math.imul(second ^ view.getInt32(tail + at, true), 0x5bd1e995);
  }
  const hash = Math.imul(first ^ (second >>> 13), 0x5bd1e995) ^ second;
  return hash ^ (hash >>> 15);
}

function hashAll(view: DataView, start: number, end: number, seed: number): number {
  let hash = seed;
  let at = start;
  for (const last = end - 3; at < last; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x5bd1e995);
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}

/** Whether `length` bytes are the same in two views. */
export function isSameAt(a: DataView, inA: number, b: DataView, inB: number, length: number): boolean {
  let at = 0;
  for (const last = length - 15; at < last; at += 16) {
    const differs =
      (a.getInt32(inA + at, true) ^ b.getInt32(inB + at, true)) |
      (a.getInt32(inA + at + 4, true) ^ b.getInt32(inB + at + 4, true)) |
      (a.getInt32(inA + at + 8, true) ^ b.getInt32(inB + at + 8, true)) |
      (a.getInt32(inA + at + 12, true) ^ b.getInt32(inB + at + 12, true));
    if (differs !== 0) return false;
  }
  for (const last = length - 3; at < last; at += 4) {
    if (a.getInt32(inA + at, true) !== b.getInt32(inB + at, true)) return false;
  }
  for (; at < length; at++) if (a.getUint8(inA + at) !== b.getUint8(inB + at)) return false;
  return true;
}
