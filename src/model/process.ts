import type { Word } from './word.js';

/** What a file is to a heuristic: not where it was named, but whether a file system can still show it to anybody. */
export interface FileIdentity {
  /** `major:minor` in the kernel's dev_t encoding (major << 20 | minor) */
  readonly device?: number;
  readonly inode?: Word;
  /** owner's uid in the initial user namespace */
  readonly ownerUid?: number;
  /** file type and permission bits, as in stat(2) st_mode */
  readonly mode?: number;
  /** made by memfd_create(2): on the kernel's internal tmpfs or hugetlbfs mount, named `memfd:…` */
  readonly memfd?: boolean;
  /** no directory names it (st_nlink is 0): deleted, or made by O_TMPFILE */
  readonly unlinked?: boolean;
  /** on a tmpfs, ramfs or hugetlbfs: never on a disk */
  readonly inMemory?: boolean;
}

/** A file with the name that the source gives it. */
export interface File extends FileIdentity {
  /** absolute path from the dentries, without the ` (deleted)` that /proc adds; `memfd:NAME` for a memfd */
  readonly path?: string;
  /** the path was longer than the source keeps: its beginning is missing */
  readonly pathTruncated?: boolean;
}

/** Who is known of a process at second hand: the parent of an actor, the last writer into a target. */
export interface ProcessReference {
  readonly tgid: number;
  readonly start?: number;
  readonly uid?: number;
  readonly comm?: string;
  readonly exe?: string;
}

/** A process as a source saw it at one moment. A field that the source cannot know is absent. */
export interface Process {
  /** thread-group id in the initial pid namespace (audit: `pid=`) */
  readonly tgid: number;
  readonly tid?: number;
  /** nanoseconds after boot (CLOCK_BOOTTIME) at which the thread group's leader started; with tgid, the identity */
  readonly start?: number;
  readonly ppid?: number;
  readonly uid?: number;
  readonly euid?: number;
  readonly gid?: number;
  readonly egid?: number;
  /** login uid; 4294967295 where it was never set */
  readonly auid?: number;
  /** audit session id; 4294967295 where it was never set */
  readonly session?: number;
  /** effective capabilities, bit n is capability n of capability.h */
  readonly capabilities?: Word;
  readonly comm?: string;
  readonly exe?: File;
  /** id of the cgroup in the v2 hierarchy: the inode of its directory */
  readonly cgroup?: Word;
  /** inode number of the pid namespace, as in /proc/PID/ns/pid */
  readonly pidNamespace?: number;
  /** inode number of the mount namespace, as in /proc/PID/ns/mnt */
  readonly mountNamespace?: number;
  /** controlling terminal (`pts/0`), '' where there is none */
  readonly tty?: string;
  /** beginning of the command line, arguments joined by spaces; the process can change it */
  readonly cmdline?: string;
  readonly parent?: ProcessReference;
}

/**
 * One process over its whole life, also where its tgid is used again: `tgid@start`, or `tgid` where the source does
 * not know the start.
 */
export function processKey(process: { readonly tgid: number; readonly start?: number | undefined }): string {
  return process.start === undefined ? String(process.tgid) : `${process.tgid}@${process.start}`;
}
