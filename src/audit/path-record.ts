import { deviceOf } from '../model/device.js';
import type { File } from '../model/process.js';
import {
  ascii,
  decodeString,
  findField,
  type Literal,
  readDecimal,
  readHex32,
  readId,
  readOctal,
  scanned,
  skipString,
  startsWith,
} from './scan.js';

const ITEM = ascii('item=');
const NAME = ascii('name=');
const INODE = ascii('inode=');
const DEV = ascii('dev=');
const MODE = ascii('mode=');
const OUID = ascii('ouid=');

const QUOTE = 0x22;
const M = 0x6d;
const E = 0x65;

/** One PATH record: a file that the call looked up. Format: audit_log_name in kernel/audit.c. */
export interface PathRecord extends File {
  /** as the caller gave it: maybe relative, maybe through links; '' for a descriptor alone; absent where it is unknown */
  readonly name?: string;
  /** position among the event's PATH records, which counts the files in the order of their look-up */
  readonly item: number;
}

/** As findField, for a field that in most records is the next one. */
function field(bytes: Buffer, position: number, end: number, name: Literal): number {
  return startsWith(bytes, position, end, name) ? position + name.length : findField(bytes, position, end, name);
}

/** Position of the name's first byte, which may be a quote; -1 where the record has none. */
const nameStart = (bytes: Buffer, position: number, end: number): number => field(bytes, position, end, NAME);

/**
 * Whether the last component of the record's name is `mem`, quoted or in hexadecimal: the only name in procfs that gives a
 * process's memory.
 */
export function namesMemory(bytes: Buffer, position: number, end: number): boolean {
  const start = nameStart(bytes, position, end);
  if (start < 0) return false;
  skipString(bytes, start, end);
  const stop = scanned;
  if (stop < 0) return false;
  if (bytes[start] === QUOTE) {
    // name="mem" or name="…/mem"
    return (
      bytes[stop - 2] === M &&
      bytes[stop - 3] === E &&
      bytes[stop - 4] === M &&
      (stop - 4 === start + 1 || bytes[stop - 5] === 0x2f)
    );
  }
  const text = decodeString(bytes, start, stop);
  return text !== undefined && (text === 'mem' || text.endsWith('/mem'));
}

/** Reads a PATH record's fields; undefined where one that is there cannot be read. */
export function readPath(bytes: Buffer, position: number, end: number): PathRecord | undefined {
  const itemAt = field(bytes, position, end, ITEM);
  if (itemAt < 0) return undefined;
  const item = readDecimal(bytes, itemAt, end);
  const start = scanned < 0 ? -1 : nameStart(bytes, scanned + 1, end);
  if (start < 0) return undefined;
  skipString(bytes, start, end);
  if (scanned < 0) return undefined;
  const name = decodeString(bytes, start, scanned);
  const rest = scanned + 1;
  const named = name === undefined ? { item } : { item, name };
  const inodeAt = field(bytes, rest, end, INODE);
  if (inodeAt < 0) return named;
  const inode = readDecimal(bytes, inodeAt, end);
  if (scanned < 0) return undefined;
  const devAt = field(bytes, scanned + 1, end, DEV);
  if (devAt < 0) return undefined;
  const major = readHex32(bytes, devAt, end);
  if (scanned < 0 || bytes[scanned] !== 0x3a) return undefined;
  const minor = readHex32(bytes, scanned + 1, end);
  if (scanned < 0) return undefined;
  const modeAt = field(bytes, scanned + 1, end, MODE);
  if (modeAt < 0) return undefined;
  const mode = readOctal(bytes, modeAt, end);
  if (scanned < 0) return undefined;
  const ownerAt = field(bytes, scanned + 1, end, OUID);
  if (ownerAt < 0) return undefined;
  const ownerUid = readId(bytes, ownerAt, end);
  if (scanned < 0) return undefined;
  const device = deviceOf(major, minor);
  return name === undefined ? { item, inode, device, mode, ownerUid } : { item, name, inode, device, mode, ownerUid };
}
