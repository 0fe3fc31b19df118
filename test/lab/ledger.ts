import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { command } from './command.js';
import type { KernelResult } from './results.js';

const FILE = 'result.json';

/** The commit that is built here; with `+` where files differ from it. */
export async function readRevision(): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await command('git', ['-C', REPOSITORY, ...args])).trim();
  const differs = (await git('status', '--porcelain', '--untracked-files=no')) !== '';
  return (await git('rev-parse', '--short', 'HEAD')) + (differs ? '+' : '');
}

/** Keeps what one kernel came to, for tables of more kernels than one run has time for. */
export async function keepResult(runs: string, result: KernelResult): Promise<void> {
  await writeFile(join(runs, result.version, FILE), JSON.stringify(result));
}

/** The last result of each kernel; undefined where one of them was never tried. */
export async function lastResults(runs: string, versions: readonly string[]): Promise<KernelResult[] | undefined> {
  const results: KernelResult[] = [];
  for (const version of versions) {
    try {
      results.push(JSON.parse(await readFile(join(runs, version, FILE), 'utf8')) as KernelResult);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
  return results;
}

/** What was tried, a line a kernel, in Markdown. */
export function renderReleases(kernels: readonly KernelResult[]): string {
  const lines = kernels.map(
    ({ version, release, revision }) => `- ${version}: \`${release}\`, tried with revision \`${revision}\``,
  );
  return `Kernels, of Debian:\n\n${lines.join('\n')}`;
}
