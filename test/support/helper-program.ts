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

/** The path of a helper program of test/kernel/evasions, compiled where its source or a header is newer. */
export function helperProgram(name: string): string {
  const program = join(REPOSITORY, HELPERS, name);
  const source = join(REPOSITORY, SOURCES, `${name}.c`);
  if (!existsSync(source) || isNewer(program, [source, ...listHeaders()])) return program;
  mkdirSync(join(REPOSITORY, HELPERS), { recursive: true });
  const fresh = `${program}.${process.pid}`;
  execFileSync(
    'gcc',
    ['-std=gnu17', '-O1', '-Wall', '-Wextra', '-Werror', ...(FLAGS[name] ?? []), '-o', fresh, source],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  renameSync(fresh, program);
  return program;
}

/** Compiles all of them, for a machine without a compiler. */
export function compileHelperPrograms(): void {
  for (const name of readdirSync(join(REPOSITORY, SOURCES))) {
    if (name.endsWith('.c')) helperProgram(basename(name, '.c'));
  }
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
