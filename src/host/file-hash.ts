import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { File, Process } from '../model/process.js';
import { compareTimestamps, type Timestamp, timestampFromNanoseconds } from '../model/timestamp.js';
import { numbersOf } from './file-identity.js';
import { readStat, sameStart } from './proc.js';

const REMEMBERED = 1024;
const CHUNK_BYTES = 1024 * 1024;
/** Reading more would keep the events waiting. */
const LARGEST_BYTES = 512 * 1024 * 1024;

/**
 * SHA-256 of the executables of processes, each file read once. A file is the same one where device, inode, size, and
 * the times of its last change of content and of status are: nobody can set the latter back.
 */
export class FileHashes {
  readonly #known = new Map<string, string>();

  /**
   * Of the file that `process` ran at `time`, in lower-case hexadecimal. Undefined where that file cannot be read any
   * more, was changed after `time`, or is not known by its device and inode.
   *
   * It is read through /proc/PID/exe, which names the file itself, whatever mount namespace the process is in; where
   * the process is gone, by its path, if that still names the very file.
   */
  of({ tgid, start, exe }: Process, time: Timestamp): string | undefined {
    if (exe?.inode === undefined || exe.device === undefined) return undefined;
    const read = (path: string): string | undefined => this.#hash(path, exe, time);
    const stat = start === undefined ? undefined : readStat(tgid);
    const lives = stat !== undefined && sameStart(stat.startTicks, start!);
    return (lives ? read(`/proc/${tgid}/exe`) : undefined) ?? (exe.path === undefined ? undefined : read(exe.path));
  }

  #hash(path: string, exe: File, time: Timestamp): string | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      return undefined;
    }
    try {
      return this.#hashOpen(descriptor, path, exe, time);
    } catch {
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  }

  #hashOpen(descriptor: number, path: string, exe: File, time: Timestamp): string | undefined {
    const { device, inode, changed } = numbersOf(descriptor, path);
    if (device !== exe.device || inode !== exe.inode) return undefined;
    if (compareTimestamps(timestampFromNanoseconds(changed), time) > 0) return undefined;
    const { size, mtimeNs } = fstatSync(descriptor, { bigint: true });
    if (size > LARGEST_BYTES) return undefined;
    const key = [device, inode, size, mtimeNs, changed].join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const digest = digestOf(descriptor);
    // written to meanwhile: the digest is of no state that the file ever had
    if (numbersOf(descriptor, path).changed !== changed) return undefined;
    this.#known.set(key, digest);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return digest;
  }
}

function digestOf(descriptor: number): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let length = readSync(descriptor, chunk); length > 0; length = readSync(descriptor, chunk)) {
    hash.update(chunk.subarray(0, length));
  }
  return hash.digest('hex');
}
