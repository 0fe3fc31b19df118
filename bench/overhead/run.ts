import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { Sensor } from '../../src/sensor.js';
import { AuditDaemon } from '../../test/support/auditd.js';
import { REPOSITORY } from '../../test/support/repository.js';

// What a system call costs under the sensor, and under auditd with the rules that `interloper rules --format auditd`
// prints, over what it costs under neither: all measured in turn, in several rounds.
// usage: node dist/bench/overhead/run.js [ROUNDS]

const ROUNDS = Number(process.argv[2] ?? 5);

/** Nanoseconds a call, by kind of call. */
type Costs = Map<string, number>;

const folder = mkdtempSync(join(tmpdir(), 'interloper-bench-'));
const program = join(folder, 'calls');
execFileSync('gcc', ['-O2', '-Wall', '-o', program, join(REPOSITORY, 'bench/overhead/calls.c')]);

async function measure(): Promise<Costs> {
  const child = spawn(program, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  await once(child, 'close');
  return parse(text);
}

function parse(text: string): Costs {
  const rows = text.trim().split('\n');
  return new Map(rows.map((row) => row.split('\t')).map(([kind, cost]) => [kind!, Number(cost)]));
}

/** A task that is made under this rule has no audit context, as on a host where auditing was never switched on. */
async function withoutAudit<T>(run: () => Promise<T>): Promise<T> {
  execFileSync('auditctl', ['-a', 'never,task']);
  try {
    return await run();
  } finally {
    execFileSync('auditctl', ['-D'], { stdio: 'ignore' });
  }
}

async function withSensor(options: { i386: boolean }): Promise<Costs> {
  let lost = 0;
  const sensor = Sensor.start({
    ...options,
    onIncident: () => {},
    onLoss: ({ count }) => {
      lost += count;
    },
  });
  const costs = await withoutAudit(measure);
  await sensor.stop();
  if (lost > 0) console.log(`(${lost} events were lost: the reader was slower than the benchmark)`);
  return costs;
}

async function withAuditd(): Promise<Costs> {
  const daemon = new AuditDaemon('RAW');
  try {
    await daemon.start(rulesFile('x86_64'));
    const { stdout } = await daemon.run(program);
    await daemon.stop();
    return parse(stdout);
  } finally {
    daemon.remove();
  }
}

const SUBJECTS: Record<string, () => Promise<Costs>> = {
  nothing: () => withoutAudit(measure),
  sensor: () => withSensor({ i386: false }),
  'sensor --i386': () => withSensor({ i386: true }),
  auditd: withAuditd,
};

const rounds: Map<string, Costs>[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const costs = new Map<string, Costs>();
  for (const [name, run] of Object.entries(SUBJECTS)) costs.set(name, await run());
  rounds.push(costs);
}
rmSync(folder, { recursive: true });

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)]!;
const spread = (values: readonly number[], digits: number): string => {
  const [low, high] = [sorted(values)[0]!, sorted(values).at(-1)!];
  return `${median(values).toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
};

console.log(`ns a call: median of ${ROUNDS} rounds (least–most). Ratios are to nothing, in the same round.\n`);
const names = Object.keys(SUBJECTS);
console.log(`| call | ${names.join(' | ')} |\n| --- | ${names.map(() => '---').join(' | ')} |`);
for (const kind of rounds[0]!.get('nothing')!.keys()) {
  const cells = names.map((name) => {
    const costs = rounds.map((round) => round.get(name)!.get(kind)!);
    if (name === 'nothing') return spread(costs, 0);
    const ratios = rounds.map((round, index) => costs[index]! / round.get('nothing')!.get(kind)!);
    return `${spread(costs, 0)}, ×${spread(ratios, 2)}`;
  });
  console.log(`| ${kind} | ${cells.join(' | ')} |`);
}
