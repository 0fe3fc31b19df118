import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where the kernel's file systems are mounted; tests have their own. */
export interface Roots {
  readonly proc: string;
  readonly sys: string;
}

export const ROOTS: Roots = { proc: '/proc', sys: '/sys' };

/** Not there, gone meanwhile, or not for us: what the kernel answers about a process that ended, or another user's. */
const UNKNOWN = new Set(['ENOENT', 'ESRCH', 'ENOTDIR', 'EACCES', 'EPERM', 'EINVAL', 'EIO']);

function unlessUnknown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (UNKNOWN.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** The file's text, or undefined where it cannot be known. Bytes that are not UTF-8 become U+FFFD. */
export const readText = (path: string): string | undefined => unlessUnknown(() => readFileSync(path, 'utf8'));

/** Where a symbolic link points, as text; undefined where it cannot be known. */
export const readLink = (path: string): string | undefined => unlessUnknown(() => readlinkSync(path));

/** Names in a directory; undefined where it cannot be known. */
export const readNames = (path: string): string[] | undefined => unlessUnknown(() => readdirSync(path));
