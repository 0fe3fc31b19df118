import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FrameCodec } from '../../src/recording/codec.js';
import type { Frame } from '../../src/recording/frame.js';
import { SLOTS } from '../../src/recording/parties.js';
import { interloper as proto } from '../../src/recording/protocol.js';
import { actor, event as eventOf, process } from '../detect/build.js';
import { event, loss, timestamp } from './arbitrary.js';

/** Frames through bytes, as one recording has them. */
function throughBytes(frames: readonly Frame[]): (Frame | undefined)[] {
  const [writer, reader] = [new FrameCodec(), new FrameCodec()];
  return frames.map((frame) => reader.decode(proto.Frame.decode(proto.Frame.encode(writer.encode(frame)).finish())));
}

describe('the codec of recordings', () => {
  it('keeps every field of every event, and the absence of each', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), (events) => {
        const frames = events.map((one): Frame => ({ kind: 'event', event: one }));
        assert.deepStrictEqual(throughBytes(frames), frames);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps losses, clocks, ticks and the rest', () => {
    const rest: fc.Arbitrary<Frame> = fc.oneof(
      fc.record({ kind: fc.constant('loss' as const), loss }, { noNullPrototype: true }),
      fc.record(
        { kind: fc.constant('loss' as const), loss, node: fc.string({ unit: 'grapheme' }) },
        { noNullPrototype: true },
      ),
      fc.record({ kind: fc.constant('tick' as const), now: fc.double({ noNaN: true }) }, { noNullPrototype: true }),
      fc.record(
        {
          kind: fc.constant('clock' as const),
          clock: fc.record({ at: timestamp, wallMinusBoot: fc.bigInt(-(1n << 63n), (1n << 63n) - 1n) }),
        },
        { noNullPrototype: true },
      ),
      fc.constant<Frame>({ kind: 'flush' }),
      fc.record(
        { kind: fc.constant('suppressed' as const), incident: fc.string(), revision: fc.nat(), by: fc.string() },
        { noNullPrototype: true },
      ),
      fc.constant<Frame>({
        kind: 'status',
        status: { state: 'attached', time: { seconds: 1, nanos: 2 }, details: { gaps: ['a'], nested: { one: 1 } } },
      }),
      fc.constant<Frame>({
        kind: 'detached',
        at: { seconds: 3, nanos: 4 },
        probes: [
          {
            name: 'ptrace',
            abi: 'x86_64',
            hook: 'fexit',
            mode: 'fentry',
            programs: ['a'],
            attached: true,
            missed: 0,
            programIds: [7, 0],
          },
          { name: 'mmap', abi: 'i386', programs: [], attached: false, error: 'it costs' },
        ],
        counts: [{ kind: 'ptrace', emitted: 3, dropped: 0, repeated: 2 ** 40, filtered: 0 }],
      }),
    );
    fc.assert(
      fc.property(rest, (frame) => {
        assert.deepStrictEqual(throughBytes([structuredClone(frame)]), [structuredClone(frame)]);
      }),
    );
  });

  it('writes a process once, and by its slot after that', () => {
    const codec = new FrameCodec();
    const size = (one: Frame): number => proto.Frame.encode(codec.encode(one)).finish().length;
    const frame: Frame = { kind: 'event', event: eventOf('attach', 0) };
    const first = size(frame);
    assert.ok(size(frame) < first / 2);
    // another object of the same content
    assert.ok(size({ kind: 'event', event: eventOf('attach', 0, { actor: structuredClone(actor) }) }) < first / 2);
  });

  it('tells apart more processes than there are slots', () => {
    const frames = Array.from({ length: 3 * SLOTS }, (_, index): Frame => {
      const tgid = index % 2 === 0 ? index % 100 : index;
      return { kind: 'event', event: eventOf('attach', index, { actor: process(tgid, `p${tgid}`) }) };
    });
    assert.deepStrictEqual(throughBytes(frames), frames);
  });

  it('passes over what a newer version writes', () => {
    const codec = new FrameCodec();
    const encode = (one: Frame): proto.Frame => proto.Frame.decode(proto.Frame.encode(codec.encode(one)).finish());
    const frame = encode({ kind: 'event', event: eventOf('attach', 0) });
    frame.event!.operation = 9999 as proto.Operation;
    const reader = new FrameCodec();
    assert.equal(reader.decode(frame), undefined);
    // the process that it told is known all the same
    const next: Frame = { kind: 'event', event: eventOf('attach', 1) };
    assert.deepStrictEqual(reader.decode(encode(next)), next);
    // a frame of a kind without a name
    assert.equal(reader.decode(proto.Frame.decode(Uint8Array.of(0xf2, 0x01, 0x00))), undefined);
  });

  it('refuses what lacks a field that must be there, or refers to what was not told', () => {
    const decode = (message: proto.Frame.$Properties): unknown =>
      new FrameCodec().decode(proto.Frame.decode(proto.Frame.encode(message).finish()));
    assert.throws(() => decode({ event: { source: 1, operation: 1 } }), /lacks the field time/);
    const time = { seconds: 1, nanos: 1 };
    assert.throws(() => decode({ event: { source: 1, operation: 1, time, actor: { slot: 3 } } }), /slot 3/);
    assert.throws(
      () => decode({ event: { source: 1, operation: 1, time, actor: { slot: SLOTS, process: {} } } }),
      /slot/,
    );
    assert.throws(() => decode({ status: { state: 'x', time, details: '[1]' } }), /JSON object/);
  });
});
