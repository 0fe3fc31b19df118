import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { REPOSITORY } from './repository.js';

const SOURCES = 'test/kernel/evasions';

/** Where the compiled ones are, relative to the repository: the lab's guests have them from there, and no compiler. */
export const HELPERS = 'build/test-helpers';

/** What a program needs of the compiler besides the usual. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  // 32-bit code without a C library: that for it is on few machines.
  'i386-program': ['-m32', '-nostdlib', '-static', '-ffreestanding', '-fno-pic', '-no-pie', '-fno-stack-protector'],
  'loaded-library': ['-shared', '-fPIC'],
};

/** The path of a helper program of test/kernel/evasions. */
export const helperProgram = (name: string): string => join(REPOSITORY, HELPERS, name);

/** Compiles those whose source or a header is newer; where there are no sources, they were compiled elsewhere. */
export function compileHelperPrograms(): void {
  if (!existsSync(join(REPOSITORY, SOURCES))) return;
  mkdirSync(join(REPOSITORY, HELPERS), { recursive: true });
  for (const name of readdirSync(join(REPOSITORY, SOURCES))) {
    if (name.endsWith('.c')) compile(basename(name, '.c'));
  }
}

function compile(name: string): void {
  const program = helperProgram(name);
  const source = join(REPOSITORY, SOURCES, `${name}.c`);
  if (isNewer(program, [source, ...listHeaders()])) return;
  const fresh = `${program}.${process.pid}`;
  execFileSync(
    'gcc',
    ['-std=gnu17', '-O1', '-Wall', '-Wextra', '-Werror', ...(FLAGS[name] ?? []), '-o', fresh, source],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  renameSync(fresh, program);
}

const listHeaders = (): string[] =>
  readdirSync(join(REPOSITORY, SOURCES))
    .filter((name) => name.endsWith('.h'))
    .map((name) => join(REPOSITORY, SOURCES, name));

function isNewer(program: string, sources: readonly string[]): boolean {
  if (!existsSync(program)) return false;
  const { mtimeMs } = statSync(program);
  return sources.every((source) => statSync(source).mtimeMs <= mtimeMs);
}
