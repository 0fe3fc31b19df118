import { readdirSync, readSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chunksOf } from './log-file.js';
import { rotationNumber, stemOf } from './rotation.js';

/** What follows a log's growth. */
export interface Follower {
  /** the next bytes; the buffer is filled again after the call */
  readonly chunk: (bytes: Buffer) => void;
  /** a file has ended, another begins: what follows is not the rest of its last line */
  readonly fileEnd: () => void;
  /** called in every turn, also when nothing came */
  readonly turn: () => void;
  /** rotated files went away before they were read, or a file shrank: what was in them is not known */
  readonly lost: (why: string) => void;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** ms between looks */
  readonly interval?: number;
  /** read what is there already; without it only what is added from the moment of the call on */
  readonly fromStart?: boolean;
}

interface Identity {
  readonly dev: number;
  readonly ino: number;
}

const INTERVAL = 200;
const SKIPPED_AT_ONCE = 1 << 20;

const identityOf = (path: string): (Identity & { size: number }) | undefined => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : { dev: stat.dev, ino: stat.ino, size: stat.size };
};

const isSame = (a: Identity, b: Identity): boolean => a.dev === b.dev && a.ino === b.ino;

/**
 * Reads a plain log as it grows, until the signal: through rotation by renaming (also several between two looks), through
 * truncation, and while there is no file.
 * @throws {NodeJS.ErrnoException} where a file is there and cannot be read
 */
export async function follow(path: string, follower: Follower, options: FollowOptions): Promise<void> {
  const { signal, interval = INTERVAL } = options;
  let handle: FileHandle | undefined;
  let current: Identity | undefined;
  let position = 0;
  // before anything is waited for
  let left = (options.fromStart ?? true) ? undefined : identityOf(path);

  const drain = async (): Promise<void> => {
    for await (const chunk of chunksOf(handle!)) {
      position += chunk.length;
      follower.chunk(chunk);
      if (signal.aborted) return;
    }
  };
  const openFile = async (file: string): Promise<void> => {
    handle = await open(file, 'r');
    const stat = await handle.stat();
    current = { dev: stat.dev, ino: stat.ino };
    position = 0;
  };
  const closeFile = async (): Promise<void> => {
    await handle?.close();
    handle = undefined;
    follower.fileEnd();
  };

  try {
    while (!signal.aborted) {
      if (handle === undefined && identityOf(path) !== undefined) {
        await openFile(path);
        if (left !== undefined && isSame(left, current!)) position = skip(handle!, left.size);
        left = undefined;
      }
      if (handle !== undefined) {
        const { size } = await handle.stat();
        if (size < position) {
          follower.lost(`${path} was truncated`);
          await closeFile();
          continue;
        }
        await drain();
        const named = identityOf(path);
        if (named !== undefined && !isSame(named, current!)) {
          // what was written between the last read and the renaming
          await drain();
          const before = current!;
          await closeFile();
          for (const file of rotatedSince(path, before, follower)) {
            await openFile(file);
            await drain();
            await closeFile();
          }
          continue;
        }
      }
      follower.turn();
      await sleep(interval, undefined, { signal }).catch(() => {});
    }
  } finally {
    await handle?.close();
  }
}

/** Leaves out so many bytes, or all there are. Returns how many. */
function skip(handle: FileHandle, bytes: number): number {
  const buffer = Buffer.allocUnsafe(SKIPPED_AT_ONCE);
  let position = 0;
  // the handle's own position is what the next read goes on from
  for (let read = 1; read > 0 && position < bytes; position += read) {
    read = readSync(handle.fd, buffer, 0, Math.min(buffer.length, bytes - position), null);
  }
  return position;
}

/** Files that were the log after `left` was, oldest first. */
function rotatedSince(path: string, left: Identity, follower: Follower): string[] {
  const folder = dirname(path);
  const name = basename(path);
  const rotated = readdirSync(folder)
    .filter((file) => file !== name && basename(stemOf(join(folder, file))) === name)
    .map((file) => ({
      file: join(folder, file),
      number: rotationNumber(file),
      identity: identityOf(join(folder, file)),
    }))
    .filter(({ number, identity }) => number > 0 && identity !== undefined)
    .sort((a, b) => b.number - a.number);
  const index = rotated.findIndex(({ identity }) => isSame(identity!, left));
  if (index >= 0) return rotated.slice(index + 1).map(({ file }) => file);
  // the file is gone: all that is numbered may be older or newer than it
  if (rotated.length > 0)
    follower.lost(`${path} was rotated, and the file that was read is not among the rotated ones`);
  return [];
}
