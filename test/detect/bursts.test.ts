import assert from 'node:assert/strict';
import type { Event } from '../../src/model/event.js';
import type { Process } from '../../src/model/process.js';
import { readFixture, recordedIds } from '../eval/fixtures.js';
import { incidentsOf } from './build.js';

/** The same events, in which equal processes are one object, as decoders hand them on. */
function sharing(events: readonly Event[]): Event[] {
  const known = new Map<string, Process>();
  const shared = (process: Process): Process => {
    const key = JSON.stringify(process, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    if (!known.has(key)) known.set(key, process);
    return known.get(key)!;
  };
  return events.map((event) => ({
    ...event,
    actor: shared(event.actor),
    ...(event.target?.process && { target: { ...event.target, process: shared(event.target.process) } }),
    ...(event.tracer && { tracer: shared(event.tracer) }),
  }));
}

describe('bursts of events', () => {
  for (const source of ['bpf', 'audit'] as const) {
    it(`are judged the same whether their processes are one object or many (${source})`, () => {
      const all = recordedIds().map((id) => readFixture(id, source) ?? []);
      // all recordings at once, so that others come between the events of each
      const mixed = all.flat().sort((a, b) => a.time.nanos - b.time.nanos);
      for (const events of [...all, mixed]) assert.deepEqual(incidentsOf(sharing(events)), incidentsOf(events));
    });
  }
});
