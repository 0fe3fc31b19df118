import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { Frame } from '../../src/recording/frame.js';
import {
  type Recorder,
  Recorder as RecorderOf,
  RecordingError,
  RecordingFileError,
  type RecordingSummary,
  readRecording,
} from '../../src/recording/index.js';
import { event as eventOf } from '../detect/build.js';
import { event } from './arbitrary.js';

describe('a recording', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-recording-'));
    file = join(folder, 'a.rec');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const create = (force = false): Recorder =>
    RecorderOf.create(file, { source: 'bpf', software: '1.2.3', force, parameters: { seconds: { idle: 60 } } });

  const frameOf = (ms: number): Frame => ({ kind: 'event', event: eventOf('attach', ms) });

  /** A recording of so many events, ended in order; where each of its frames begins in the file. */
  const record = (events: number): number[] => {
    const recorder = create();
    for (let ms = 0; ms < events; ms++) recorder.write(frameOf(ms));
    recorder.end();
    const bytes = readFileSync(file);
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      starts.push(at);
      let [length, shift] = [0, 0];
      for (; bytes[at]! > 0x7f; shift += 7) length |= (bytes[at++]! & 0x7f) << shift;
      length |= bytes[at++]! << shift;
      at += length;
    }
    return starts;
  };

  const read = (): { frames: Frame[]; summary: RecordingSummary } => {
    const recording = readRecording(file);
    return { frames: [...recording], summary: recording.summary };
  };

  /** Reads until it throws: what came before, and what was thrown. */
  const readBroken = (): { events: number; error: RecordingError } => {
    let events = 0;
    try {
      for (const { kind } of readRecording(file)) if (kind === 'event') events++;
    } catch (error) {
      assert.ok(error instanceof RecordingError, String(error));
      assert.equal(error.file, file);
      return { events, error };
    }
    throw new Error('it was read to its end');
  };

  it('gives back what was written, in order, between a header and an end with totals', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const recorder = create(true);
        for (const one of events) recorder.write({ kind: 'event', event: one });
        assert.equal(recorder.end().events, events.length);
        const { frames, summary } = read();
        assert.deepStrictEqual(
          frames.slice(1, -1),
          events.map((one) => ({ kind: 'event', event: one })),
        );
        const [first, last] = [frames[0], frames.at(-1)];
        assert.ok(first?.kind === 'header' && last?.kind === 'end');
        assert.deepEqual([first.header.version, first.header.software], [1, '1.2.3']);
        assert.deepEqual(first.header.parameters, { seconds: { idle: 60 } });
        assert.match(first.header.host.bootId, /^[0-9a-f-]{36}$/);
        assert.equal(last.end.events, events.length);
        assert.deepEqual([summary.tornBytes, summary.unknown], [0, 0]);
        assert.equal(summary.bytes, statSync(file).size);
      }),
      { numRuns: 50 },
    );
  });

  it('can be read while it is written, as far as it was flushed', () => {
    const recorder = create();
    recorder.write(frameOf(0));
    assert.equal(read().summary.events, 0);
    recorder.flush();
    assert.equal(read().summary.events, 1);
    assert.equal(read().summary.end, undefined);
    for (let ms = 1; ms < 5000; ms++) recorder.write(frameOf(ms));
    assert.ok(read().summary.events > 1000);
    recorder.end();
    assert.equal(read().summary.events, 5000);
  });

  it('is used up to where it is torn, wherever that is', () => {
    const starts = record(20);
    const whole = readFileSync(file);
    for (let size = starts[1]!; size < whole.length; size += 7) {
      writeFileSync(file, whole.subarray(0, size));
      const { summary } = read();
      const frames = starts.filter((_, index) => (starts[index + 1] ?? whole.length) <= size).length;
      const end = starts[frames] ?? whole.length;
      assert.deepEqual([summary.frames, summary.bytes, summary.tornBytes], [frames, end, size - end]);
    }
  });

  it('is torn where zeros stand for what was not written in time', () => {
    const starts = record(20);
    const whole = readFileSync(file);
    const at = starts[12]! + 9;
    writeFileSync(file, Buffer.concat([whole.subarray(0, at), Buffer.alloc(3_000_000)]));
    const { summary } = read();
    assert.deepEqual([summary.events, summary.bytes, summary.tornBytes], [11, starts[12], 3_000_009]);
    writeFileSync(file, Buffer.concat([whole, Buffer.alloc(100)]));
    assert.equal(read().summary.tornBytes, 100);
  });

  it('is refused where a frame in it is corrupt, with the place; what stands before is used', () => {
    const starts = record(20);
    const whole = readFileSync(file);
    // each byte of a frame in the middle, its length too
    for (let at = starts[8]!; at < starts[9]!; at++) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0x10;
      writeFileSync(file, bytes);
      const { events, error } = readBroken();
      assert.deepEqual([events, error.offset], [7, starts[8]], `byte ${at}: ${error.message}`);
      assert.match(error.message, /corrupt/);
    }
  });

  it('is refused where another one follows', () => {
    record(2);
    const whole = readFileSync(file);
    appendFileSync(file, whole);
    assert.match(readBroken().error.message, /another recording/);
    assert.equal(readBroken().error.offset, whole.length);
  });

  it('counts frames of kinds that a newer version writes', () => {
    const [, second] = record(3);
    const whole = readFileSync(file);
    // field 100, which has no name yet
    const message = Buffer.from([0xa2, 0x06, 0x01, 0x41]);
    const check = Buffer.alloc(5, 0x7d);
    check.writeUInt32LE(crc32(message), 1);
    const unknown = Buffer.concat([Buffer.from([message.length + 5]), message, check]);
    writeFileSync(file, Buffer.concat([whole.subarray(0, second), unknown, unknown, whole.subarray(second)]));
    const { summary } = read();
    assert.deepEqual([summary.unknown, summary.events, summary.end?.events], [2, 3, 3]);
  });

  it('is refused where it is of another version, or no recording', () => {
    const refuse = (bytes: string | Buffer, message: RegExp): void => {
      writeFileSync(file, bytes);
      assert.throws(
        () => readRecording(file),
        (error) => {
          assert.ok(error instanceof RecordingError);
          assert.match(error.message, message);
          return error.offset === 0;
        },
      );
    };
    refuse('', /empty/);
    refuse('type=SYSCALL msg=audit(1.0:1): arch=c000003e', /does not begin as a recording/);
    refuse(Buffer.alloc(100), /does not begin as a recording/);
    // a header of version 2 that says nothing else
    const message = Buffer.from([0x0a, 0x02, 0x08, 0x02]);
    const check = Buffer.alloc(5, 0x7d);
    check.writeUInt32LE(crc32(message), 1);
    refuse(
      Buffer.concat([Buffer.from([9]), message, check]),
      /version 2 of the format, and this program reads version 1/,
    );
    assert.throws(() => readRecording(folder), RecordingError);
    assert.throws(() => readRecording(join(folder, 'none')), /ENOENT/);
  });

  it('is its owner’s alone, and replaces nothing without being told to', () => {
    create().end();
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const before = readFileSync(file);
    assert.throws(create, (error) => error instanceof RecordingFileError && error.exists);
    assert.deepEqual(readFileSync(file), before);
    create(true).end();
    assert.notDeepEqual(readFileSync(file), before);
  });

  it('follows no link that stands in its place', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, file);
    assert.throws(create, RecordingFileError);
    create(true).end();
    assert.equal(readFileSync(victim, 'utf8'), 'precious');
    assert.ok(statSync(file).isFile());
    // one that leads nowhere would make the file there
    rmSync(file);
    symlinkSync(join(folder, 'elsewhere'), file);
    assert.throws(create, RecordingFileError);
    assert.ok(!existsSync(join(folder, 'elsewhere')));
  });

  it('replaces nothing that is no file', () => {
    file = '/dev/full';
    assert.throws(() => create(true), /no file/);
    assert.throws(create, RecordingFileError);
  });

  it('is not there any more where it is discarded', () => {
    create().discard();
    assert.ok(!existsSync(file));
  });

  it('holds no frame that is longer than a reader takes, and says so', () => {
    const errors: Error[] = [];
    const recorder = RecorderOf.create(file, { source: 'bpf', software: '1', onError: (error) => errors.push(error) });
    recorder.write(frameOf(0));
    recorder.write({ kind: 'event', event: eventOf('attach', 1, { call: 'x'.repeat(300_000) }) });
    recorder.write(frameOf(2));
    const totals = recorder.end();
    assert.equal(errors.length, 1);
    assert.equal(recorder.failure, errors[0]);
    assert.equal(totals.events + totals.unwritten, 3);
    const { summary } = read();
    assert.deepEqual([summary.events, summary.end?.unwritten], [totals.events, totals.unwritten]);
  });

  it('has no frames that were cut from its file', () => {
    record(5);
    truncateSync(file, statSync(file).size - 1);
    assert.equal(read().summary.end, undefined);
  });
});
