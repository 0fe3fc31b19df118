import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HELPERS } from '../../test/support/helper-program.js';
import { REPOSITORY } from '../../test/support/repository.js';

/** The compiled calls.c and empty.c, in the folder of programs that guests are given too. */
export const CALLS = join(REPOSITORY, HELPERS, 'calls');
export const EMPTY = join(REPOSITORY, HELPERS, 'empty');

/** Nanoseconds a call, by kind of call. */
export type Costs = ReadonlyMap<string, number>;

export function compilePrograms(): void {
  mkdirSync(dirname(CALLS), { recursive: true });
  for (const program of [CALLS, EMPTY]) {
    const source = join(REPOSITORY, 'bench/overhead', `${basename(program)}.c`);
    execFileSync('gcc', ['-O2', '-Wall', '-o', program, source], { stdio: ['ignore', 'inherit', 'inherit'] });
  }
}

/** Reads what it prints. */
export function parseCosts(text: string): Costs {
  const rows = text.trim().split('\n');
  return new Map(rows.map((row) => row.split('\t')).map(([kind, cost]) => [kind!, Number(cost)]));
}
