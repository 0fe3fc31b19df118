import { spawnSync } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Reads one audit log with several programs in turn, each on one core, and compares them: `node run.js LOG [ROUNDS [PROGRAMS]]`,
 * where PROGRAMS is how many of them, from the first.
 * Ratios are taken within a round, so that what else the host does bears on both sides.
 */
const [log, roundsText = '5', programsText = '4'] = process.argv.slice(2);
if (log === undefined) {
  console.error('usage: run.js LOG [ROUNDS [PROGRAMS]]');
  process.exit(2);
}
const rounds = Number(roundsText);

interface Program {
  readonly name: string;
  readonly argv: readonly string[];
}

const script = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
const all: Program[] = [
  { name: 'interloper analyze', argv: [process.execPath, script('analyze'), log] },
  { name: 'Node, split into lines', argv: [process.execPath, script('floor'), log] },
  { name: 'ausearch --raw', argv: ['ausearch', '--raw', '--input', log] },
  { name: 'aureport', argv: ['aureport', '--input', log] },
];

const programs = all.slice(0, Number(programsText));

const records = await countLines(log);
const seconds = new Map(programs.map(({ name }) => [name, [] as number[]]));
const memory = new Map<string, number>();

for (let round = 0; round < rounds; round++) {
  for (const { name, argv } of programs) {
    const started = process.hrtime.bigint();
    // taskset gives each one core, of those there are the last
    const { status, stderr, error } = spawnSync('taskset', ['-c', String(cpus().length - 1), ...argv], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    const took = Number(process.hrtime.bigint() - started) / 1e9;
    if (error !== undefined || status !== 0) throw new Error(`${name}: ${error?.message ?? stderr}`);
    seconds.get(name)!.push(took);
    const rss = Number(/^maxrss (\d+)$/m.exec(stderr)?.[1]);
    if (Number.isFinite(rss)) memory.set(name, Math.max(memory.get(name) ?? 0, rss / 1024));
  }
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const grouped = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
const spread = (values: readonly number[], show: (value: number) => string): string =>
  `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;

console.log(
  `${grouped(records)} records, ${grouped(statSync(log).size)} bytes, ${rounds} rounds, Node.js ${process.version}\n`,
);
console.log('| program | records a second | times as long as interloper | most memory, MB |');
console.log('| --- | --- | --- | --- |');
const ours = seconds.get(programs[0]!.name)!;
for (const { name } of programs) {
  const own = seconds.get(name)!;
  const ratios = own.map((value, round) => value / ours[round]!);
  const rates = own.map((value) => records / value);
  const rss = memory.get(name);
  console.log(
    `| ${name} | ${spread(rates, grouped)} | ${spread(ratios, (value) => value.toFixed(value < 10 ? 2 : 1))} | ${rss === undefined ? '' : Math.round(rss)} |`,
  );
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const chunk of createReadStream(path)) for (const byte of chunk as Buffer) if (byte === 10) count++;
  return count;
}
