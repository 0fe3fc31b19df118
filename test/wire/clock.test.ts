import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timestampFromNanoseconds } from '../../src/model/timestamp.js';
import { WallClock } from '../../src/wire/clock.js';

const MASK = 0xffff_ffffn;

describe('wall clock', () => {
  it('is exact to the nanosecond for any uptime', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 61n }), fc.bigInt({ min: 0n, max: 1n << 60n }), (boot, since) => {
        const time = new WallClock(boot).at(Number(since & MASK), Number(since >> 32n));
        assert.deepEqual(time, timestampFromNanoseconds(boot + since));
      }),
    );
  });

  it('follows the time of day when it is set', () => {
    const clock = new WallClock(0n);
    clock.set(1_000_000_001n);
    assert.deepEqual(clock.at(1, 0), { seconds: 1, nanos: 2 });
  });
});
