import { closeSync, fstatSync, openSync, realpathSync } from 'node:fs';
import { deviceOf } from '../model/device.js';
import type { Word } from '../model/word.js';
import { wordFromBigInt } from '../model/word.js';
import { readText } from './read.js';

/** O_PATH of open(2) on x86-64 and arm64: names a file without opening it, so that no fifo waits and no device acts. */
const O_PATH = 0o10000000;
/** A file under the numbers that the kernel's own objects have, as events show them. */
export interface NumberedFile {
  /** without symbolic links */
  readonly path: string;
  /** major << 20 | minor of the file system */
  readonly device: number;
  readonly inode: Word;
  readonly uid: number;
  readonly mode: number;
  /** changed last at, ns since the epoch: st_ctim, which no program can set back */
  readonly changed: bigint;
}

/**
 * The file that `path` names now.
 *
 * stat(2) may tell other numbers than the kernel's own: Btrfs has a device for each subvolume, overlayfs one for each
 * layer. So the device is that of the mount (proc_pid_mountinfo(5)), and the inode that of /proc/self/fdinfo (since
 * Linux 5.14; before that, stat's).
 *
 * @throws {Error} there is none, or it is no regular file
 */
export function numberedFile(path: string): NumberedFile {
  const real = realpathSync(path);
  const descriptor = openSync(real, O_PATH);
  try {
    return { path: real, ...numbersOf(descriptor, real) };
  } finally {
    closeSync(descriptor);
  }
}

/** The same of an open descriptor; `name` is for the message of the error. */
export function numbersOf(descriptor: number, name: string): Omit<NumberedFile, 'path'> {
  const stats = fstatSync(descriptor, { bigint: true });
  if (!stats.isFile()) throw new Error(`${name} is no regular file`);
  const info = readText(`/proc/self/fdinfo/${descriptor}`) ?? '';
  const inode = /^ino:\t(\d+)$/m.exec(info)?.[1];
  return {
    device: mountDevice(/^mnt_id:\t(\d+)$/m.exec(info)?.[1]) ?? encode(stats.dev),
    inode: wordFromBigInt(inode === undefined ? stats.ino : BigInt(inode)),
    uid: Number(stats.uid),
    mode: Number(stats.mode),
    changed: stats.ctimeNs,
  };
}

function mountDevice(mount: string | undefined): number | undefined {
  if (mount === undefined) return undefined;
  const match = new RegExp(`^${mount} \\d+ (\\d+):(\\d+) `, 'm').exec(readText('/proc/self/mountinfo') ?? '');
  return match === null ? undefined : deviceOf(Number(match[1]), Number(match[2]));
}

/** From glibc's dev_t (makedev(3)) to the kernel's. */
function encode(device: bigint): number {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return deviceOf(Number(major), Number(minor));
}
