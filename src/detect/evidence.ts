import type { Region } from '../model/event.js';
import { type Event, succeeded } from '../model/event.js';

const EPERM = -1;
const EACCES = -13;

/** Whether a read or write of memory moved anything. One that does not know is taken for one that did. */
export function movedBytes(event: Event): boolean {
  return succeeded(event) && (event.bytes ?? event.ret ?? 1) > 0;
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

const CODE: ReadonlySet<Region> = new Set(['text', 'library']);

/** Whether a region holds the code of a program or a library. */
export function isCode(region: Region | undefined): boolean {
  return region !== undefined && CODE.has(region);
}

/** Whether a file is one that no directory shows: a memfd, a deleted file, one made by O_TMPFILE. */
export function isFileless(file: NonNullable<Event['file']>): boolean {
  return file.memfd === true || file.unlinked === true;
}
