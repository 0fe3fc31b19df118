import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { grouped, spread } from '../spread.js';
import type { Cost } from './cost.js';
import type { Measure } from './measure.js';

/**
 * How many events a second the engine judges on one core, over what was recorded of real programs (test/fixtures/eval),
 * with how much memory, and what each heuristic adds: `node run.js [ROUNDS [EVENTS [PROCESSES]]]`. Times are of the
 * processor, so that a busy host bears on them by its caches only.
 */
const [rounds, events, processes] = [0, 1, 2].map(argument) as [number, number, number];

function argument(index: number): number {
  const text = process.argv[2 + index] ?? ['5', '1000000', '100000'][index]!;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`usage: run.js [ROUNDS [EVENTS [PROCESSES]]]: ${text} is no whole number above 0`);
    process.exit(2);
  }
  return value;
}

/** Runs a script on the last core, in a process of its own. */
function run<T>(script: string, ...args: number[]): T {
  const path = fileURLToPath(new URL(`./${script}.js`, import.meta.url));
  const argv = ['-c', String(cpus().length - 1), process.execPath, '--expose-gc', path, ...args.map(String)];
  const { status, stdout, stderr, error } = spawnSync('taskset', argv, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) throw new Error(`${script}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as T;
}

const measures: Measure[] = [];
const costs: Cost[][] = [];
for (let round = 0; round < rounds; round++) {
  measures.push(run<Measure>('measure', events, processes));
  costs.push(run<Cost[]>('cost', events));
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const over = (value: (measure: Measure) => number, show: (value: number) => string): string =>
  spread(measures.map(value), show);

const first = measures[0]!;
console.log(`${grouped(first.events)} events after ${grouped(first.processes)} processes, ${rounds} rounds, Node.js ${process.version}
reports of incidents: ${grouped(first.reports)}; open in the end: ${first.open}, the others given up for room

events a second: ${over(({ events: count, seconds }) => count / seconds, grouped)}
nanoseconds an event: ${over(({ events: count, seconds }) => (seconds * 1e9) / count, grouped)}
state of the engine: ${over(({ state }) => state, megabytes)}
memory of the process at most: ${over(({ peak }) => peak, megabytes)}
`);
console.log('| part of the engine | nanoseconds an event of the stream |');
console.log('| --- | --- |');
for (const [index, { part }] of costs[0]!.entries()) {
  const own = costs.map((round) => round[index]!.nanoseconds);
  console.log(`| ${part} | ${spread(own, (value) => value.toFixed(0))} |`);
}
