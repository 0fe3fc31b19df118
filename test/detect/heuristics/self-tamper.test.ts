import assert from 'node:assert/strict';
import type { Region } from '../../../src/model/event.js';
import { actor, event, incidentOf, incidentsOf, onTarget } from '../build.js';

const write = (region: Region, more = {}) =>
  event('mem-write', 0, {
    target: { process: actor },
    bytes: 8,
    memory: { address: 0x7fff0000, region },
    ...more,
  });

describe('self-tamper', () => {
  it('is high for a process that overwrites its own code through its mem file', () => {
    for (const region of ['text', 'library'] as const) {
      const incident = incidentOf([write(region)]);
      assert.equal(incident.severity, 'high');
      assert.equal(incident.target, null);
      assert.deepEqual(incident.heuristics, ['self-tamper']);
      assert.match(
        incident.reasons[0]!.text,
        /editor\[100\] wrote 8 bytes over its own code at 0x7fff0000 \(\w+\), through its \/proc mem file/,
      );
    }
  });

  it('is of the technique of the vDSO where that was overwritten', () => {
    const incident = incidentOf([write('vdso')]);
    assert.equal(incident.severity, 'high');
    assert.ok(incident.attack.includes('T1055.014'));
  });

  it('does not mind its data, nor a write that failed', () => {
    assert.deepEqual(incidentsOf([write('stack'), write('anonymous'), write('text', { ret: -5, bytes: 0 })]), []);
  });

  it("leaves another process's memory to others", () => {
    const incident = incidentOf([onTarget('mem-write', 0, { bytes: 8, memory: { region: 'text' } })]);
    assert.ok(!incident.heuristics.includes('self-tamper'));
  });
});
