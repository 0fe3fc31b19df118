import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, also when the compiled test is in dist/. */
export const REPOSITORY = findUpward(dirname(fileURLToPath(import.meta.url)), 'Makefile');

function findUpward(folder: string, name: string): string {
  if (existsSync(join(folder, name))) return folder;
  const parent = dirname(folder);
  if (parent === folder) return process.cwd();
  return findUpward(parent, name);
}
