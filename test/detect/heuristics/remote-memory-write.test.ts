import assert from 'node:assert/strict';
import { incidentOf, incidentsOf, onTarget } from '../build.js';

describe('remote-memory-write', () => {
  it('is high when bytes moved, with all bytes in one sentence', () => {
    const incident = incidentOf([
      onTarget('remote-write', 0, { bytes: 4000, ret: 4000, memory: { address: 0x7ffc0000, region: 'stack' } }),
      onTarget('remote-write', 1, { bytes: 96, ret: 96 }),
    ]);
    assert.equal(incident.severity, 'high');
    assert.deepEqual(incident.heuristics, ['remote-memory-write']);
    assert.equal(
      incident.reasons[0]?.text,
      'editor[100] wrote 4,096 bytes into service[200] with process_vm_writev 2 times, first at 0x7ffc0000 (stack)',
    );
  });

  it('takes the result for the bytes where they are not told', () => {
    assert.equal(incidentOf([onTarget('remote-write', 0, { ret: 5 })]).severity, 'high');
    assert.deepEqual(incidentsOf([onTarget('remote-write', 0, { ret: 0 })]), []);
  });

  it('holds a failed call for an attempt', () => {
    const incident = incidentOf([onTarget('remote-write', 0, { ret: -1 })]);
    assert.equal(incident.severity, 'low');
    assert.match(incident.reasons[0]!.text, /in vain \(EPERM\)/);
  });

  it('raises an attempt to what it is once one succeeds', () => {
    const incident = incidentOf([
      onTarget('remote-write', 0, { ret: -14 }),
      onTarget('remote-write', 1, { ret: 8, bytes: 8 }),
    ]);
    assert.equal(incident.severity, 'high');
    assert.equal(incident.reasons.length, 2);
  });
});
