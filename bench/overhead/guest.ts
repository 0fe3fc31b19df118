import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sensor } from '../../src/native/sensor.js';
import { CALLS, parseCosts } from './calls.js';

// Runs in a guest whose clock counts instructions: writes $RESULTS/costs.json, costs by attach mode and kind of call.
// Nothing reads the ring meanwhile, which has room for all events: what is counted is what the caller pays.

const RING_BYTES = 256 << 20;

const costs: Record<string, Record<string, number>> = { nothing: measure() };
for (const mode of process.env['MODES']!.split(' ') as ('fentry' | 'tracepoint')[]) {
  const sensor = Sensor.load({ attach: mode, ringBytes: RING_BYTES });
  sensor.attach();
  costs[mode] = measure();
  const dropped = sensor.counts().reduce((sum, one) => sum + one.dropped, 0);
  sensor.close();
  if (dropped > 0) throw new Error(`${mode}: ${dropped} events did not fit into the ring, so the figures are too low`);
}
writeFileSync(join(process.env['RESULTS']!, 'costs.json'), JSON.stringify(costs));

function measure(): Record<string, number> {
  return Object.fromEntries(parseCosts(execFileSync(CALLS, { encoding: 'utf8' })));
}
