import assert from 'node:assert/strict';
import type { Event } from '../../src/model/event.js';
import { fromJson, MalformedItemError } from '../../src/sinks/from-json.js';
import type { Item } from '../../src/sinks/item.js';
import { formatJsonLine } from '../../src/sinks/jsonl.js';
import { at, event, incidentOf, onTarget, process } from '../detect/build.js';

const reread = (item: Item): Item | undefined => fromJson(JSON.parse(formatJsonLine(item)));

const full: Event = onTarget('write-text', 1.5, {
  actor: process(100, 'editor', {
    capabilities: 0x1ff_ffff_ffff,
    cgroup: 2n ** 60n + 1n,
    parent: { tgid: 1, start: 5, comm: 'init' },
    exe: { path: '/usr/bin/editor', device: 0x80_0001, inode: 2n ** 63n + 3n },
  }),
  tracer: process(7, 'tracer'),
  args: [1, 2n ** 64n - 1n, -100],
  memory: { address: 0x7fff_ffff_f000, length: 4096, prot: 5, region: 'stack' },
  file: { path: 'memfd:x', memfd: true, inode: 9 },
  bytes: 8,
  ret: -1,
});

describe('fromJson', () => {
  it('gives back what was written, to the last bit', () => {
    const items: Item[] = [
      { kind: 'event', event: full },
      { kind: 'event', event: event('exec', 2) },
      { kind: 'event', event: event('attach', 2, { target: { argument: 7 } }) },
      { kind: 'incident', incident: incidentOf([onTarget('attach', 0), full]) },
      { kind: 'incident', incident: { ...incidentOf([onTarget('attach', 0)]), helpers: [process(7, 'helper')] } },
      { kind: 'incident', incident: incidentOf([event('exec', 0, { file: { path: 'memfd:x', memfd: true } })]) },
      { kind: 'loss', loss: { source: 'bpf', where: 'ring', kind: 'ptrace', count: 3, from: at(0), to: at(5) } },
      { kind: 'loss', loss: { source: 'audit', where: 'backlog', count: 1, from: at(0), to: at(5) } },
      { kind: 'status', status: { state: 'stopped', time: at(1), details: { events: 5 } } },
    ];
    for (const item of items) assert.deepEqual(reread(item), item);
  });

  it('does not know other kinds', () => {
    assert.equal(fromJson({ kind: 'something' }), undefined);
  });

  it('refuses what is no item, and says what it lacks', () => {
    const line = JSON.parse(formatJsonLine({ kind: 'event', event: full })) as Record<string, unknown>;
    const cases: [unknown, RegExp][] = [
      [7, /no object/],
      [{ kind: 'event' }, /operation/],
      [{ ...line, time: 'yesterday' }, /time/],
      [{ ...line, actor: {} }, /actor\.pid/],
      [{ ...line, args: ['x'] }, /args/],
      [{ ...line, memory: { address: '0xzz' } }, /address/],
      [{ kind: 'incident', id: 'x', severity: 'low' }, /attack/],
      [{ kind: 'loss' }, /count/],
    ];
    for (const [json, message] of cases) {
      assert.throws(
        () => fromJson(json),
        (error) => error instanceof MalformedItemError && message.test(error.message),
      );
    }
  });
});
