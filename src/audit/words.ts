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

/** How many bytes at either end of a long text make its hash. */
const HASHED = 32;

/** A hash of the bytes in [start, end): of all where they are few, else of both ends. */
export function hashOf(view: DataView, start: number, end: number): number {
  const hash = hashAll(view, start, Math.min(end, start + HASHED), end - start);
  return end - start <= HASHED ? hash : hashAll(view, Math.max(start + HASHED, end - HASHED), end, hash);
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
  for (const last = length - 3; at < last; at += 4) {
    if (a.getInt32(inA + at, true) !== b.getInt32(inB + at, true)) return false;
  }
  for (; at < length; at++) if (a.getUint8(inA + at) !== b.getUint8(inB + at)) return false;
  return true;
}
