import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { command } from './command.js';
import { KERNELS } from './kernel-package.js';
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

/** The last result of each of these kernels that was ever tried. */
export async function lastResults(runs: string, versions: readonly string[]): Promise<KernelResult[]> {
  const results: KernelResult[] = [];
  for (const version of versions) {
    try {
      results.push(JSON.parse(await readFile(join(runs, version, FILE), 'utf8')) as KernelResult);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return results;
}

/** What was tried, a line a kernel, and what was not, in Markdown. */
export function renderReleases(kernels: readonly KernelResult[]): string {
  const missing = KERNELS.filter((known) => !kernels.some(({ version }) => version === known));
  const lines = kernels.map(
    ({ version, release, revision }) => `- ${version}: \`${release}\`, tried with revision \`${revision}\``,
  );
  const untried = missing.length > 0 ? `\n\nNot tried by all tests: ${missing.join(', ')}.` : '';
  return `Kernels, of Debian:\n\n${lines.join('\n')}${untried}`;
}
