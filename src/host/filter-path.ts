import { closeSync, openSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import { type Word, wordFromBigInt } from '../model/word.js';
import { numberedFile } from './file-identity.js';
import { namespaceInode } from './namespaces.js';

/** include/uapi/linux/magic.h */
const CGROUP2_SUPER_MAGIC = 0x63677270;
/** Inode of the directory that the v2 hierarchy begins with. */
const ROOT_CGROUP = 1n;

/** A path that names nothing that the kernel side can filter by. The message says what it should name. */
export class FilterPathError extends Error {
  override readonly name = 'FilterPathError';
}

/**
 * The file of an executable as the kernel knows it. Not stat(2): that gives the devices of subvolumes and of overlay
 * layers, which are not those of the superblock.
 * @throws {FilterPathError} it is no executable file
 */
export function exeIdentity(path: string): { readonly device: number; readonly inode: Word } {
  const { device, inode, mode } = unlessMissing(path, 'an executable file', () => numberedFile(path));
  if ((mode & 0o111) === 0) throw new FilterPathError(`${path} is not executable, so no process runs it`);
  return { device, inode };
}

/**
 * The id of the cgroup that a directory is.
 * @throws {FilterPathError} it is no directory of the v2 hierarchy, or its root, around all processes
 */
export function cgroupId(path: string): Word {
  const what = 'the directory of a cgroup, as /sys/fs/cgroup/system.slice';
  const { ino, isDirectory } = unlessMissing(path, what, () => {
    const stat = statSync(path, { bigint: true });
    return { ino: stat.ino, isDirectory: stat.isDirectory() };
  });
  if (!isDirectory || statfsSync(path).type !== CGROUP2_SUPER_MAGIC) {
    throw new FilterPathError(`${path} is not in the cgroup v2 hierarchy: it must be ${what}`);
  }
  if (ino === ROOT_CGROUP)
    throw new FilterPathError(`${path} is the root of all cgroups: nothing would be left to watch`);
  return wordFromBigInt(ino);
}

/**
 * The inode number of the pid or mount namespace that a file stands for, be it a link in /proc or a bind mount.
 * @throws {FilterPathError} it is none, or the one of this process
 */
export function filterNamespace(path: string): number {
  const what = 'a pid or mount namespace, as /proc/PID/ns/pid or /proc/PID/ns/mnt';
  const file = unlessMissing(path, what, () => openSync(path, 'r'));
  try {
    const link = readlinkSync(`/proc/self/fd/${file}`);
    const type = /^(pid|mnt):/.exec(link)?.[1];
    const inode = namespaceInode(link);
    if (type === undefined || inode === undefined) throw new FilterPathError(`${path} is not ${what}, but ${link}`);
    if (readlinkSync(`/proc/self/ns/${type}`) === link) {
      throw new FilterPathError(`${path} is the ${type} namespace of this process: nothing would be left to watch`);
    }
    return inode;
  } finally {
    closeSync(file);
  }
}

function unlessMissing<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FilterPathError(code === undefined ? message : `${path}: ${code}; it must be ${what}`);
  }
}
