import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

const GROUP_MAY_WRITE = 0o020;
const OTHERS_MAY_WRITE = 0o002;
const STICKY = 0o1000;

/** Who besides root could change a file, or put another one in its place. */
export interface Weakness {
  /** the file itself, or a directory above it */
  readonly path: string;
  /** goes on a sentence whose subject is `path`: `is writable by everybody` */
  readonly why: string;
}

/**
 * The first thing, from the file upwards, that lets somebody who is not root change it or replace it; undefined where
 * there is none. A group's write permission counts whatever the group, for with an access control list its bits are the
 * mask of all entries (acl(5)). In a directory with the sticky bit only a file's owner can replace it.
 *
 * @throws what lstat(2) says of a path that does not exist or cannot be reached
 */
export function weaknessOf(path: string): Weakness | undefined {
  const real = realpathSync(path);
  const own = weaknessOfFile(lstatSync(real));
  if (own !== undefined) return { path: real, why: own };
  for (let directory = dirname(real); ; directory = dirname(directory)) {
    const why = weaknessOfDirectory(lstatSync(directory));
    if (why !== undefined) return { path: directory, why };
    if (directory === dirname(directory)) return undefined;
  }
}

/** What lets others than root change a file with this owner and mode; goes on a sentence. */
export function weaknessOfFile({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): string | undefined {
  if (uid !== 0) return `belongs to uid ${uid}`;
  if ((mode & OTHERS_MAY_WRITE) !== 0) return 'is writable by everybody';
  return (mode & GROUP_MAY_WRITE) === 0 ? undefined : 'is writable by its group';
}

function weaknessOfDirectory({ uid, mode }: Stats): string | undefined {
  if (uid !== 0) return weaknessOfFile({ uid, mode });
  return (mode & STICKY) === 0 ? weaknessOfFile({ uid, mode }) : undefined;
}
