import { abiOf, tableNumber, X86_64 } from '../interpret/arch.js';
import type { Abi } from '../model/event.js';
import type { Word } from '../model/word.js';
import {
  ascii,
  isValueEnd,
  type Literal,
  readDecimal,
  readHex,
  readHex32,
  readId,
  readSigned,
  scanned,
  skipString,
  startsWith,
  valueEnd,
} from './scan.js';

const ARCH = ascii('arch=');
const SYSCALL = ascii('syscall=');
const SUCCESS = ascii('success=');
const YES = ascii('yes');
const NO = ascii('no');
const EXIT = ascii('exit=');
const A0 = ascii('a0=');
const A1 = ascii(' a1=');
const A2 = ascii(' a2=');
const A3 = ascii(' a3=');
const ITEMS = ascii(' items=');
/** how most records begin, and go on: read in one */
const ARCH_X86_64 = ascii('arch=c000003e ');
const SUCCESS_YES_EXIT = ascii('success=yes exit');
const PPID = ascii('ppid=');
const PID = ascii('pid=');
const AUID = ascii('auid=');
const UID = ascii('uid=');
const GID = ascii('gid=');
const EUID = ascii('euid=');
const EGID = ascii('egid=');
const TTY = ascii('tty=');
const SES = ascii('ses=');
const COMM = ascii('comm=');
const EXE = ascii('exe=');
const KEY = ascii('key=');

const EQUALS = 0x3d;

/** How many fields that are not known here may stand before one that is: suid, fsuid, subj, and what later kernels add. */
const UNKNOWN_FIELDS = 8;

/** The call in a SYSCALL record: its first half. */
export interface CallFields {
  /** undefined for an architecture without a table */
  abi: Abi | undefined;
  /** in the table of `abi` */
  nr: number;
  /** undefined where the record does not say: the call had not returned */
  success: boolean | undefined;
  exit: number;
  a0: Word;
  a1: Word;
  a2: Word;
  a3: Word;
  /** PATH records of the event */
  items: number;
}

/** Who made the call: its second half. Strings are ranges of the line's bytes. */
export interface SubjectFields {
  ppid: number;
  pid: number;
  auid: number;
  uid: number;
  gid: number;
  euid: number;
  egid: number;
  session: number;
  ttyStart: number;
  ttyEnd: number;
  commStart: number;
  commEnd: number;
  exeStart: number;
  exeEnd: number;
  keyStart: number;
  keyEnd: number;
}

export const newCallFields = (): CallFields => ({
  abi: undefined,
  nr: 0,
  success: undefined,
  exit: 0,
  a0: 0,
  a1: 0,
  a2: 0,
  a3: 0,
  items: 0,
});

export const newSubjectFields = (): SubjectFields => ({
  ppid: 0,
  pid: 0,
  auid: 0,
  uid: 0,
  gid: 0,
  euid: 0,
  egid: 0,
  session: 0,
  ttyStart: 0,
  ttyEnd: 0,
  commStart: 0,
  commEnd: 0,
  exeStart: 0,
  exeEnd: 0,
  keyStart: 0,
  keyEnd: 0,
});

/** Position after `name` where it is the next field, or one soon after it; -1 where it is not, or `position` is. */
function after(bytes: Buffer, position: number, end: number, name: Literal): number {
  if (position < 0) return -1;
  let at = position;
  for (let skipped = 0; skipped <= UNKNOWN_FIELDS; skipped++) {
    if (startsWith(bytes, at, end, name)) return at + name.length;
    at = valueEnd(bytes, at, end);
    if (at >= end || bytes[at] !== 0x20) return -1;
    at++;
  }
  return -1;
}

/** After a value: the position after the space that ended it; -1 where something else did. */
const next = (bytes: Buffer, end: number): number =>
  scanned >= 0 && scanned < end && bytes[scanned] === 0x20 ? scanned + 1 : -1;

/** After a value: the position after `name`, which begins with a space, where that comes next; else -1. */
const following = (bytes: Buffer, end: number, name: Literal): number =>
  scanned >= 0 && startsWith(bytes, scanned, end, name) ? scanned + name.length : -1;

/**
 * Reads `arch=` and `syscall=`, the first two fields. Returns the position of the next field, or -1.
 * Format: audit_log_exit in kernel/auditsc.c.
 */
export function readSyscallNumber(bytes: Buffer, position: number, end: number, into: CallFields): number {
  let arch = X86_64;
  let at = position + ARCH_X86_64.length;
  if (!startsWith(bytes, position, end, ARCH_X86_64)) {
    if (!startsWith(bytes, position, end, ARCH)) return -1;
    arch = readHex32(bytes, position + ARCH.length, end);
    at = next(bytes, end);
  }
  if (at < 0 || !startsWith(bytes, at, end, SYSCALL)) return -1;
  const nr = readDecimal(bytes, at + SYSCALL.length, end);
  at = next(bytes, end);
  if (at < 0) return -1;
  into.abi = abiOf(arch, nr);
  into.nr = into.abi === undefined ? nr : tableNumber(into.abi, nr);
  return at;
}

/** Reads from `success=` to `items=`. Returns the position of the next field, or -1. */
export function readSyscallArguments(bytes: Buffer, position: number, end: number, into: CallFields): number {
  let at = position;
  into.success = undefined;
  if (startsWith(bytes, at, end, SUCCESS_YES_EXIT) && bytes[at + SUCCESS_YES_EXIT.length] === EQUALS) {
    into.success = true;
    into.exit = readSigned(bytes, at + SUCCESS_YES_EXIT.length + 1, end);
    at = next(bytes, end);
    if (at < 0) return -1;
  } else if (!startsWith(bytes, at, end, A0)) {
    at = after(bytes, at, end, SUCCESS);
    if (at < 0) return -1;
    into.success = startsWith(bytes, at, end, YES);
    if (!into.success && !startsWith(bytes, at, end, NO)) return -1;
    at = after(bytes, valueEnd(bytes, at, end) + 1, end, EXIT);
    if (at < 0) return -1;
    into.exit = readSigned(bytes, at, end);
    at = next(bytes, end);
    if (at < 0) return -1;
  }
  if (!startsWith(bytes, at, end, A0)) return -1;
  into.a0 = readHex(bytes, at + A0.length, end);
  at = following(bytes, end, A1);
  if (at < 0) return -1;
  into.a1 = readHex(bytes, at, end);
  at = following(bytes, end, A2);
  if (at < 0) return -1;
  into.a2 = readHex(bytes, at, end);
  at = following(bytes, end, A3);
  if (at < 0) return -1;
  into.a3 = readHex(bytes, at, end);
  at = following(bytes, end, ITEMS);
  if (at < 0) return -1;
  into.items = readDecimal(bytes, at, end);
  return next(bytes, end);
}

/** Reads from `ppid=` to `key=`, which is the last field: a record without it is cut off. Returns whether all are there. */
export function readSyscallSubject(bytes: Buffer, position: number, end: number, into: SubjectFields): boolean {
  let at = after(bytes, position, end, PPID);
  if (at < 0) return false;
  into.ppid = readDecimal(bytes, at, end);
  at = after(bytes, next(bytes, end), end, PID);
  if (at < 0) return false;
  into.pid = readDecimal(bytes, at, end);
  at = after(bytes, next(bytes, end), end, AUID);
  if (at < 0) return false;
  into.auid = readId(bytes, at, end);
  at = after(bytes, next(bytes, end), end, UID);
  if (at < 0) return false;
  into.uid = readId(bytes, at, end);
  at = after(bytes, next(bytes, end), end, GID);
  if (at < 0) return false;
  into.gid = readId(bytes, at, end);
  at = after(bytes, next(bytes, end), end, EUID);
  if (at < 0) return false;
  into.euid = readId(bytes, at, end);
  at = after(bytes, next(bytes, end), end, EGID);
  if (at < 0) return false;
  into.egid = readId(bytes, at, end);
  at = after(bytes, next(bytes, end), end, TTY);
  if (at < 0) return false;
  into.ttyStart = at;
  into.ttyEnd = valueEnd(bytes, at, end);
  at = after(bytes, into.ttyEnd + 1, end, SES);
  if (at < 0) return false;
  into.session = readId(bytes, at, end);
  at = next(bytes, end);
  if (at < 0 || !startsWith(bytes, at, end, COMM)) return false;
  into.commStart = at + COMM.length;
  skipString(bytes, into.commStart, end);
  into.commEnd = scanned;
  at = next(bytes, end);
  if (at < 0 || !startsWith(bytes, at, end, EXE)) return false;
  into.exeStart = at + EXE.length;
  skipString(bytes, into.exeStart, end);
  into.exeEnd = scanned;
  at = after(bytes, next(bytes, end), end, KEY);
  if (at < 0) return false;
  into.keyStart = at;
  skipString(bytes, at, end);
  into.keyEnd = scanned;
  return scanned >= 0 && isValueEnd(bytes, scanned, end);
}
