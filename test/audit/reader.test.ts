import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Event } from '../../src/model/event.js';
import { fixture, linesOf, read, record, remoteWrite, syscall } from './sample.js';

const RAW = fixture('injection-RAW.log');
const ENRICHED = fixture('injection-ENRICHED.log');

/** What an event says, without what differs from run to run. */
const gist = (event: Event) => [
  event.operation,
  event.request,
  event.abi,
  event.actor.comm,
  event.actor.exe?.path,
  event.actor.cmdline?.replace(/\d{4,}/g, 'PID'),
  event.ret !== undefined && event.ret < 0 ? event.ret : undefined,
  event.flags,
  event.file?.memfd,
  event.file?.unlinked,
  event.inferred,
  event.missing,
  event.record?.keys,
];

describe('audit reader on real logs', () => {
  it('reads every line of a RAW log', () => {
    const { events, statistics, unreadable } = read([RAW], { strict: true });
    assert.deepEqual(unreadable, []);
    assert.equal(statistics.records, 1368);
    assert.equal(statistics.lost, 0);
    assert.equal(statistics.incomplete, 0);
    assert.equal(statistics.late, 0);
    assert.equal(events.length, 203);
  });

  it('gives the same events for an ENRICHED log of the same programs', () => {
    const raw = read([RAW], { strict: true });
    const enriched = read([ENRICHED], { strict: true });
    assert.deepEqual(enriched.unreadable, []);
    assert.deepEqual(enriched.events.map(gist), raw.events.map(gist));
  });

  it('sees what a person sees', () => {
    const { events } = read([RAW]);
    const of = (tgid: number, operation: string) =>
      events.filter((event) => event.actor.tgid === tgid && event.operation === operation);
    assert.deepEqual(of(17281, 'attach')[0]?.target, {
      argument: 17282,
      process: { tgid: 17282, auid: 0xffffffff, uid: 0, session: 0xffffffff, comm: 'inj' },
    });
    assert.equal(of(17281, 'write-text')[0]?.memory?.address, 0x561eb41d20e0);
    // a failed call has no target but its argument
    assert.deepEqual(of(17281, 'attach')[1]?.target, { argument: 999999 });
    assert.equal(of(17281, 'attach')[1]?.ret, -3);
    // arguments are narrowed as the kernel does: 0xdeadbeef00004392
    assert.deepEqual(of(17297, 'remote-write')[0]?.target, { argument: 17298 });
    assert.equal(of(17297, 'ptrace-unknown').length, 1);
    // a thread as target: the argument is its id, the record has its process
    assert.deepEqual(of(17293, 'seize')[0]?.target?.argument, 17295);
    assert.deepEqual(of(17293, 'seize')[0]?.target?.process?.tgid, 17294);
    // from a child pid namespace
    assert.deepEqual(of(17304, 'remote-write')[0]?.target, { argument: 2 });
    assert.equal(of(17304, 'remote-write')[0]?.bytes, 8);
    const memfd = of(17286, 'exec')[1];
    assert.equal(memfd?.call, 'execveat');
    assert.deepEqual(memfd?.file, {
      path: 'memfd:payload',
      memfd: true,
      unlinked: true,
      inode: 6000105,
      device: 1,
      mode: 0o100777,
      ownerUid: 0,
    });
    assert.equal(memfd?.actor.cmdline, 'kworker/u8:2 --flag with space');
    const mapped = of(17287, 'map-exec').filter((event) => event.file !== undefined);
    assert.equal(mapped.length, 1);
    assert.deepEqual(mapped[0]?.inferred, ['file']);
    assert.equal(mapped[0]?.memory?.sharing, 'private');
    const opened = of(17289, 'open-mem')[0];
    assert.deepEqual(opened?.target, { argument: 17290 });
    assert.equal(opened?.flags, 2);
    assert.equal(of(17291, 'write-data')[0]?.abi, 'i386');
    assert.equal(of(17291, 'write-data')[0]?.memory?.length, 4);
    assert.equal(events.filter(({ operation }) => operation === 'open-mem').length, 1);
  });

  it('counts what a rate limit took', () => {
    const { events, losses, statistics } = read([fixture('rate-limited-RAW.log')]);
    assert.equal(events.length, 32);
    // 1,000 calls were made, 32 of them and a change of configuration came through
    assert.equal(statistics.lost, 968);
    assert.deepEqual(
      losses.map(({ where, count }) => [where, count]),
      [['serial-gap', 968]],
    );
  });
});

describe('audit reader, whatever the chunks', () => {
  const whole = read([ENRICHED]);

  it('gives the same events for any split of the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: ENRICHED.length }), { maxLength: 40 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), ENRICHED.length];
        const chunks = places.slice(1).map((end, index) => ENRICHED.subarray(places[index], end));
        const split = read(chunks);
        assert.deepEqual(split.events, whole.events);
        assert.deepEqual(split.statistics, whole.statistics);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same events byte by byte', () => {
    const part = ENRICHED.subarray(0, 40_000);
    const bytes = Array.from({ length: part.length }, (_, index) => part.subarray(index, index + 1));
    assert.deepEqual(read(bytes).events, read([part]).events);
  });

  it('gives the same events for any order of the lines', () => {
    const lines = linesOf(RAW);
    const inOrder = read([RAW]);
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const { events, statistics } = read([Buffer.concat(shuffled)]);
        assert.deepEqual(events, inOrder.events);
        assert.equal(statistics.lost, 0);
        assert.equal(statistics.late, 0);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps hosts apart', () => {
    const lines = linesOf(RAW).map((line) => line.toString('latin1'));
    const interleaved = lines.flatMap((line) => [`node=one ${line}`, `node=two.example ${line}`]);
    const { events, statistics } = read([Buffer.from(interleaved.join(''), 'latin1')]);
    const alone = read([RAW]).events;
    for (const node of ['one', 'two.example']) {
      const own = events.filter((event) => event.record?.node === node);
      assert.deepEqual(
        own.map(({ record: { node: _node, ...rest } = { serial: 0 }, ...event }) => ({ ...event, record: rest })),
        alone,
      );
    }
    assert.equal(statistics.nodes, 2);
  });
});

describe('audit reader on hostile input', () => {
  it('never throws, and accounts for every line', () => {
    const sample = RAW.subarray(0, 60_000);
    const mutation = fc.record({
      at: fc.integer({ min: 0, max: sample.length - 1 }),
      byte: fc.integer({ min: 0, max: 255 }),
      remove: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 60 }), (mutations) => {
        let bytes = Buffer.from(sample);
        for (const { at, byte, remove } of mutations) {
          const place = Math.min(at, bytes.length - 1);
          bytes = Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place + 1 + remove)]);
        }
        const { statistics, unreadable } = read([bytes], { strict: true });
        const lines = linesOf(bytes);
        const torn = bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0;
        assert.equal(statistics.lines, lines.length + torn);
        const counted = [...statistics.unreadable.values()].reduce((sum, count) => sum + count, 0);
        assert.equal(unreadable.length, counted);
        assert.ok(statistics.lost >= 0);
        const blank = lines.filter((line) => line.toString('latin1').trim() === '').length;
        assert.ok(statistics.records + counted >= lines.length + torn - blank);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws on bytes that are no log at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        assert.equal(read([Buffer.from(bytes)]).events.length, 0);
      }),
    );
  });

  it('makes no event of a line that was cut off anywhere', () => {
    const lines = linesOf(RAW);
    const events = new Map(read([RAW], { scope: 'audit' }).events.map((event) => [event.record?.serial, event]));
    const calls = lines.flatMap((line, index) => (line.toString('latin1').startsWith('type=SYSCALL') ? [index] : []));
    fc.assert(
      fc.property(fc.constantFrom(...calls), fc.double({ min: 0, max: 1, noNaN: true }), (index, share) => {
        const line = lines[index]!;
        const keyAt = line.indexOf(' key=');
        const cut = Math.floor(share * keyAt);
        const torn = [...lines];
        torn[index] = Buffer.concat([line.subarray(0, cut), Buffer.from('\n')]);
        const serial = Number(/:(\d+)\)/.exec(line.toString('latin1'))![1]);
        const reading = read(torn, { scope: 'audit', strict: true });
        assert.equal(
          reading.events.find((event) => event.record?.serial === serial),
          undefined,
        );
        assert.ok(reading.unreadable.length === 1 || cut === 0);
        for (const event of reading.events) {
          const { inferred: _a, file: _b, ...rest } = event;
          const { inferred: _c, file: _d, ...same } = events.get(event.record?.serial)!;
          assert.deepEqual(rest, same);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('reads on after two lines that a full disk made one', () => {
    const [call, title] = remoteWrite(10, 4242);
    const joined = `${call!.slice(0, 60)}${syscall(11)}`;
    const { events, unreadable } = read([joined, ...remoteWrite(12, 4242), title!], { strict: true });
    assert.deepEqual(
      events.map((event) => event.record?.serial),
      [12],
    );
    assert.equal(unreadable.length, 1);
  });

  it('does not take text in another record for a record', () => {
    const inside = record(
      'USER_CMD',
      5,
      `pid=1 uid=0 auid=0 ses=1 msg='cwd="/" cmd="x" type=SYSCALL msg=audit(1700000000.005:6): arch=c000003e syscall=311 success=yes exit=8'`,
    );
    const { events, statistics } = read([inside]);
    assert.equal(events.length, 0);
    assert.equal(statistics.records, 1);
  });

  it('passes over a line that is too long, and reads the next', () => {
    const long = `type=SYSCALL msg=audit(1700000000.001:1): ${'x'.repeat(200_000)}\n`;
    for (const size of [1000, 70_000, 1_000_000]) {
      const bytes = Buffer.from(long + remoteWrite(2, 9).join(''));
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      const { events, unreadable, statistics } = read(chunks);
      assert.deepEqual(
        unreadable.map(({ reason, line }) => [reason, line]),
        [[3, 1]],
      );
      assert.equal(events.length, 1);
      assert.equal(statistics.lines, 3);
    }
  });

  it('does not read the last line where it has no newline', () => {
    const [call, title] = remoteWrite(1, 9);
    const { events, unreadable } = read([title!, call!.trimEnd()]);
    assert.equal(events.length, 0);
    assert.equal(unreadable[0]?.reason, 4);
  });
});
