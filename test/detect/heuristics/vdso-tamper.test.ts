import assert from 'node:assert/strict';
import { incidentOf, onTarget } from '../build.js';

const written = (region: 'vdso' | 'stack', more = {}) =>
  onTarget('mem-write', 0, { bytes: 8, memory: { address: 0x7fff1000, region }, ...more });

describe('vdso-tamper', () => {
  it('is critical by itself, and of a technique of its own', () => {
    const incident = incidentOf([written('vdso')]);
    assert.equal(incident.severity, 'critical');
    assert.ok(incident.heuristics.includes('vdso-tamper') && incident.attack.includes('T1055.014'));
    assert.match(incident.reasons.map(({ text }) => text).join('\n'), /lies in the vDSO of service\[200\]/);
  });

  for (const operation of ['remote-write', 'write-text', 'write-data'] as const) {
    it(`sees ${operation}`, () => {
      assert.ok(incidentOf([{ ...written('vdso'), operation }]).heuristics.includes('vdso-tamper'));
    });
  }

  it('does not mind other memory, nor a write that failed', () => {
    assert.ok(!incidentOf([written('stack')]).heuristics.includes('vdso-tamper'));
    assert.ok(!incidentOf([written('vdso', { ret: -5, bytes: 0 })]).heuristics.includes('vdso-tamper'));
  });

  it('says where it does not know the region', () => {
    const { notEvaluable } = incidentOf([onTarget('mem-write', 0, { bytes: 8 })]);
    assert.ok(notEvaluable.some(({ heuristic, field }) => heuristic === 'vdso-tamper' && field === 'memory.region'));
  });
});
