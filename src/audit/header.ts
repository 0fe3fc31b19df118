import { knownType, OTHER, type RecordType, recordType } from './record-type.js';
import { ascii, startsWith } from './scan.js';
import { BAD_HEADER, NOT_A_RECORD, type UnreadableReason } from './unreadable.js';
import { viewOf } from './words.js';

const NODE = ascii('node=');
const TYPE = ascii('type=');
const STAMP = ascii('msg=audit(');
const SPACE_STAMP = ascii(' msg=audit(');
const SPACE = 0x20;
const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;
const LARGEST_SERIAL = 0xffff_ffff;
const LONGEST_NODE = 255;

/** Lengths of a stamp of which seven words are all. */
const SHORTEST_KEPT = 16;
const LONGEST_KEPT = 28;

/** The head of a record: `[node=NAME ]type=TYPE msg=audit(SECONDS.MILLIS:SERIAL):`. One object is filled again and again. */
export class Header {
  type: RecordType = OTHER;
  seconds = 0;
  /** 0 to 999 */
  millis = 0;
  serial = 0;
  /** range of the node's name; empty where the record has none */
  nodeStart = 0;
  nodeEnd = 0;
  /** position of the first field */
  body = 0;
  /** the stamp is that of the record before, byte for byte */
  isStampRepeated = false;
  /** the stamp read last, up to `):`: four words from its beginning and three from its end, which may overlap */
  readonly #words = new Int32Array(7);
  #stampLength = 0;

  /** Remembers the stamp in [start, end), for the records of an event come together. */
  keepStamp(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length < SHORTEST_KEPT || length > LONGEST_KEPT) {
      this.#stampLength = 0;
      return;
    }
    const view = viewOf(bytes);
    const words = this.#words;
    words[0] = view.getInt32(start, true);
    words[1] = view.getInt32(start + 4, true);
    words[2] = view.getInt32(start + 8, true);
    words[3] = view.getInt32(start + 12, true);
    words[4] = view.getInt32(end - 12, true);
    words[5] = view.getInt32(end - 8, true);
    words[6] = view.getInt32(end - 4, true);
    this.#stampLength = length;
  }

  /** Length of the remembered stamp where it stands at `position`, with a byte after it; else 0. */
  repeatedStamp(bytes: Buffer, position: number, end: number): number {
    const length = this.#stampLength;
    const last = position + length;
    if (length === 0 || last >= end) return 0;
    const view = viewOf(bytes);
    const words = this.#words;
    // from the end, where they differ
    const isSame =
      view.getInt32(last - 4, true) === words[6] &&
      view.getInt32(last - 8, true) === words[5] &&
      view.getInt32(last - 12, true) === words[4] &&
      view.getInt32(position + 12, true) === words[3] &&
      view.getInt32(position + 8, true) === words[2] &&
      view.getInt32(position + 4, true) === words[1] &&
      view.getInt32(position, true) === words[0];
    return isSame ? length : 0;
  }
}

/** Reads the head of the line in [start, end) into `header`; the reason if it cannot be read, else 0. */
export function readHeader(bytes: Buffer, start: number, end: number, header: Header): UnreadableReason | 0 {
  let at = start;
  header.nodeStart = header.nodeEnd = start;
  if (bytes[at] === 0x6e && startsWith(bytes, at, end, NODE)) {
    at += NODE.length;
    header.nodeStart = at;
    while (at < end && bytes[at] !== SPACE) at++;
    header.nodeEnd = at;
    if (at === header.nodeStart || at - header.nodeStart > LONGEST_NODE) return BAD_HEADER;
    at++;
  }
  if (!startsWith(bytes, at, end, TYPE)) return NOT_A_RECORD;
  at += TYPE.length;
  const known = knownType(bytes, at, end);
  if (known !== undefined && startsWith(bytes, at + known.name.length, end, SPACE_STAMP)) {
    header.type = known.type;
    return readStampBody(bytes, at + known.name.length + SPACE_STAMP.length, end, header) ? 0 : BAD_HEADER;
  }
  const typeStart = at;
  while (at < end && bytes[at] !== SPACE) at++;
  const type = recordType(bytes, typeStart, at);
  if (type === 0 || !startsWith(bytes, at + 1, end, STAMP)) return BAD_HEADER;
  header.type = type;
  return readStampBody(bytes, at + 1 + STAMP.length, end, header) ? 0 : BAD_HEADER;
}

/**
 * Reads `SECONDS.MILLIS:SERIAL):` and the space after it, which a record without fields (EOE) lacks in some versions. The
 * kernel prints `%llu.%03lu:%u`.
 */
export function readStampBody(bytes: Buffer, position: number, end: number, header: Header): boolean {
  const repeated = header.repeatedStamp(bytes, position, end);
  header.isStampRepeated = repeated > 0;
  if (repeated > 0) {
    const after = position + repeated;
    header.body = bytes[after] === SPACE ? after + 1 : after;
    return true;
  }
  let at = position;
  let seconds = 0;
  const longestSeconds = Math.min(end, position + 12);
  while (at < longestSeconds) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    seconds = seconds * 10 + digit;
    at++;
  }
  if (at === position || at + 5 >= end || bytes[at] !== DOT || bytes[at + 4] !== COLON) return false;
  const hundreds = bytes[at + 1]! - ZERO;
  const tens = bytes[at + 2]! - ZERO;
  const ones = bytes[at + 3]! - ZERO;
  if (hundreds < 0 || hundreds > 9 || tens < 0 || tens > 9 || ones < 0 || ones > 9) return false;
  at += 5;
  let serial = 0;
  const serialStart = at;
  const longestSerial = Math.min(end, at + 11);
  while (at < longestSerial) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    serial = serial * 10 + digit;
    at++;
  }
  if (at === serialStart || serial > LARGEST_SERIAL) return false;
  if (at + 1 >= end || bytes[at] !== 0x29 || bytes[at + 1] !== COLON) return false;
  header.seconds = seconds;
  header.millis = hundreds * 100 + tens * 10 + ones;
  header.serial = serial;
  at += 2;
  header.keepStamp(bytes, position, at);
  header.body = at < end && bytes[at] === SPACE ? at + 1 : at;
  return true;
}
