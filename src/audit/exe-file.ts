import type { File } from '../model/process.js';

const DELETED = ' (deleted)';
const MEMFD = '/memfd:';

/**
 * The file that `exe=` names: a path from the dentries, to which the kernel adds ` (deleted)` for a file that no directory
 * names any more. The dentry of a memfd is `memfd:NAME` on a mount that no path leads to.
 *
 * A file may be called `x (deleted)` by whoever makes it; then this says unlinked of one that is not. It cannot hide one
 * that is.
 */
export function exeFile(text: string): File {
  if (!text.endsWith(DELETED)) return { path: text, memfd: false, unlinked: false };
  const path = text.slice(0, -DELETED.length);
  if (path.startsWith(MEMFD)) return { path: path.slice(1), memfd: true, unlinked: true };
  return { path, memfd: false, unlinked: true };
}
