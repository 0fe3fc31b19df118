import assert from 'node:assert/strict';
import type { Region } from '../../../src/model/event.js';
import { incidentOf, onTarget } from '../build.js';

const written = (region: Region, ms = 0) =>
  onTarget('mem-write', ms, { bytes: 4, memory: { address: 0x401000 + ms, region } });

describe('code-tamper', () => {
  for (const [region, words] of [
    ['text', /in the code of service\[200\]'s program/],
    ['library', /in the code of service\[200\]'s libraries/],
    ['data', /in the data segment of service\[200\]'s program .*GOT/],
  ] as const) {
    it(`tells a write into ${region}`, () => {
      const incident = incidentOf([written(region)]);
      assert.ok(incident.heuristics.includes('code-tamper'));
      assert.match(incident.reasons.map(({ text }) => text).join('\n'), words);
    });
  }

  it('counts writes, and adds its weight once', () => {
    const { reasons } = incidentOf([written('text', 0), written('text', 1), written('text', 2)]);
    const reason = reasons.find(({ id }) => id === 'wrote-code');
    assert.deepEqual([reason?.count, reason?.weight], [3, 3]);
  });

  it('does not mind the stack', () => {
    assert.ok(!incidentOf([written('stack')]).heuristics.includes('code-tamper'));
  });
});
