import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AuditReader } from '../../src/audit/index.js';
import { WINDOW } from '../../src/audit/serial-window.js';
import type { Event } from '../../src/model/event.js';
import type { Loss } from '../../src/model/loss.js';
import { read, record, remoteWrite, START, syscall } from './sample.js';

const lost = (lines: readonly string[]) => {
  const { statistics, losses } = read([lines.join('')]);
  assert.equal(
    losses.reduce((sum, { count }) => sum + count, 0),
    statistics.lost + statistics.recovered,
  );
  return statistics;
};

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('audit serial numbers', () => {
  it('counts exactly the numbers that never came, in any order nearby', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 398 }), { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 400, maxLength: 400 }),
        (missing, delays) => {
          const gone = new Set(missing);
          const order = range(0, 400)
            .filter((serial) => !gone.has(serial))
            .map((serial) => ({ serial, at: serial + delays[serial]! }))
            .sort((a, b) => a.at - b.at);
          // the first and last number are always there
          assert.equal(lost(order.map(({ serial }) => syscall(1000 + serial))).lost, gone.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reports a gap with the times around it', () => {
    const { losses } = read([syscall(10) + syscall(15) + syscall(16)]);
    assert.deepEqual(losses, [
      {
        source: 'audit',
        where: 'serial-gap',
        count: 4,
        serial: 11,
        from: { seconds: START, nanos: 10_000_000 },
        to: { seconds: START, nanos: 15_000_000 },
      },
    ]);
  });

  it('reports a gap of a source in order as soon as nothing of it can come, and takes back what does come', () => {
    let now = 0;
    const losses: Loss[] = [];
    const events: Event[] = [];
    const reader = new AuditReader(
      { event: (event) => events.push(event), loss: (loss) => losses.push(loss) },
      { scope: 'audit', inOrder: true, clock: () => now },
    );
    const bytes = (...serials: number[]): Buffer =>
      Buffer.from(serials.flatMap((serial) => remoteWrite(serial, 7)).join(''));
    const goOn = (to: number): void => {
      for (; now <= to; now += 500) reader.expire(now - 2000);
    };
    reader.push(bytes(10, 13));
    goOn(1500);
    assert.deepEqual(losses, []);
    goOn(3000);
    assert.deepEqual(
      losses.map(({ serial, count }) => [serial, count]),
      [[11, 2]],
    );
    reader.push(bytes(14));
    assert.equal(events.length, 3, 'what comes after the gap does not wait');
    reader.push(bytes(12));
    assert.deepEqual([reader.statistics.lost, reader.statistics.recovered], [1, 1]);
  });

  it('counts nothing for a number that was late, also beyond the window', () => {
    const all = range(0, WINDOW + 200);
    const late = all.filter((serial) => serial !== 50).map((serial) => syscall(serial));
    const statistics = lost([...late, syscall(50)]);
    assert.equal(statistics.lost, 0);
    assert.equal(statistics.recovered, 1);
    assert.equal(statistics.restarts, 0);
  });

  it('recovers late numbers from the middle of a gap one by one', () => {
    const lines = range(0, WINDOW + 500)
      .filter((serial) => serial < 100 || serial >= 110)
      .map((serial) => syscall(serial));
    const statistics = lost([...lines, syscall(105), syscall(105), syscall(100), syscall(109)]);
    assert.equal(statistics.lost, 7);
    assert.equal(statistics.recovered, 3);
  });

  it('takes numbers that begin again after a reboot for another boot', () => {
    const later = (line: string) => line.replace(/audit\((\d+)/, (_, seconds) => `audit(${Number(seconds) + 7200}`);
    const before = range(50_000, 50_300).map((serial) => syscall(serial));
    const after = [...range(1, 100), ...range(103, 200)].flatMap((serial) => remoteWrite(serial, 77)).map(later);
    const reading = read([[...before, ...after].join('')]);
    assert.equal(reading.statistics.restarts, 1);
    assert.equal(reading.statistics.lost, 3);
    assert.deepEqual(
      reading.events.map((event) => event.record?.serial),
      [...range(1, 100), ...range(103, 200)],
    );
  });

  it('keeps boots apart whose numbers overlap', () => {
    const later = (line: string) => line.replace(/audit\((\d+)/, (_, seconds) => `audit(${Number(seconds) + 7200}`);
    const boot = range(1, 60).flatMap((serial) => remoteWrite(serial, 77));
    const reading = read([[...boot, ...boot.map(later)].join('')]);
    assert.equal(reading.events.length, 118);
    assert.equal(reading.statistics.duplicates, 0);
    assert.equal(reading.statistics.lost, 0);
  });

  it('is not misled by one forged number', () => {
    for (const forged of [4_294_967_295, 2_000_000, WINDOW + 5_000]) {
      const lines = range(100, 400).flatMap((serial) => remoteWrite(serial, 5));
      lines.splice(200, 0, record('USER_LOGIN', 1, 'pid=1').replace(/:1\)/, `:${forged})`));
      const reading = read([lines.join('')]);
      assert.equal(reading.statistics.lost, 0, String(forged));
      assert.equal(reading.events.length, 300);
    }
  });

  it('counts a loss that is wider than the window', () => {
    const lines = [...range(100, 200), ...range(100_200, 100_300)].map((serial) => syscall(serial));
    assert.equal(lost(lines).lost, 100_000);
  });

  it('does not count the numbers of auditd itself', () => {
    const lines = [syscall(10), record('DAEMON_ROTATE', 11, 'op=rotate').replace(':11)', ':7777)'), syscall(11)];
    assert.equal(lost(lines).lost, 0);
  });
});
