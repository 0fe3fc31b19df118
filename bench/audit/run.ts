import { spawnSync } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { grouped, spread } from '../spread.js';

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

interface Measure {
  /** seconds by the clock, and of the processor */
  readonly wall: number;
  readonly cpu: number;
}

const measures = new Map(programs.map(({ name }) => [name, [] as Measure[]]));
const memory = new Map<string, number>();

/** The shell's `time` tells what the processor was used for; taskset gives one core. */
const TIMED = 'TIMEFORMAT="took %R %U %S"; time taskset -c "$0" "$@" >/dev/null';

for (let round = 0; round < rounds; round++) {
  for (const { name, argv } of programs) {
    const { status, stderr, error } = spawnSync('bash', ['-c', TIMED, String(cpus().length - 1), ...argv], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    const [wall, user, system] = /^took (\S+) (\S+) (\S+)$/m.exec(stderr)?.slice(1).map(Number) ?? [];
    if (error !== undefined || status !== 0 || wall === undefined || user === undefined || system === undefined) {
      throw new Error(`${name}: ${error?.message ?? stderr}`);
    }
    measures.get(name)!.push({ wall, cpu: user + system });
    const rss = Number(/^maxrss (\d+)$/m.exec(stderr)?.[1]);
    if (Number.isFinite(rss)) memory.set(name, Math.max(memory.get(name) ?? 0, rss / 1024));
  }
}

console.log(
  `${grouped(records)} records, ${grouped(statSync(log).size)} bytes, ${rounds} rounds, Node.js ${process.version}\n`,
);
console.log(
  '| program | records a second | records a second of processor time | processor time, times ours | most memory, MB |',
);
console.log('| --- | --- | --- | --- | --- |');
const ours = measures.get(programs[0]!.name)!;
for (const { name } of programs) {
  const own = measures.get(name)!;
  const ratios = own.map(({ cpu }, round) => cpu / ours[round]!.cpu);
  const rss = memory.get(name);
  const cells = [
    name,
    spread(
      own.map(({ wall }) => records / wall),
      grouped,
    ),
    spread(
      own.map(({ cpu }) => records / cpu),
      grouped,
    ),
    spread(ratios, (value) => value.toFixed(value < 10 ? 2 : 1)),
    rss === undefined ? '' : String(Math.round(rss)),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const chunk of createReadStream(path)) for (const byte of chunk as Buffer) if (byte === 10) count++;
  return count;
}
