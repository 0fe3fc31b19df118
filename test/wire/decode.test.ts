import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Event } from '../../src/model/event.js';
import { formatTimestamp, secondsBetween } from '../../src/model/timestamp.js';
import { WallClock } from '../../src/wire/clock.js';
import { type Corrupt, Decoder } from '../../src/wire/decode.js';
import {
  CompatNumber,
  ContextOffset,
  ContextSize,
  ContextWidth,
  EventOffset,
  EventSize,
  EventWidth,
  FileFlags,
  FileInfoOffset,
  ParentInfoOffset,
  ProcessInfoOffset,
} from '../../src/wire/layout.js';
import { told } from '../support/told.js';
import { actor, type ContextBuilder, EventBuilder, SIZE_PLAIN, target } from './record.js';

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

/** The events of contexts that come before them. */
function decodeWith(
  contexts: readonly ContextBuilder[],
  ...events: readonly EventBuilder[]
): ReturnType<typeof decode> {
  return decode(Buffer.concat([...contexts, ...events].map(({ bytes }) => bytes)));
}

const decodeOne = (event: EventBuilder): Event => decodeWith([actor(), target(200)], event).events[0]!;

const attach = (pid = 200): EventBuilder =>
  new EventBuilder('EVENT_PTRACE', PTRACE).call(0n, 16n, BigInt(pid)).target(pid);
const memfd = (): EventBuilder =>
  new EventBuilder('EVENT_MEMFD_CREATE', MEMFD_CREATE, true)
    .call(3n, 0x7ffe_0000_1000n, 1n)
    .file('memfd:x', FileFlags.FILE_PRESENT | FileFlags.FILE_MEMFD | FileFlags.FILE_IN_MEMORY);

describe('wire decode', () => {
  it('tells a call with its target', () => {
    const event = decodeOne(attach().u64(EventOffset.time, 12_345_678_901n));
    assert.equal(event.operation, 'attach');
    assert.equal(event.request, 'PTRACE_ATTACH');
    assert.equal(formatTimestamp(event.time), '2023-11-14T22:13:32.345678901Z');
    assert.deepEqual(event.args, [16, 200, event.args?.[2], event.args?.[3]]);
    assert.equal(event.target?.process?.tgid, 200);
    assert.equal(event.target?.process?.exe?.path, '/usr/bin/target');
    assert.equal(event.actor.exe?.path, '/usr/bin/actor');
    assert.equal(event.actor.parent?.exe, '/usr/bin/parent');
    assert.equal(event.actor.capabilities, 1n << 63n);
    assert.equal(event.actor.tty, 'pts/0');
  });

  it('tells the end of a tracer, which no call made', () => {
    const event = decodeOne(new EventBuilder('EVENT_TRACER_EXIT', 0).target(200));
    assert.equal(event.operation, 'tracer-exit');
    assert.equal(event.target?.process?.exe?.path, '/usr/bin/target');
    assert.deepEqual([event.abi, event.nr, event.call, event.args, event.ret], Array(5).fill(undefined));
  });

  it('tells when a call was entered, exactly', () => {
    const event = decodeOne(
      attach().u64(EventOffset.time, 12_345_678_901_234n).u64(EventOffset.entryTime, 12_345_678_900_000n),
    );
    assert.deepEqual([event.entryBoot, event.exitBoot], [12_345_678_900_000, 12_345_678_901_234]);
    assert.equal(secondsBetween(event.entryTime!, event.time), 0.000_001_234);
  });

  it('leaves out what the record does not have', () => {
    const event = decodeOne(memfd());
    assert.deepEqual(Object.keys(told(event)).sort(), [
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
    assert.equal(event.file?.path, 'memfd:x');
    assert.equal(event.actor.cmdline, undefined);
  });

  it('gives events of all kinds the same keys, in the same order', () => {
    assert.deepEqual(Object.keys(decodeOne(attach())), Object.keys(decodeOne(memfd())));
  });

  it('joins a command line, and cuts the zero bytes at its end', () => {
    const context = actor().u32(ContextOffset.cmdlineLength, 9);
    context.bytes.write('ls\0-l\0\0\0\0', ContextOffset.cmdline);
    assert.equal(decodeWith([context], memfd()).events[0]?.actor.cmdline, 'ls -l');
  });

  it('narrows arguments by their prototypes and keeps words whole', () => {
    const event = decodeOne(
      new EventBuilder('EVENT_PTRACE', PTRACE)
        .call(0n, 4n, 0xdeadbeef_000000c8n, 0x7fff_ffff_f000n, 0xffff_ffff_ffff_fffen)
        .target(200),
    );
    assert.equal(event.operation, 'write-text');
    assert.deepEqual(event.args, [4, 200, 0x7fff_ffff_f000, 0xffff_ffff_ffff_fffen]);
  });

  it('tells who traces a process, where somebody does', () => {
    const traced = target(200).u32(ContextOffset.process + ProcessInfoOffset.tracerTgid, 77);
    assert.equal(decodeOne(attach()).target?.process?.tracedBy, undefined);
    assert.equal(decodeWith([actor(), traced], attach()).events[0]?.target?.process?.tracedBy, 77);
  });

  it('tells executable memory that no call asked for', () => {
    const mapped = (prot: number) =>
      decodeOne(new EventBuilder('EVENT_MMAP', 9).call(4096n, 0n, 4096n, 1n, 2n, 0n, 0n).memory(4096n, 4096n, prot));
    const implied = mapped(5);
    assert.deepEqual([implied.operation, implied.args?.[2], implied.memory?.prot], ['map-exec', 1, 5]);
    assert.equal(mapped(1).operation, 'map');
  });

  it('tells shared memory that is attached, by either call of i386 alike', () => {
    for (const nr of [CompatNumber.NR32_SHMAT, CompatNumber.NR32_IPC]) {
      const attach = new EventBuilder('EVENT_SHMAT', nr).u32(EventOffset.arch, 0x40000003).call(0n, 7n, 0n, 0x8000n);
      const event = decodeOne(attach.memory(4096n, 4096n, 7));
      assert.deepEqual([event.operation, event.call, event.args], ['map-exec', 'shmat', [7, 0, 0x8000]]);
    }
  });

  it('gives a mapping its address, length and region', () => {
    const event = decodeOne(
      new EventBuilder('EVENT_MMAP', MMAP)
        .call(0x7f00_0000_0000n, 0n, 4096n, 7n, 0x22n, (1n << 64n) - 1n, 0n)
        .memory(0x7f00_0000_0000n, 4096n, 7),
    );
    assert.deepEqual(told(event.memory!), {
      address: 0x7f00_0000_0000,
      length: 4096,
      prot: 7,
      region: 'anonymous',
      regionFrom: 'kernel',
    });
  });

  it('reads records one after another, of all sizes', () => {
    const { events, corrupt } = decodeWith([actor(), target(1), target(2)], attach(1), memfd(), attach(2));
    assert.deepEqual(
      events.map(({ operation, target: { process } = {} }) => [operation, process?.tgid]),
      [
        ['attach', 1],
        ['memfd-create', undefined],
        ['attach', 2],
      ],
    );
    assert.deepEqual(corrupt, []);
  });

  it('takes the context that was told last', () => {
    const [first, second] = [actor(), actor().parent(98, '/usr/bin/other')];
    const batch = [first, memfd(), second, memfd()].map(({ bytes }) => bytes);
    assert.deepEqual(
      decode(Buffer.concat(batch)).events.map(({ actor: { parent } }) => parent?.tgid),
      [99, 98],
    );
  });

  it('remembers contexts from one batch to the next', () => {
    const events: Event[] = [];
    const decoder = new Decoder(
      new WallClock(0n),
      (event) => events.push(event),
      () => assert.fail(),
    );
    for (const { bytes } of [actor(), target(200), attach()]) decoder.decode(bytes);
    assert.equal(events[0]?.target?.process?.tgid, 200);
  });

  it('reads a batch that begins anywhere in its buffer', () => {
    const shifted = Buffer.concat([Buffer.alloc(3), actor().bytes, memfd().bytes]).subarray(3);
    assert.equal(decode(shifted).events.length, 1);
  });

  for (const [title, event, reason] of [
    ['a size that no record has', attach().u32(EventOffset.size, 12), 'size'],
    ['a file in an event without room for one', attach().flag('EVENT_HAS_FILE'), 'size'],
    ['the size of a context', memfd().u32(EventOffset.size, ContextSize), 'truncated'],
    ['another version', attach().u32(EventOffset.version, 1), 'version'],
    ['a kind that is none', attach().u32(EventOffset.version, (99 << 16) | 2), 'kind'],
    ['a call of another kind', attach().u32(EventOffset.nr, MMAP), 'call'],
    ['an unknown architecture', attach().u32(EventOffset.arch, 1), 'call'],
    ['a path that begins behind its field', spoilPath(memfd()), 'path'],
    ['an actor of whom nothing was told', attach().u64(EventOffset.actor, 5n), 'context'],
    ['a target of whom nothing was told', attach(201), 'context'],
  ] as const) {
    it(`counts ${title}`, () => {
      const { events, corrupt } = decodeWith([actor(), target(200)], event);
      assert.deepEqual(events, []);
      assert.deepEqual(corrupt, [{ reason, bytes: event.bytes.length }]);
    });
  }

  for (const [title, context] of [
    ['a path', spoil(ContextOffset.process + ProcessInfoOffset.exe, ContextWidth.path)],
    ["a parent's path", spoil(ContextOffset.parent + ParentInfoOffset.exe, ContextWidth.parentPath)],
    ['a command line', actor().u32(ContextOffset.cmdlineLength, ContextWidth.cmdline + 1)],
  ] as const) {
    it(`counts a context with ${title} that is not inside its field, and each event that names it`, () => {
      const { events, corrupt } = decodeWith([context], memfd());
      assert.deepEqual(events, []);
      assert.deepEqual(corrupt, [
        { reason: 'path', bytes: ContextSize },
        { reason: 'context', bytes: EventSize },
      ]);
    });
  }

  it('goes on after a record that is wrong in itself', () => {
    const wrong = attach(1).u32(EventOffset.nr, MMAP);
    const { events, corrupt } = decodeWith([actor(), target(1), target(2)], attach(1), wrong, attach(2));
    assert.deepEqual(
      events.map(({ target }) => target?.process?.tgid),
      [1, 2],
    );
    assert.deepEqual(corrupt, [{ reason: 'call', bytes: SIZE_PLAIN }]);
  });

  it('gives the whole records of a batch that is cut anywhere, and one report of the rest', () => {
    const records = [actor(), memfd(), target(1), attach(1), memfd()].map(({ bytes }) => bytes);
    const batch = Buffer.concat(records);
    const ends = records.map((_, at) => Buffer.concat(records.slice(0, at + 1)).length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: batch.length }), (length) => {
        const { events, corrupt } = decode(batch.subarray(0, length));
        const whole = ends.filter((end) => end <= length).length;
        assert.equal(events.length, [0, 0, 1, 1, 2, 3][whole]);
        const rest = length - (ends[whole - 1] ?? 0);
        assert.deepEqual(
          corrupt.map(({ bytes }) => bytes),
          rest === 0 ? [] : [rest],
        );
      }),
    );
  });

  it('never throws, and accounts for each byte, whatever the batch holds', () => {
    const batch = Buffer.concat([actor(), target(1), attach(1), memfd(), attach(1)].map(({ bytes }) => bytes));
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

function spoilPath(event: EventBuilder): EventBuilder {
  event.bytes.writeUInt16LE(EventWidth.filePath + 1, EventOffset.file + FileInfoOffset.pathOffset);
  return event;
}

/** A context with a file whose path begins behind its field. */
function spoil(file: number, width: number): ContextBuilder {
  const context = actor();
  context.bytes.writeUInt16LE(width + 1, file + FileInfoOffset.pathOffset);
  return context;
}
