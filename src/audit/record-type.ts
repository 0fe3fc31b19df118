import { ascii, type Literal, startsWith } from './scan.js';

/**
 * What kind of record a line is, as far as its reading differs. Names and numbers: include/uapi/linux/audit.h and
 * auditd's libaudit.h.
 */
export const SYSCALL = 1;
export const PATH = 2;
export const PROCTITLE = 3;
export const CWD = 4;
export const EXECVE = 5;
export const MMAP = 6;
export const OBJ_PID = 7;
export const EOE = 8;
/** written by auditd itself, with serial numbers of its own: DAEMON_START, DAEMON_END, DAEMON_ROTATE … */
export const DAEMON = 9;
export const CONFIG_CHANGE = 10;
/** a program was loaded into the kernel or removed */
export const BPF = 11;
/** flags of openat2(2), since Linux 5.16 */
export const OPENAT2 = 12;
/** companions that say nothing here: SOCKADDR, BPRM_FCAPS, USER_* and all others */
export const OTHER = 13;

export type RecordType =
  | typeof SYSCALL
  | typeof PATH
  | typeof PROCTITLE
  | typeof CWD
  | typeof EXECVE
  | typeof MMAP
  | typeof OBJ_PID
  | typeof EOE
  | typeof DAEMON
  | typeof CONFIG_CHANGE
  | typeof BPF
  | typeof OPENAT2
  | typeof OTHER;

const names: readonly (readonly [string, RecordType])[] = [
  ['SYSCALL', SYSCALL],
  ['PATH', PATH],
  ['PROCTITLE', PROCTITLE],
  ['CWD', CWD],
  ['EXECVE', EXECVE],
  ['MMAP', MMAP],
  ['OBJ_PID', OBJ_PID],
  ['EOE', EOE],
  ['CONFIG_CHANGE', CONFIG_CHANGE],
  ['BPF', BPF],
  ['OPENAT2', OPENAT2],
  // auditd before 3.0.7 has no name for it
  ['UNKNOWN[1337]', OPENAT2],
];

/** A known type, with the name's length at hand. */
interface Known {
  readonly name: Literal;
  readonly type: RecordType;
}

/** By the first two letters of the name, which no two of them share. */
const BY_FIRST_LETTERS: (Known | undefined)[] = new Array<Known | undefined>(1 << 10).fill(undefined);

const slotOf = (first: number, second: number): number => ((first & 31) << 5) | (second & 31);

for (const [name, type] of names) {
  const slot = slotOf(name.charCodeAt(0), name.charCodeAt(1));
  if (BY_FIRST_LETTERS[slot] !== undefined) throw new RangeError(`${name}: another name begins with the same letters`);
  BY_FIRST_LETTERS[slot] = { name: ascii(name), type };
}

/** The known type whose name stands at `position`, whatever comes after it; undefined where there is none. */
export function knownType(bytes: Buffer, position: number, end: number): Known | undefined {
  if (position + 1 >= end) return undefined;
  const known = BY_FIRST_LETTERS[slotOf(bytes[position]!, bytes[position + 1]!)];
  return known !== undefined && startsWith(bytes, position, end, known.name) ? known : undefined;
}

const DAEMON_PREFIX = ascii('DAEMON_');
const LONGEST_NAME = 64;

/** The type named by [start, end); 0 where no name of a type can look so. */
export function recordType(bytes: Buffer, start: number, end: number): RecordType | 0 {
  const length = end - start;
  if (length < 1 || length > LONGEST_NAME) return 0;
  const known = knownType(bytes, start, end);
  if (known !== undefined && known.name.length === length) return known.type;
  if (startsWith(bytes, start, end, DAEMON_PREFIX)) return DAEMON;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    const upper = byte >= 0x41 && byte <= 0x5a;
    const digit = byte >= 0x30 && byte <= 0x39;
    // UNKNOWN[1337]: a type that the writing auditd had no name for
    if (!upper && !digit && byte !== 0x5f && byte !== 0x5b && byte !== 0x5d) return 0;
  }
  return OTHER;
}

/** The numbers that the kernel sends over netlink, for the types that are read. */
export function recordTypeFromNumber(number: number): RecordType {
  switch (number) {
    case 1300:
      return SYSCALL;
    case 1302:
      return PATH;
    case 1305:
      return CONFIG_CHANGE;
    case 1307:
      return CWD;
    case 1309:
      return EXECVE;
    case 1318:
      return OBJ_PID;
    case 1320:
      return EOE;
    case 1323:
      return MMAP;
    case 1327:
      return PROCTITLE;
    case 1334:
      return BPF;
    case 1337:
      return OPENAT2;
    default:
      return number >= 1200 && number <= 1299 ? DAEMON : OTHER;
  }
}
