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
  /**
   * on a file system in memory that is mounted nowhere, made so by fsmount(2) or unmounted lazily: in no process's view is
   * a path to it; absent where it is mounted, or the source does not know
   */
  readonly unmounted?: boolean;
  /** on a tmpfs, ramfs or hugetlbfs: never on a disk */
  readonly inMemory?: boolean;
  /** begins with an ELF header, as a program or a library does; looked up shortly after the call, of files without a name */
  readonly elf?: boolean;
}

/** What a program is there for, where the host's configuration says so of that very file: never told from a name alone. */
export const FILE_ROLES = [
  // may lower: programs that look into others on behalf of who runs them
  'debugger',
  // whoever gets into these has the host, or what users keep secret
  'init',
  'login',
  'audit',
  'journal',
  'keyring',
  'container-runtime',
  // programs below which nobody debugs
  'network-daemon',
  'web-server',
  'database',
  'scheduler',
] as const;
export type FileRole = (typeof FILE_ROLES)[number];

/**
 * What the host that the sensor runs on knows of a process beside what the kernel told. It is part of the event, so that
 * a recording gives the same verdicts anywhere. Absent as a whole where the source has no host to ask.
 */
export interface HostFacts {
  /** it is this sensor */
  readonly sensor?: boolean;
  /** its mount namespace is that of the host's init, or that of the sensor */
  readonly hostMounts?: boolean;
  /** roles of its executable, by device and inode; empty where it has none */
  readonly roles?: readonly FileRole[];
  /** the executable and all directories on its path belong to root, and nobody else may write them; told of files with a role */
  readonly protected?: boolean;
  /** an installed package owns the executable; told of files with a role, absent where neither dpkg nor rpm can say */
  readonly packaged?: boolean;
  /** roles of what started it, and of what started that, up to init: the nearest ancestor that has any */
  readonly ancestor?: { readonly process: ProcessReference; readonly roles: readonly FileRole[] };
  /** one of them had ended before it could be asked about: that none has a role is not known */
  readonly ancestryUnknown?: boolean;
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

/** A process as a source saw it at one moment. A field that the source cannot know is absent, or undefined. */
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
  /** tgid of the process that traces it, absent where none does or the source does not know */
  readonly tracedBy?: number;
  readonly host?: HostFacts;
}

/** A process that only its maker has so far, who may still add to it. */
export type ProcessDraft = { -readonly [K in keyof Process]: Process[K] };

/** A new process of which nothing else is known yet, with all keys for the same reason as draftEvent(). */
export function draftProcess(tgid: number): ProcessDraft {
  const draft: { [K in keyof Required<Process>]: Process[K] | undefined } & Pick<Process, 'tgid'> = {
    tgid,
    tid: undefined,
    start: undefined,
    ppid: undefined,
    uid: undefined,
    euid: undefined,
    gid: undefined,
    egid: undefined,
    auid: undefined,
    session: undefined,
    capabilities: undefined,
    comm: undefined,
    exe: undefined,
    cgroup: undefined,
    pidNamespace: undefined,
    mountNamespace: undefined,
    tty: undefined,
    cmdline: undefined,
    parent: undefined,
    tracedBy: undefined,
    host: undefined,
  };
  return draft as ProcessDraft;
}

/**
 * One process over its whole life, also where its tgid is used again: `tgid@start`, or `tgid` where the source does
 * not know the start.
 */
export function processKey(process: { readonly tgid: number; readonly start?: number | undefined }): string {
  return process.start === undefined ? String(process.tgid) : `${process.tgid}@${process.start}`;
}
