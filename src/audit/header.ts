import { OTHER, type RecordType, recordType } from './record-type.js';
import { ascii, readDecimal, scanned, startsWith } from './scan.js';
import { BAD_HEADER, NOT_A_RECORD, type UnreadableReason } from './unreadable.js';

const NODE = ascii('node=');
const TYPE = ascii('type=');
const STAMP = ascii('msg=audit(');
const SPACE = 0x20;
const LARGEST_SERIAL = 0xffff_ffff;
const LONGEST_NODE = 255;

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
  const typeStart = at;
  while (at < end && bytes[at] !== SPACE) at++;
  const type = recordType(bytes, typeStart, at);
  if (type === 0) return BAD_HEADER;
  header.type = type;
  return readStamp(bytes, at + 1, end, header) ? 0 : BAD_HEADER;
}

function readStamp(bytes: Buffer, position: number, end: number, header: Header): boolean {
  if (!startsWith(bytes, position, end, STAMP)) return false;
  return readStampBody(bytes, position + STAMP.length, end, header);
}

/** Reads `SECONDS.MILLIS:SERIAL):` and the space after it, which a record without fields (EOE) lacks in some versions. */
export function readStampBody(bytes: Buffer, position: number, end: number, header: Header): boolean {
  header.seconds = readDecimal(bytes, position, end);
  let at = scanned;
  if (at < 0 || at - position > 12 || bytes[at] !== 0x2e) return false;
  // three digits always: `%llu.%03lu:%u`
  if (at + 4 >= end) return false;
  const millis = readDecimal(bytes, at + 1, at + 4);
  if (scanned !== at + 4 || bytes[at + 4] !== 0x3a) return false;
  header.millis = millis;
  at += 5;
  header.serial = readDecimal(bytes, at, end);
  const afterSerial = scanned;
  if (afterSerial < 0 || header.serial > LARGEST_SERIAL) return false;
  if (afterSerial + 1 >= end || bytes[afterSerial] !== 0x29 || bytes[afterSerial + 1] !== 0x3a) return false;
  at = afterSerial + 2;
  if (at < end && bytes[at] === SPACE) at++;
  header.body = at;
  return true;
}
