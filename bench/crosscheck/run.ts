import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Crosscheck } from '../../src/crosscheck/index.js';
import { generate } from './generate.js';

/**
 * Cross-checks calls that are made up on the way: `node run.js [CALLS [ROUNDS]]`, by default a million. Each measure is a
 * process of its own; making the calls up is measured for itself in each round.
 */
const APART_NS = 20_000;
const START = { seconds: 1_800_000_000, nanos: 0 };

const [first = '1000000', second = '3', third] = process.argv.slice(2);
if (first === 'measure') measure(Number(second), third!);
else compare(Number(first), Number(second));

interface Measured {
  readonly seconds: number;
  /** of the processor, the garbage collector's included */
  readonly processor: number;
  readonly megabytes: number;
  readonly result: string;
}

function measure(calls: number, what: string): void {
  const loss = what === 'loss' ? 0.02 : 0;
  const started = performance.now();
  let result = '';
  if (what === 'calls alone') {
    let count = 0;
    for (const { sensor, audit } of generate(calls, loss, APART_NS)) count += Number(sensor !== audit);
    result = `${count} calls`;
  } else {
    const crosscheck = new Crosscheck();
    const end = { seconds: START.seconds + Math.ceil((calls * APART_NS * 1.1) / 1e9) + 10, nanos: 0 };
    let lost = { sensor: 0, audit: 0 };
    if (loss > 0) for (const told of generate(calls, loss, APART_NS)) lost = count(lost, told);
    crosscheck.attached({ time: START });
    crosscheck.auditStatus({ time: START, enabled: 1, pid: 1, lost: 0 });
    crosscheck.sensorLoss({ source: 'bpf', where: 'ring', kind: 'ptrace', count: lost.sensor, from: START, to: end });
    crosscheck.auditStatus({ time: end, enabled: 1, pid: 1, lost: lost.audit });
    for (const { sensor, audit } of generate(calls, loss, APART_NS)) {
      if (sensor !== undefined) crosscheck.sensor(sensor);
      if (audit !== undefined) crosscheck.audit(audit);
    }
    const { totals, clock } = crosscheck.finish();
    result = `${JSON.stringify(totals)}, ${clock.exact} ms predicted exactly`;
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  const processor = (user + system) / 1e6;
  console.log(JSON.stringify({ seconds, processor, megabytes: process.resourceUsage().maxRSS / 1024, result }));
}

function count(lost: { sensor: number; audit: number }, told: { sensor: unknown; audit: unknown }): typeof lost {
  if (told.sensor === undefined) lost.sensor++;
  if (told.audit === undefined) lost.audit++;
  return lost;
}

function compare(calls: number, rounds: number): void {
  for (let round = 1; round <= rounds; round++) {
    for (const what of ['calls alone', 'no loss', 'loss']) {
      const argv = [fileURLToPath(import.meta.url), 'measure', String(calls), what];
      const { stdout, status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      const { seconds, processor, megabytes, result } = JSON.parse(stdout) as Measured;
      const times = `${seconds.toFixed(2)} s, ${processor.toFixed(2)} s of the processor`;
      console.log(`round ${round}, ${what}: ${times}, ${megabytes.toFixed(0)} MB, ${result}`);
    }
  }
}
