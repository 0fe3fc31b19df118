import assert from 'node:assert/strict';
import type { Event, Operation } from '../../src/model/event.js';
import type { Process } from '../../src/model/process.js';
import { event, incidentsOf, process } from './build.js';

const exe = { path: '/opt/model', device: 1, inode: 7, memfd: false, unlinked: false, inMemory: false, mode: 0o755 };
const first = process(500, 'model', { exe });
const second = process(501, 'model', { exe });

const copy = (operation: Operation, from: Process, to: Process, ms: number, more: Partial<Event> = {}): Event =>
  event(operation, ms, {
    actor: from,
    target: { process: to },
    bytes: 4096,
    memory: { address: 0x7f0000, length: 4096, region: 'anonymous' },
    ...more,
  });

const severities = (...events: Event[]): string[] => incidentsOf(events).map(({ severity }) => severity);

describe('processes that reach into each other', () => {
  it('are low where they run one program, and the target did so before', () => {
    const read = copy('remote-read', second, first, 0);
    const writes = [copy('remote-write', first, second, 1), copy('remote-write', first, second, 2)];
    assert.deepEqual(severities(read, ...writes), ['info', 'low']);
  });

  it('are high where the target did so only after it was written to', () => {
    assert.deepEqual(severities(copy('remote-write', first, second, 1), copy('remote-read', second, first, 2)), [
      'high',
      'info',
    ]);
  });

  for (const [name, target] of Object.entries({
    'run different programs': process(501, 'other'),
    'run for different users': { ...second, uid: 0, euid: 0 },
  })) {
    it(`are not lowered where they ${name}`, () => {
      const incidents = incidentsOf([copy('remote-read', target, first, 0), copy('remote-write', first, target, 1)]);
      assert.ok(incidents.some(({ score }) => score >= 70));
    });
  }

  for (const [name, next] of Object.entries({
    'code is written': copy('remote-write', first, second, 3, { memory: { address: 1, region: 'text' } }),
    'the mem file is written': copy('mem-write', first, second, 3),
    'registers are set': copy('set-registers', first, second, 3),
  })) {
    it(`are not lowered any more once ${name}`, () => {
      const before = [copy('remote-read', second, first, 0), copy('remote-write', first, second, 1)];
      const after = copy('remote-write', first, second, 4);
      assert.deepEqual(severities(...before, next, after), ['info', 'high']);
    });
  }
});
