import assert from 'node:assert/strict';
import { incidentOf, incidentsOf, onTarget } from '../build.js';

describe('memory-read', () => {
  it('notes reading as information', () => {
    const incident = incidentOf([
      onTarget('remote-read', 0, { bytes: 1000, ret: 1000 }),
      onTarget('remote-read', 1, { bytes: 24, ret: 24 }),
      onTarget('open-mem', 2, { flags: 0 }),
    ]);
    assert.equal(incident.severity, 'info');
    assert.deepEqual(incident.attack, ['T1003.007']);
    assert.equal(
      incident.reasons[0]?.text,
      'editor[100] read 1,024 bytes of service[200] with process_vm_readv 2 times',
    );
  });

  it('leaves an open for writing to the heuristic for that', () => {
    assert.deepEqual(incidentOf([onTarget('open-mem', 0, { flags: 2 })]).heuristics, ['proc-mem-write']);
  });

  it('holds a failed read for an attempt, and one of nothing for nothing', () => {
    assert.match(incidentOf([onTarget('remote-read', 0, { ret: -1 })]).reasons[0]!.text, /tried to read/);
    assert.deepEqual(incidentsOf([onTarget('remote-read', 0, { ret: 0, bytes: 0 })]), []);
  });
});
