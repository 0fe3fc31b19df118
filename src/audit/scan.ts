import { type Word, wordFromHalves } from '../model/word.js';
import { viewOf } from './words.js';

/**
 * Readers of numbers and strings in a line of an audit log, over bytes and without allocation.
 *
 * Each takes the half-open range [position, end) and leaves in `scanned` the position after what it read, or -1 where
 * the bytes are not what it reads. The kernel ends a value with a space; a line's end and the 0x1D before the fields
 * that auditd adds (log_format=ENRICHED) end one too.
 */
export let scanned = 0;

const SPACE = 0x20;
const QUOTE = 0x22;
const ENRICHED = 0x1d;

const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}

/** An ASCII text to look for, as 32-bit words: compared in two or three loads, where a loop takes one for each byte. */
export class Literal {
  readonly length: number;
  readonly first: number;
  /** the second word and the last but one, of a text longer than two */
  readonly second: number;
  readonly lastButOne: number;
  /** the last four bytes, which may overlap the words before */
  readonly last: number;
  readonly bytes: Uint8Array;

  constructor(text: string) {
    this.bytes = Uint8Array.from(Buffer.from(text, 'latin1'));
    this.length = this.bytes.length;
    const view = new DataView(this.bytes.buffer);
    this.first = this.length < 4 ? 0 : view.getInt32(0, true);
    this.last = this.length < 4 ? 0 : view.getInt32(this.length - 4, true);
    this.second = this.length < 9 ? 0 : view.getInt32(4, true);
    this.lastButOne = this.length < 9 ? 0 : view.getInt32(this.length - 8, true);
    if (this.length > 16) throw new RangeError(`${text}: a literal has at most 16 characters`);
  }
}

export const ascii = (text: string): Literal => new Literal(text);

/** Whether `text` stands at `position`. */
export function startsWith(bytes: Buffer, position: number, end: number, text: Literal): boolean {
  const { length } = text;
  if (position + length > end) return false;
  if (length < 4) {
    const expected = text.bytes;
    for (let index = 0; index < length; index++) if (bytes[position + index] !== expected[index]) return false;
    return true;
  }
  const view = viewOf(bytes);
  return (
    view.getInt32(position, true) === text.first &&
    view.getInt32(position + length - 4, true) === text.last &&
    (length < 9 ||
      (view.getInt32(position + 4, true) === text.second &&
        view.getInt32(position + length - 8, true) === text.lastButOne))
  );
}

/** Whether a value may end at `position`. */
export function isValueEnd(bytes: Buffer, position: number, end: number): boolean {
  if (position >= end) return true;
  const byte = bytes[position];
  return byte === SPACE || byte === ENRICHED;
}

/** Where the value that starts at `position` ends. */
export function valueEnd(bytes: Buffer, position: number, end: number): number {
  let at = position;
  while (at < end) {
    const byte = bytes[at];
    if (byte === SPACE || byte === ENRICHED) break;
    at++;
  }
  return at;
}

/** An unsigned decimal of at most 15 digits, which is exact in a number. */
export function readDecimal(bytes: Buffer, position: number, end: number): number {
  let at = position;
  let value = 0;
  const stop = Math.min(end, position + 16);
  while (at < stop) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  scanned = at === position || at === position + 16 ? -1 : at;
  return value;
}

/** A decimal as `%ld` prints it, up to 20 characters; beyond 2^53 the nearest number. */
export function readSigned(bytes: Buffer, position: number, end: number): number {
  const negative = position < end && bytes[position] === 0x2d;
  const start = negative ? position + 1 : position;
  let at = start;
  let value = 0;
  const stop = Math.min(end, start + 20);
  while (at < stop) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    at++;
  }
  scanned = at === start || at === start + 20 ? -1 : at;
  return negative ? -value : value;
}

/** A uid, auid or session: a decimal, or -1 (as OBJ_PID prints what is not set), as an unsigned 32-bit number. */
export function readId(bytes: Buffer, position: number, end: number): number {
  return readSigned(bytes, position, end) >>> 0;
}

/** A hexadecimal of at most 16 digits, without `0x`. */
export function readHex(bytes: Buffer, position: number, end: number): Word {
  let at = position;
  let low = 0;
  let high = 0;
  const stop = Math.min(end, position + 17);
  while (at < stop) {
    const digit = HEX[bytes[at]!]!;
    if (digit < 0) break;
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
    at++;
  }
  scanned = at === position || at === position + 17 ? -1 : at;
  return high === 0 ? low >>> 0 : wordFromHalves(low >>> 0, high >>> 0);
}

/** A hexadecimal of at most 8 digits, without `0x`. */
export function readHex32(bytes: Buffer, position: number, end: number): number {
  let at = position;
  let value = 0;
  const stop = Math.min(end, position + 9);
  while (at < stop) {
    const digit = HEX[bytes[at]!]!;
    if (digit < 0) break;
    value = (value << 4) | digit;
    at++;
  }
  scanned = at === position || at === position + 9 ? -1 : at;
  return value >>> 0;
}

/** An octal of at most 10 digits: a mode. */
export function readOctal(bytes: Buffer, position: number, end: number): number {
  let at = position;
  let value = 0;
  const stop = Math.min(end, position + 11);
  while (at < stop) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
    at++;
  }
  scanned = at === position || at === position + 11 ? -1 : at;
  return value;
}

/** Passes over a string as audit_log_untrustedstring writes it: quoted, hexadecimal, or a bare `(null)`. */
export function skipString(bytes: Buffer, position: number, end: number): void {
  if (position < end && bytes[position] === QUOTE) {
    let at = position + 1;
    while (at < end && bytes[at] !== QUOTE) at++;
    scanned = at < end && isValueEnd(bytes, at + 1, end) ? at + 1 : -1;
    return;
  }
  const at = valueEnd(bytes, position, end);
  scanned = at === position ? -1 : at;
}

const isHexString = (bytes: Buffer, start: number, end: number): boolean => {
  if (end - start < 2 || (end - start) % 2 !== 0) return false;
  for (let at = start; at < end; at++) if (HEX[bytes[at]!]! < 0) return false;
  return true;
};

/**
 * The text of an untrusted string in [start, end): quoted text as it is, hexadecimal digits decoded (the kernel writes
 * them for anything with a space, a quote, a control character or a byte above 126). Undefined for `(null)` and for
 * what is neither. Bytes that are not UTF-8 become U+FFFD.
 */
export function decodeString(bytes: Buffer, start: number, end: number): string | undefined {
  if (start < end && bytes[start] === QUOTE) return bytes.toString('latin1', start + 1, end - 1);
  if (!isHexString(bytes, start, end)) return undefined;
  return Buffer.from(bytes.toString('latin1', start, end), 'hex').toString('utf8');
}

/**
 * Position after `name=` where that field starts at or after `position`, not beyond the enriched part; -1 where there is
 * none. `name` includes the `=`. A quoted value is passed over whole, so that no text in it is taken for a field.
 */
export function findField(bytes: Buffer, position: number, end: number, name: Literal): number {
  let at = position;
  while (at < end) {
    if (startsWith(bytes, at, end, name)) return at + name.length;
    let quoted = false;
    while (at < end) {
      const byte = bytes[at];
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === ENRICHED) return -1;
      else if (byte === SPACE && !quoted) break;
      at++;
    }
    at++;
  }
  return -1;
}
