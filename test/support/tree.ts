import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A file's text, or where a symbolic link points. */
export type Entry = string | { readonly link: string };

/** Makes the files below a new temporary folder, calls `use` with it, and removes it. */
export function withTree<T>(entries: Readonly<Record<string, Entry>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
  try {
    for (const [name, entry] of Object.entries(entries)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (typeof entry === 'string') writeFileSync(path, entry);
      else symlinkSync(entry.link, path);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
