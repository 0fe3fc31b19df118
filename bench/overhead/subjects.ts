import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { Sensor } from '../../src/sensor.js';
import { AuditDaemon } from '../../test/support/auditd.js';
import { REPOSITORY } from '../../test/support/repository.js';
import { EMPTY } from './calls.js';
import { startObserver } from './observer.js';

/** Runs a program and gives what it wrote to its standard output. */
export type Run = (program: string, args?: readonly string[]) => Promise<string>;

/** What is watching while something is measured. `measure` must start its programs by the `run` that it is given. */
export type Subject = <T>(measure: (run: Run) => Promise<T>) => Promise<T>;

const runHere: Run = async (program, args = []) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return text;
};

/** A task that is made under this rule has no audit context, as on a host where auditing was never switched on. */
const withoutAudit: Subject = async (measure) => {
  execFileSync('auditctl', ['-a', 'never,task']);
  try {
    return await measure(runHere);
  } finally {
    execFileSync('auditctl', ['-D'], { stdio: 'ignore' });
  }
};

const withSensor: Subject = async (measure) => {
  let lost = 0;
  const sensor = Sensor.start({
    onIncident: () => {},
    onLoss: ({ count }) => {
      lost += count;
    },
  });
  const measured = await withoutAudit(measure);
  await sensor.stop();
  if (lost > 0) console.log(`(${lost} events were lost: the reader was slower than the benchmark)`);
  return measured;
};

const withAuditd: Subject = async (measure) => {
  const daemon = new AuditDaemon('RAW');
  try {
    await daemon.start(rulesFile('x86_64'));
    const measured = await measure(async (program, args = []) => (await daemon.run(program, ...args)).stdout);
    await daemon.stop();
    return measured;
  } finally {
    daemon.remove();
  }
};

/** What the tracepoint at the exit of all calls costs, which attach mode tracepoint uses. */
const withEmptyProgram: Subject = (measure) => withObserver(EMPTY, [], measure);

/** bpftrace looks for tracefs where a host usually mounts it; one that has not gets it in a mount namespace of its own. */
const withBpftrace: Subject = (measure) => {
  const script =
    '[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing && exec bpftrace "$1"';
  const calls = join(REPOSITORY, 'bench/overhead/calls.bt');
  return withObserver('unshare', ['--mount', 'sh', '-c', script, 'sh', calls], measure);
};

async function withObserver<T>(
  program: string,
  args: readonly string[],
  measure: (run: Run) => Promise<T>,
): Promise<T> {
  const stop = await startObserver(program, args);
  try {
    return await withoutAudit(measure);
  } finally {
    await stop();
  }
}

/** In the order in which they are measured in a round. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
  nothing: withoutAudit,
  'empty program': withEmptyProgram,
  sensor: withSensor,
  bpftrace: withBpftrace,
  auditd: withAuditd,
};
