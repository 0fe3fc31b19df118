import type { Memory, Region } from '../model/event.js';
import { type Event, succeeded } from '../model/event.js';
import type { File, Process } from '../model/process.js';

const EPERM = -1;
const EACCES = -13;

/** bytes that a POKE writes where the event does not say */
const WORD = 8;

/** Bytes that a read, write or POKE moved; one that does not know is taken for one that moved some. */
export function bytesMoved(event: Event): number {
  if (!succeeded(event)) return 0;
  if (event.bytes !== undefined) return event.bytes;
  if (event.operation === 'write-text' || event.operation === 'write-data') return Number(event.memory?.length ?? WORD);
  return event.ret ?? 1;
}

/** Whether the kernel forbade the call, as opposed to a call that made no sense (a process gone, a wrong address). */
export function refused(event: Event): boolean {
  return event.ret === EPERM || event.ret === EACCES;
}

const O_ACCMODE = 3;
const O_RDONLY = 0;

/** Whether open(2) flags ask for write access. Both bits set is Linux's "neither read nor write", checked as both. */
export function opensForWriting(flags: number): boolean {
  return (flags & O_ACCMODE) !== O_RDONLY;
}

/** Whether a region holds the code of a program or a library. */
export function isCode(region: Region | undefined): boolean {
  return region === 'text' || region === 'library';
}

/** Regions in which nothing came from a file: what is there was written at run time. */
const WITHOUT_FILE: ReadonlySet<Region> = new Set(['anonymous', 'heap', 'stack', 'memfd', 'unlinked']);

/** Whether code in a region came from a file that a directory shows. */
export function isInFile(region: Region): boolean {
  // nearly all calls are made there
  return isCode(region) || !WITHOUT_FILE.has(region);
}

/** Where data lies in any case: of a program whose file does not say otherwise it is executable too (PT_GNU_STACK, elf(5)). */
const DATA_FIRST: ReadonlySet<Region> = new Set(['data', 'heap', 'stack']);

/** Whether memory is there to run as code: that of a program or a library, or other that is mapped executable. */
export function isForCode({ region, mapping }: Memory): boolean {
  if (isCode(region)) return true;
  return region !== undefined && mapping?.executable === true && !DATA_FIRST.has(region);
}

/** Whether two executables are the same file; undefined where that cannot be told. */
export function isSameFile(a: File | undefined, b: File | undefined): boolean | undefined {
  if (a?.inode !== undefined && b?.inode !== undefined) return a.inode === b.inode && a.device === b.device;
  return a?.path === undefined || b?.path === undefined ? undefined : a.path === b.path;
}

/** Whether two numbers are equal; undefined where one is not known. */
export function isSame(a: number | undefined, b: number | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

/** Whether a process acts on itself: gdb writes its own /proc/self/mem on every start. */
export function isSelf({ actor, target }: Event): boolean {
  if (target === undefined) return false;
  return target.process === undefined
    ? target.argument === actor.tgid || (actor.tid !== undefined && target.argument === actor.tid)
    : target.process.tgid === actor.tgid;
}

/** What tells one process from another. */
export type Identity = Pick<Process, 'tgid' | 'start'>;

/** Whether two descriptions are of one process; undefined where a start is not known. */
export function isSameProcess(a: Identity, b: Identity): boolean | undefined {
  if (a.tgid !== b.tgid) return false;
  return isSame(a.start, b.start);
}

/** Whether `child` says that it was started by `parent`. */
export function isChildOf(child: Process, parent: Process): boolean | undefined {
  if (child.parent !== undefined) {
    const same = isSameProcess(child.parent, parent);
    return same ?? child.parent.tgid === parent.tgid;
  }
  return child.ppid === undefined ? undefined : child.ppid === parent.tgid;
}

/** Whoever loses its parent becomes its child: that makes nobody a relative. */
const INIT = 1;

/** Whether the same process started both. */
function areSiblings(a: Process, b: Process): boolean {
  if (a.parent !== undefined && b.parent !== undefined) {
    return a.parent.tgid !== INIT && isSameProcess(a.parent, b.parent) !== false;
  }
  return a.ppid !== undefined && a.ppid === b.ppid && a.ppid !== INIT;
}

/** Whether one started the other, or somebody both. */
export function areKin(a: Process, b: Process): boolean {
  return isChildOf(a, b) === true || isChildOf(b, a) === true || areSiblings(a, b);
}

/** Whether a file is one that no directory shows: a memfd, a deleted file, one made by O_TMPFILE or mounted nowhere. */
export function isFileless(file: File): boolean {
  return file.memfd === true || file.unlinked === true || file.unmounted === true;
}
