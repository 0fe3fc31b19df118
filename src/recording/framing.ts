import { crc32 } from 'node:zlib';

/** A frame is a message after its length as a varint; its last field is the CRC-32 of all before that field. */

/** Bytes of the longest frame. A process with all its strings takes some 15,000. */
export const LONGEST_FRAME = 256 * 1024;

/** Bytes of the field with the checksum: its tag, and a fixed32. */
const CHECK_BYTES = 5;
/** Field 15 of wire type 5 (32 bits). */
const CHECK_TAG = (15 << 3) | 5;
/** Bytes of the varint of LONGEST_FRAME. */
const LENGTH_BYTES = 3;

/** Bytes that `writeFrame` adds to a message, at most. */
export const FRAME_OVERHEAD = LENGTH_BYTES + CHECK_BYTES;

/** Writes a message, at most LONGEST_FRAME - CHECK_BYTES long, as a frame into `target`; returns where it ends. */
export function writeFrame(message: Uint8Array, target: Buffer, at: number): number {
  let length = message.length + CHECK_BYTES;
  let end = at;
  for (; length > 0x7f; length >>>= 7) target[end++] = (length & 0x7f) | 0x80;
  target[end++] = length;
  target.set(message, end);
  end += message.length;
  target[end] = CHECK_TAG;
  target.writeUInt32LE(crc32(message), end + 1);
  return end + CHECK_BYTES;
}

/** Whether a message fits into a frame. */
export function fitsFrame({ length }: Uint8Array): boolean {
  return length + CHECK_BYTES <= LONGEST_FRAME;
}

/** Where a frame's message lies, or what is there instead. */
export type Found =
  | { readonly state: 'whole'; readonly start: number; readonly end: number }
  /** the bytes end before it does */
  | { readonly state: 'torn' }
  /** `check`: where its checksum stands, or it begins where that cannot be told */
  | { readonly state: 'corrupt'; readonly reason: string; readonly check: number };

const TORN: Found = { state: 'torn' };

/** Looks at the frame that begins at `at`; nothing stands there that is not in `bytes`. */
export function findFrame(bytes: Buffer, at: number): Found {
  let length = 0;
  let start = at;
  for (let shift = 0; ; shift += 7) {
    if (start === bytes.length) return TORN;
    if (shift === 7 * LENGTH_BYTES) return { state: 'corrupt', reason: 'its length is no number', check: at };
    const byte = bytes[start++]!;
    length |= (byte & 0x7f) << shift;
    if (byte <= 0x7f) break;
  }
  if (length <= CHECK_BYTES || length > LONGEST_FRAME) {
    return { state: 'corrupt', reason: `its length, ${length} bytes, is not possible`, check: at };
  }
  const end = start + length;
  if (end > bytes.length) return TORN;
  if (isSound(bytes, start, end)) return { state: 'whole', start, end };
  return { state: 'corrupt', reason: 'its checksum does not match', check: end - CHECK_BYTES };
}

function isSound(bytes: Buffer, start: number, end: number): boolean {
  const check = end - CHECK_BYTES;
  return bytes[check] === CHECK_TAG && bytes.readUInt32LE(check + 1) === crc32(bytes.subarray(start, check));
}

/** Whether a whole frame stands anywhere in the bytes from `at` on: then what stands before it was not torn off. */
export function hasFrameAfter(bytes: Buffer, at: number): boolean {
  for (let index = at; index < bytes.length - CHECK_BYTES; index++) {
    if (findFrame(bytes, index).state === 'whole') return true;
  }
  return false;
}
