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

/** A hash of the bytes in [start, end). */
export function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (const last = end - 3; at < last; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x5bd1e995);
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}

/** Whether all bytes of `known` stand at `start`; they must not reach over the view's end. */
export function isSameAt(known: DataView, view: DataView, start: number): boolean {
  const { byteLength } = known;
  let at = 0;
  for (const last = byteLength - 3; at < last; at += 4) {
    if (known.getInt32(at, true) !== view.getInt32(start + at, true)) return false;
  }
  for (; at < byteLength; at++) if (known.getUint8(at) !== view.getUint8(start + at)) return false;
  return true;
}

/** A copy of [start, end) to compare with later. */
export function copyOf(bytes: Uint8Array, start: number, end: number): DataView {
  const copy = Uint8Array.prototype.slice.call(bytes, start, end);
  return new DataView(copy.buffer, copy.byteOffset, copy.byteLength);
}
