import type { Event } from '../../src/model/event.js';
import { readFixture, recordedIds } from '../../test/eval/fixtures.js';

/** What the sensor told of each program of the evaluation. */
export function recordings(): Event[][] {
  return recordedIds().map((id) => readFixture(id, 'bpf') ?? []);
}

/** Seconds of the processor that `work` took, the garbage collector's share included. */
export function processorSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
