import assert from 'node:assert/strict';
import type { Incident } from '../../src/model/incident.js';
import type { Item } from '../../src/sinks/item.js';
import { formatJsonLine, JsonlSink } from '../../src/sinks/jsonl.js';
import { at, event, incidentOf, onTarget, process } from '../detect/build.js';
import { MemoryStream } from './memory-stream.js';

interface Line {
  readonly kind: string;
  readonly severity?: string;
  readonly actor?: Readonly<
    Record<'pid' | 'tid' | 'start' | 'comm' | 'exe' | 'cmdline' | 'uid' | 'ppid' | 'cgroup' | 'capabilities', unknown>
  >;
  readonly target?: { readonly pid: number } | null;
  readonly argument?: number;
  readonly first?: string;
  readonly reasons?: readonly string[];
  readonly reasonDetails?: unknown;
  readonly args?: unknown;
  readonly memory?: unknown;
  readonly file?: unknown;
  readonly operation?: string;
}

const parse = (item: Item): Line => JSON.parse(formatJsonLine(item)) as Line;

const incident: Incident = incidentOf([
  onTarget('attach', 1.000001, { actor: process(100, 'editor', { cmdline: 'editor -p 200', cgroup: 77 }) }),
  onTarget('write-text', 2, { actor: process(100, 'editor') }),
]);

describe('JsonlSink', () => {
  it('writes an incident with all that a reader relies on', () => {
    const json = parse({ kind: 'incident', incident });
    assert.deepEqual(Object.keys(json).slice(0, 15), [
      'kind',
      'id',
      'revision',
      'severity',
      'score',
      'title',
      'heuristics',
      'attack',
      'actor',
      'target',
      'reasons',
      'first',
      'last',
      'events',
      'lost',
    ]);
    assert.equal(json.kind, 'incident');
    assert.equal(json.severity, 'high');
    assert.equal(json.first, '2027-01-15T08:00:00.001000001Z');
    assert.deepEqual(
      json.reasons,
      incident.reasons.map(({ text }) => text),
    );
    assert.deepEqual(json.reasonDetails, incident.reasons);
    const actor = json.actor!;
    const { pid, tid, start, comm, exe, cmdline, uid, ppid, cgroup, capabilities } = actor;
    assert.deepEqual(
      { pid, tid, start, comm, exe, cmdline, uid, ppid, cgroup, capabilities },
      {
        pid: 100,
        tid: 100,
        start: 100_000_000,
        comm: 'editor',
        exe: '/usr/bin/editor',
        cmdline: 'editor -p 200',
        uid: 1000,
        ppid: 1,
        cgroup: '77',
        capabilities: '0x0',
      },
    );
  });

  it('has null for no target, and the argument for one that was not resolved', () => {
    const exec = event('exec', 0, { file: { memfd: true, unlinked: true } });
    assert.equal(parse({ kind: 'incident', incident: incidentOf([exec]) }).target, null);
    const unresolved = parse({
      kind: 'incident',
      incident: incidentOf([event('write-text', 0, { target: { argument: 7 } })]),
    });
    assert.equal(unresolved.target, null);
    assert.equal(unresolved.argument, 7);
  });

  it('writes words as strings, exact to the last bit, and leaves unknown fields out', () => {
    const json = parse({
      kind: 'event',
      event: onTarget('write-text', 0, {
        args: [4, 200, 0xffff_8000_0000_0001n],
        memory: { address: 0x7fff_ffff_ffff_fff1n, length: 8 },
        file: { inode: 0xffff_ffff_ffff_ffffn },
      }),
    });
    assert.deepEqual(json.args, ['0x4', '0xc8', '0xffff800000000001']);
    assert.deepEqual(json.memory, { address: '0x7ffffffffffffff1', length: '8' });
    assert.deepEqual(json.file, { inode: '18446744073709551615' });
    assert.equal(json.target?.pid, 200);
    assert.ok(!('tracer' in json));
    assert.equal(json.operation, 'write-text');
  });

  it('writes losses and states', () => {
    const loss = { source: 'bpf', where: 'ring', kind: 'ptrace', count: 3, from: at(0), to: at(1) } as const;
    assert.deepEqual(parse({ kind: 'loss', loss }), {
      kind: 'loss',
      source: 'bpf',
      where: 'ring',
      count: 3,
      of: 'ptrace',
      from: '2027-01-15T08:00:00.000000000Z',
      to: '2027-01-15T08:00:00.001000000Z',
    });
    const status = { state: 'stopped', time: at(0), details: { totals: { events: 5n }, kind: 'forged' } };
    assert.deepEqual(parse({ kind: 'status', status }), {
      kind: 'status',
      state: 'stopped',
      time: '2027-01-15T08:00:00.000000000Z',
      totals: { events: '5' },
    });
  });

  it('tells of events that a slow reader made it drop, as soon as there is room', async () => {
    const stream = new MemoryStream();
    stream.hold = true;
    const sink = new JsonlSink(stream, { maxWaiting: 10 });
    for (let ms = 0; ms < 5; ms++) sink.write({ kind: 'event', event: onTarget('attach', ms) });
    const told = { source: 'bpf', where: 'elsewhere', count: 1, from: at(5), to: at(5) } as const;
    sink.write({ kind: 'loss', loss: told });
    stream.release();
    await sink.lines.close();
    sink.write({ kind: 'status', status: { state: 'stopped', time: at(6) } });
    await sink.close();
    const lines = stream.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ kind }) => kind),
      ['event', 'loss', 'loss', 'status'],
    );
    assert.deepEqual(lines[2], {
      kind: 'loss',
      source: 'bpf',
      where: 'output',
      count: 4,
      from: '2027-01-15T08:00:00.001000000Z',
      to: '2027-01-15T08:00:00.004000000Z',
    });
  });

  it('tells of them before it tells that it stopped, also where the reader stays slow', async () => {
    const stream = new MemoryStream();
    stream.hold = true;
    const sink = new JsonlSink(stream, { maxWaiting: 10 });
    for (let ms = 0; ms < 2; ms++) sink.write({ kind: 'event', event: onTarget('attach', ms) });
    sink.write({ kind: 'status', status: { state: 'stopped', time: at(6) } });
    stream.release();
    await sink.close();
    assert.deepEqual(
      stream.lines.map((line) => (JSON.parse(line) as { kind: string }).kind),
      ['event', 'loss', 'status'],
    );
  });

  it('keeps one line an object, whatever names contain', async () => {
    const stream = new MemoryStream();
    const sink = new JsonlSink(stream);
    const comm = 'a\nb\u2028c\x9b2J\u202e';
    sink.write({ kind: 'incident', incident: incidentOf([onTarget('attach', 0, { actor: process(1, comm) })]) });
    sink.write({ kind: 'status', status: { state: 'stopped', time: at(0) } });
    await sink.close();
    assert.equal(stream.lines.length, 2);
    assert.doesNotMatch(stream.text, /[\x7f-\x9f\u2028\u202e]/);
    assert.equal((JSON.parse(stream.lines[0]!) as { actor: { comm: string } }).actor.comm, comm);
  });
});
