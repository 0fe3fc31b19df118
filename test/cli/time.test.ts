import assert from 'node:assert/strict';
import { InvalidArgumentError } from 'commander';
import { timeParser } from '../../src/cli/time.js';

describe('times on the command line', () => {
  const now = Date.UTC(2026, 10, 23, 12);
  const parse = timeParser(() => now);

  it('are taken with a zone, as seconds since the epoch, or as so long ago', () => {
    assert.equal(parse('2026-11-23T10:00:00Z'), Date.UTC(2026, 10, 23, 10));
    assert.equal(parse('2026-11-23 10:00:00.5+02:00'), Date.UTC(2026, 10, 23, 8, 0, 0, 500));
    assert.equal(parse('@1795446405.027'), 1_795_446_405_027);
    assert.equal(parse('90m'), now - 5_400_000);
    assert.equal(parse('7d'), now - 604_800_000);
  });

  it("are in the host's zone without one", () => {
    assert.equal(parse('2026-11-23'), new Date(2026, 10, 23).getTime());
    assert.equal(parse('2026-11-23T16:10'), new Date(2026, 10, 23, 16, 10).getTime());
    assert.equal(parse('2026-11-23 16:10:05'), new Date(2026, 10, 23, 16, 10, 5).getTime());
  });

  it('are refused where there is no such time', () => {
    for (const text of [
      '',
      'noon',
      '2026-02-30',
      '2026-11-23T25:00',
      '2026-11-23T10:61',
      '2026-13-01Z',
      '10',
      '-5m',
      '@x',
    ]) {
      assert.throws(() => parse(text), InvalidArgumentError, text);
    }
  });
});
