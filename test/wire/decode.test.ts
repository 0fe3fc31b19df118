import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Event } from '../../src/model/event.js';
import { formatTimestamp, secondsBetween } from '../../src/model/timestamp.js';
import { WallClock } from '../../src/wire/clock.js';
import { type Corrupt, Decoder } from '../../src/wire/decode.js';
import {
  EventOffset,
  EventSize,
  EventWidth,
  FileFlags,
  FileInfoOffset,
  ProcessInfoOffset,
} from '../../src/wire/layout.js';
import { told } from '../support/told.js';
import { RecordBuilder, SIZE_ALONE } from './record.js';

const PTRACE = 101;
const MMAP = 9;
const MEMFD_CREATE = 319;

function decode(batch: Uint8Array): { events: Event[]; corrupt: Corrupt[] } {
  const events: Event[] = [];
  const corrupt: Corrupt[] = [];
  const clock = new WallClock(1_700_000_000_000_000_000n);
  new Decoder(
    clock,
    (event) => events.push(event),
    (one) => corrupt.push(one),
  ).decode(batch);
  return { events, corrupt };
}

const attach = (pid = 200): RecordBuilder =>
  new RecordBuilder('EVENT_PTRACE', PTRACE, true).call(0n, 16n, BigInt(pid)).target(pid);
const memfd = (): RecordBuilder =>
  new RecordBuilder('EVENT_MEMFD_CREATE', MEMFD_CREATE)
    .call(3n, 0x7ffe_0000_1000n, 1n)
    .file('memfd:x', FileFlags.FILE_PRESENT | FileFlags.FILE_MEMFD | FileFlags.FILE_IN_MEMORY);

describe('wire decode', () => {
  it('tells a call with its target', () => {
    const { events, corrupt } = decode(attach().u64(EventOffset.time, 12_345_678_901n).bytes);
    assert.deepEqual(corrupt, []);
    const [event] = events;
    assert.equal(event?.operation, 'attach');
    assert.equal(event?.request, 'PTRACE_ATTACH');
    assert.equal(formatTimestamp(event!.time), '2023-11-14T22:13:32.345678901Z');
    assert.deepEqual(event?.args, [16, 200, event?.args?.[2], event?.args?.[3]]);
    assert.equal(event?.target?.process?.tgid, 200);
    assert.equal(event?.target?.process?.exe?.path, '/usr/bin/target');
    assert.equal(event?.actor.exe?.path, '/usr/bin/actor');
    assert.equal(event?.actor.parent?.exe, '/usr/bin/parent');
    assert.equal(event?.actor.capabilities, 1n << 63n);
    assert.equal(event?.actor.tty, 'pts/0');
  });

  it('tells the end of a tracer, which no call made', () => {
    const builder = new RecordBuilder('EVENT_TRACER_EXIT', 0, true).target(200);
    const [event] = decode(builder.bytes).events;
    assert.equal(event?.operation, 'tracer-exit');
    assert.equal(event?.target?.process?.exe?.path, '/usr/bin/target');
    assert.deepEqual([event?.abi, event?.nr, event?.call, event?.args, event?.ret], Array(5).fill(undefined));
  });

  it('tells when a call was entered, exactly', () => {
    const builder = attach().u64(EventOffset.time, 12_345_678_901_234n).u64(EventOffset.entryTime, 12_345_678_900_000n);
    const [event] = decode(builder.bytes).events;
    assert.deepEqual([event?.entryBoot, event?.exitBoot], [12_345_678_900_000, 12_345_678_901_234]);
    assert.equal(secondsBetween(event!.entryTime!, event!.time), 0.000_001_234);
  });

  it('leaves out what the record does not have', () => {
    const [event] = decode(memfd().bytes).events;
    assert.deepEqual(Object.keys(told(event!)).sort(), [
      'abi',
      'actor',
      'args',
      'call',
      'file',
      'flags',
      'nr',
      'operation',
      'ret',
      'source',
      'time',
    ]);
    assert.equal(event?.file?.path, 'memfd:x');
    assert.equal(event?.actor.cmdline, undefined);
  });

  it('gives events of all kinds the same keys, in the same order', () => {
    const [one, other] = decode(Buffer.concat([attach().bytes, memfd().bytes])).events;
    assert.deepEqual(Object.keys(one!), Object.keys(other!));
  });

  it('joins a command line, and cuts the zero bytes at its end', () => {
    const record = memfd().u32(EventOffset.cmdlineLength, 9);
    record.bytes.write('ls\0-l\0\0\0\0', EventOffset.cmdline);
    assert.equal(decode(record.bytes).events[0]?.actor.cmdline, 'ls -l');
  });

  it('narrows arguments by their prototypes and keeps words whole', () => {
    const record = new RecordBuilder('EVENT_PTRACE', PTRACE, true)
      .call(0n, 4n, 0xdeadbeef_000000c8n, 0x7fff_ffff_f000n, 0xffff_ffff_ffff_fffen)
      .target(200);
    const [event] = decode(record.bytes).events;
    assert.equal(event?.operation, 'write-text');
    assert.deepEqual(event?.args, [4, 200, 0x7fff_ffff_f000, 0xffff_ffff_ffff_fffen]);
  });

  it('tells who traces a process, where somebody does', () => {
    const record = new RecordBuilder('EVENT_PTRACE', PTRACE, true).call(0n, 4n, 200n, 0n, 0n).target(200);
    assert.equal(decode(record.bytes).events[0]?.target?.process?.tracedBy, undefined);
    record.u32(EventOffset.other + ProcessInfoOffset.tracerTgid, 77);
    assert.equal(decode(record.bytes).events[0]?.target?.process?.tracedBy, 77);
  });

  it('gives a mapping its address, length and region', () => {
    const record = new RecordBuilder('EVENT_MMAP', MMAP)
      .call(0x7f00_0000_0000n, 0n, 4096n, 7n, 0x22n, (1n << 64n) - 1n, 0n)
      .memory(0x7f00_0000_0000n, 4096n, 7);
    const [event] = decode(record.bytes).events;
    assert.deepEqual(event?.memory, {
      address: 0x7f00_0000_0000,
      length: 4096,
      prot: 7,
      region: 'anonymous',
      regionFrom: 'kernel',
    });
  });

  it('reads records one after another, of both sizes', () => {
    const { events, corrupt } = decode(Buffer.concat([attach(1).bytes, memfd().bytes, attach(2).bytes]));
    assert.deepEqual(
      events.map(({ operation }) => operation),
      ['attach', 'memfd-create', 'attach'],
    );
    assert.deepEqual(corrupt, []);
  });

  it('reads a batch that begins anywhere in its buffer', () => {
    const shifted = Buffer.concat([Buffer.alloc(3), attach(1).bytes]).subarray(3);
    assert.equal(decode(shifted).events.length, 1);
  });

  for (const [title, spoil, reason] of [
    ['a size that no record has', (r: RecordBuilder) => r.u32(EventOffset.size, 12), 'size'],
    ['a target in a record without room for one', () => memfd().flag('EVENT_OTHER_IS_TARGET'), 'size'],
    ['another version', (r: RecordBuilder) => r.u32(EventOffset.version, 2), 'version'],
    ['a kind that is none', (r: RecordBuilder) => r.u32(EventOffset.version, (99 << 16) | 1), 'kind'],
    ['a call of another kind', (r: RecordBuilder) => r.u32(EventOffset.nr, MMAP), 'call'],
    ['an unknown architecture', (r: RecordBuilder) => r.u32(EventOffset.arch, 1), 'call'],
    ['a path that begins behind its field', (r: RecordBuilder) => spoilPath(r), 'path'],
    ['a command line longer than its field', (r: RecordBuilder) => r.u32(EventOffset.cmdlineLength, 129), 'path'],
  ] as const) {
    it(`counts ${title}`, () => {
      const { events, corrupt } = decode(spoil(attach()).bytes);
      assert.deepEqual(events, []);
      assert.equal(corrupt[0]?.reason, reason);
    });
  }

  it('goes on after a record that is wrong in itself', () => {
    const wrong = memfd().u32(EventOffset.nr, MMAP);
    const { events, corrupt } = decode(Buffer.concat([attach(1).bytes, wrong.bytes, attach(2).bytes]));
    assert.deepEqual(
      events.map(({ target }) => target?.process?.tgid),
      [1, 2],
    );
    assert.deepEqual(corrupt, [{ reason: 'call', bytes: SIZE_ALONE }]);
  });

  it('gives the whole records of a batch that is cut anywhere, and one report of the rest', () => {
    const batch = Buffer.concat([attach(1).bytes, memfd().bytes, attach(2).bytes]);
    const ends = [EventSize, EventSize + SIZE_ALONE, batch.length];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: batch.length }), (length) => {
        const { events, corrupt } = decode(batch.subarray(0, length));
        const whole = ends.filter((end) => end <= length).length;
        assert.equal(events.length, whole);
        const rest = length - (ends[whole - 1] ?? 0);
        assert.deepEqual(
          corrupt.map(({ bytes }) => bytes),
          rest === 0 ? [] : [rest],
        );
      }),
    );
  });

  it('tells the same of a record whatever came before it', () => {
    const second = attach(1).bytes;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(second.length - 1), fc.nat(255)), { maxLength: 3 }), (changes) => {
        const changed = Buffer.from(second);
        for (const [at, value] of changes) changed[at] = value;
        const after = decode(Buffer.concat([attach(1).bytes, changed]));
        const alone = decode(changed);
        assert.deepEqual(after.events.slice(1), alone.events);
        assert.deepEqual(after.corrupt, alone.corrupt);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, and accounts for each byte, whatever the batch holds', () => {
    const batch = Buffer.concat([attach(1).bytes, memfd().bytes, attach(2).bytes]);
    const change = fc.record({ at: fc.nat(batch.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
        const changed = Buffer.from(batch);
        for (const { at, value } of changes) changed[at] = value;
        const { events, corrupt } = decode(changed);
        const reported = corrupt.reduce((sum, { bytes }) => sum + bytes, 0);
        assert.ok(events.length <= 3 && reported <= batch.length);
        assert.ok(events.length === 3 || reported > 0);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => void decode(bytes)));
  });
});

function spoilPath(record: RecordBuilder): RecordBuilder {
  const exe = EventOffset.actor + ProcessInfoOffset.exe;
  record.bytes.writeUInt16LE(EventWidth.actorPath + 1, exe + FileInfoOffset.pathOffset);
  return record;
}
