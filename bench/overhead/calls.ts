import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HELPERS } from '../../test/support/helper-program.js';
import { REPOSITORY } from '../../test/support/repository.js';

/** The compiled calls.c, in the folder of programs that guests are given too. */
export const CALLS = join(REPOSITORY, HELPERS, 'calls');

/** Nanoseconds a call, by kind of call. */
export type Costs = ReadonlyMap<string, number>;

export function compileCalls(): void {
  mkdirSync(dirname(CALLS), { recursive: true });
  execFileSync('gcc', ['-O2', '-Wall', '-o', CALLS, join(REPOSITORY, 'bench/overhead/calls.c')]);
}

/** Reads what it prints. */
export function parseCosts(text: string): Costs {
  const rows = text.trim().split('\n');
  return new Map(rows.map((row) => row.split('\t')).map(([kind, cost]) => [kind!, Number(cost)]));
}
