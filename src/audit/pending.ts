import type { Abi } from '../model/event.js';
import type { Word } from '../model/word.js';
import { ATTACHING_REQUESTS } from './attaching.js';
import type { ArgumentCount } from './execve-record.js';
import { EXEC, type Kind, MAP, NOT_WATCHED, OPEN, PTRACE } from './interest.js';
import { CWD, EOE, MMAP, OBJ_PID, PATH, PROCTITLE, type RecordType } from './record-type.js';
import { ascii, startsWith } from './scan.js';
import type { Subject } from './subject.js';
import type { CallFields } from './syscall-record.js';

/** What an event still waits for. */
const WAITS_SYSCALL = 1;
export const WAITS_TITLE = 2;
export const WAITS_PATHS = 4;
export const WAITS_EXECVE = 8;
export const WAITS_TARGET = 16;
export const WAITS_MMAP = 32;

const MAP_ANONYMOUS = 0x20;

/** More companions than any event has but for EXECVE, of which the beginning of the command line is enough. */
const MOST_COMPANIONS = 64;

/** A record's line. The bytes may be those of a buffer that its owner fills again: see `Pending.own`. */
export interface Line {
  type: RecordType;
  bytes: Buffer;
  start: number;
  end: number;
}

/** what a line costs beside its bytes */
const LINE_OVERHEAD = 200;

const NO_BYTES = Buffer.alloc(0);

const NOBODY: Subject = {
  pid: 0,
  session: 0,
  exePath: '',
  exe: undefined,
  keys: undefined,
  process: { tgid: 0 },
  titled: { tgid: 0 },
};

const OF_INTERNAL_TMPFS = Buffer.from(' dev=00:01 ');

/**
 * Of an execution the first PATH record is looked at, which is the file's. Its interpreter and its loader come after it: they
 * matter where they are in memory, as nearly none are.
 */
function isNeedlessForExec(type: RecordType, bytes: Buffer, start: number, end: number): boolean {
  if (type === CWD) return true;
  if (type !== PATH || startsWith(bytes, start, end, FIRST_ITEM)) return false;
  return !bytes.subarray(start, end).includes(OF_INTERNAL_TMPFS);
}

const FIRST_ITEM = ascii('item=0 ');

/** An audit event whose records are still coming in. Objects are used again. */
export class Pending implements CallFields, ArgumentCount {
  serial = 0;
  seconds = 0;
  millis = 0;
  kind: Kind = NOT_WATCHED;
  waits = WAITS_SYSCALL;
  /** an open of no process's memory, which only keeps its turn */
  ordinary = false;
  /** when its last record came, by the reader's clock */
  touched = 0;
  /** the filling of the shared buffer in which its last record came */
  batch = -1;

  abi: Abi | undefined = undefined;
  nr = 0;
  success: boolean | undefined = undefined;
  exit = 0;
  a0: Word = 0;
  a1: Word = 0;
  a2: Word = 0;
  a3: Word = 0;
  items = 0;
  subject: Subject = NOBODY;
  /** the first `companionCount` count; the others are free to be used again */
  readonly companions: Line[] = [];
  companionCount = 0;
  /** records that came, also those that are not kept; without the end mark */
  records = 0;
  /** PATH records that came */
  paths = 0;
  /** arguments that EXECVE records brought whole, and how many there are */
  argumentsSeen = 0;
  argumentCount = -1;
  chunks: ArgumentCount['chunks'] = undefined;
  /** bytes held in buffers of its own */
  ownedBytes = 0;
  #titleOrEnd = false;
  #target = false;
  #mapping = false;

  reset(serial: number, seconds: number, millis: number): void {
    this.serial = serial;
    this.seconds = seconds;
    this.millis = millis;
    this.kind = NOT_WATCHED;
    this.waits = WAITS_SYSCALL;
    this.ordinary = false;
    this.subject = NOBODY;
    this.records = 0;
    this.paths = 0;
    this.argumentsSeen = 0;
    this.argumentCount = -1;
    this.chunks = undefined;
    this.ownedBytes = 0;
    this.batch = -1;
    this.#titleOrEnd = false;
    this.#target = false;
    this.#mapping = false;
  }

  /** Lets go of its companions. */
  release(): void {
    for (let index = 0; index < this.companionCount; index++) this.companions[index]!.bytes = NO_BYTES;
    this.companionCount = 0;
  }

  get waitsForTitleOnly(): boolean {
    return this.waits === WAITS_TITLE;
  }

  get hasSyscall(): boolean {
    return this.kind !== NOT_WATCHED;
  }

  /** Nothing but the process and the descriptor matters any more. */
  beOrdinary(): void {
    this.ordinary = true;
    this.waits = 0;
    this.release();
  }

  /** The SYSCALL record came. */
  setSyscall(kind: Kind, call: CallFields, subject: Subject): void {
    this.kind = kind;
    this.abi = call.abi;
    this.nr = call.nr;
    this.success = call.success;
    this.exit = call.exit;
    this.a0 = call.a0;
    this.a1 = call.a1;
    this.a2 = call.a2;
    this.a3 = call.a3;
    this.items = call.items;
    this.subject = subject;
    this.records++;
    this.settleWaits();
  }

  /** A companion came; false where it is one too many. */
  add(type: RecordType, bytes: Buffer, start: number, end: number): boolean {
    switch (type) {
      case PATH:
        this.paths++;
        break;
      case PROCTITLE:
      case EOE:
        this.#titleOrEnd = true;
        break;
      case OBJ_PID:
        this.#target = true;
        break;
      case MMAP:
        this.#mapping = true;
        break;
    }
    if (type !== EOE) this.records++;
    const matters = type !== EOE && !(this.kind === EXEC && isNeedlessForExec(type, bytes, start, end));
    const fits = !matters || this.companionCount < MOST_COMPANIONS;
    if (matters && fits) this.#keep(type, bytes, start, end);
    if (this.hasSyscall) this.settleWaits();
    return fits;
  }

  settleWaits(): void {
    let waits = this.#titleOrEnd ? 0 : WAITS_TITLE;
    const succeeded = this.success !== false;
    switch (this.kind) {
      case EXEC:
        if (this.paths < this.items) waits |= WAITS_PATHS;
        if (succeeded && (this.argumentCount < 0 || this.argumentsSeen < this.argumentCount)) waits |= WAITS_EXECVE;
        break;
      case OPEN:
        if (this.paths < this.items) waits |= WAITS_PATHS;
        break;
      case PTRACE:
        if (succeeded && !this.#target && ATTACHING_REQUESTS.has(this.a0)) waits |= WAITS_TARGET;
        break;
      case MAP:
        if (succeeded && !this.#mapping && (Number(this.a3) & MAP_ANONYMOUS) === 0) waits |= WAITS_MMAP;
        break;
    }
    this.waits = waits;
  }

  /** The first companion of a type. */
  companion(type: RecordType): Line | undefined {
    for (let index = 0; index < this.companionCount; index++) {
      const line = this.companions[index]!;
      if (line.type === type) return line;
    }
    return undefined;
  }

  /** The companions of a type, in the order in which they came. */
  companionsOf(type: RecordType): Line[] {
    return this.companions.slice(0, this.companionCount).filter((line) => line.type === type);
  }

  /** Moves what lies in `shared` into bytes of its own. */
  own(shared: Buffer): void {
    for (let index = 0; index < this.companionCount; index++) {
      const line = this.companions[index]!;
      if (line.bytes !== shared) continue;
      line.bytes = this.#copy(shared, line.start, line.end);
      line.end -= line.start;
      line.start = 0;
    }
  }

  #keep(type: RecordType, bytes: Buffer, start: number, end: number): void {
    const free = this.companions[this.companionCount++];
    if (free === undefined) {
      this.companions.push({ type, bytes, start, end });
      return;
    }
    free.type = type;
    free.bytes = bytes;
    free.start = start;
    free.end = end;
  }

  #copy(from: Buffer, start: number, end: number): Buffer {
    const copy = Buffer.allocUnsafe(end - start);
    from.copy(copy, 0, start, end);
    this.ownedBytes += end - start + LINE_OVERHEAD;
    return copy;
  }
}
