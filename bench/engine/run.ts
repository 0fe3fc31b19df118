import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { HEURISTICS } from '../../src/detect/index.js';
import type { Measure } from './measure.js';

/**
 * How many events a second the engine judges on one core, over what was recorded of real programs (test/fixtures/eval),
 * and what each heuristic adds: `node run.js [ROUNDS [EVENTS [PROCESSES]]]`. In every round each measurement has a process
 * of its own, one after the other on the same core, so that what else the host does bears on all of them.
 */
const [rounds, events, processes] = [0, 1, 2].map(argument) as [number, number, number];

function argument(index: number): number {
  const text = process.argv[2 + index] ?? ['5', '2000000', '100000'][index]!;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    console.error(`usage: run.js [ROUNDS [EVENTS [PROCESSES]]]: ${text} is no whole number above 0`);
    process.exit(2);
  }
  return value;
}

const ids = HEURISTICS.map(({ definition }) => definition.id);
/** '' is all of them. */
const without = ['', ...ids];
const measures = new Map<string, Measure[]>(without.map((id) => [id, []]));

for (let round = 0; round < rounds; round++) {
  for (const id of without) measures.get(id)!.push(measure(id));
}

function measure(id: string): Measure {
  const script = fileURLToPath(new URL('./measure.js', import.meta.url));
  const argv = [process.execPath, '--expose-gc', script, String(events), String(processes), id];
  const { status, stdout, stderr, error } = spawnSync('taskset', ['-c', String(cpus().length - 1), ...argv], {
    encoding: 'utf8',
  });
  if (error !== undefined || status !== 0) throw new Error(`${argv.join(' ')}: ${error?.message ?? stderr}`);
  return JSON.parse(stdout) as Measure;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const grouped = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
const spread = (values: readonly number[], show: (value: number) => string): string =>
  `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

const all = measures.get('')!;
const [first] = all;
const rate = ({ events: count, seconds }: Measure): number => count / seconds;
const nanoseconds = ({ events: count, seconds }: Measure): number => (seconds * 1e9) / count;

console.log(`${grouped(first!.events)} events of ${grouped(first!.processes)} processes, ${rounds} rounds, Node.js ${process.version}
incidents at the end: ${first!.open} open, ${first!.evicted} given up for room

events a second:     ${spread(all.map(rate), grouped)}
nanoseconds a event: ${spread(all.map(nanoseconds), (value) => value.toFixed(0))}
state of the engine: ${spread(
  all.map(({ state }) => state),
  megabytes,
)}
memory of the process at most: ${spread(
  all.map(({ peak }) => peak),
  megabytes,
)}
`);

console.log('| heuristic | times run | fired | nanoseconds a event of the stream |');
console.log('| --- | --- | --- | --- |');
for (const id of ids) {
  const own = measures.get(id)!;
  const costs = own.map((measured, round) => nanoseconds(all[round]!) - nanoseconds(measured));
  const { ran, fired } = first!.heuristics[id]!;
  console.log(`| ${id} | ${grouped(ran)} | ${grouped(fired)} | ${spread(costs, (value) => value.toFixed(1))} |`);
}
