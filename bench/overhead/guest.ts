import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { Sensor } from '../../src/native/sensor.js';
import { AuditDaemon } from '../../test/support/auditd.js';
import { CALLS, EMPTY, parseCosts } from './calls.js';
import { startObserver } from './observer.js';

// Runs in a guest whose clock counts instructions: writes $RESULTS/costs.json, costs by attach mode, and with auditd, and
// kind of call. In attach mode tracepoint also as it is from when some /proc/PID/mem was opened for writing, for writes
// are watched from then on. What is counted is what the caller pays: nothing reads the ring meanwhile, which has room for
// all events, and what auditd does is its own time. auditd is last, for auditing cannot be switched off again for
// programs that were started meanwhile.

/** An exact clock needs fewer calls, and all of auditd's records have to go somewhere. */
const DIVISOR = '2';
const AUDITED_DIVISOR = '10';
const RING_BYTES = 256 << 20;

const costs: Record<string, Record<string, number>> = { nothing: measure() };
for (const mode of process.env['MODES']!.split(' ') as ('fentry' | 'tracepoint')[]) {
  const sensor = Sensor.load({ attach: mode, ringBytes: RING_BYTES });
  sensor.attach();
  costs[mode] = measure();
  if (mode === 'tracepoint') {
    sensor.watchMemWrites();
    costs['tracepoint, a mem file opened'] = measure();
  }
  const dropped = sensor.counts().reduce((sum, one) => sum + one.dropped, 0);
  sensor.close();
  if (dropped > 0) throw new Error(`${mode}: ${dropped} events did not fit into the ring, so the figures are too low`);
}
const stop = await startObserver(EMPTY);
costs['empty program'] = measure();
await stop();
const daemon = new AuditDaemon('RAW');
await daemon.start(rulesFile('x86_64'));
costs['auditd'] = costsOf((await daemon.run(CALLS, AUDITED_DIVISOR)).stdout);
daemon.remove();
writeFileSync(join(process.env['RESULTS']!, 'costs.json'), JSON.stringify(costs));

function measure(): Record<string, number> {
  return costsOf(execFileSync(CALLS, [DIVISOR], { encoding: 'utf8' }));
}

function costsOf(text: string): Record<string, number> {
  return Object.fromEntries(parseCosts(text));
}
