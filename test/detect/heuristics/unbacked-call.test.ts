import assert from 'node:assert/strict';
import type { Event, Region } from '../../../src/model/event.js';
import { event, incidentOf, incidentsOf } from '../build.js';

const call = (region: Region, more: Partial<Event> = {}) =>
  event('memfd-create', 0, {
    call: 'memfd_create',
    origin: { address: 0x7f0000001000, region, writable: false },
    ...more,
  });

describe('unbacked-call', () => {
  it('is worth a note: code that is in no file called the kernel', () => {
    for (const region of ['anonymous', 'heap', 'stack', 'memfd', 'unlinked'] as const) {
      const incident = incidentOf([call(region)]);
      assert.deepEqual(incident.heuristics, ['unbacked-call']);
      assert.equal(incident.severity, 'low');
      assert.equal(incident.target, null);
      assert.equal(
        incident.reasons[0]?.text,
        `editor[100] called memfd_create from code in ${region} memory, which is in no file`,
      );
    }
  });

  it('does not mind calls through a library, from the program itself or from the vDSO', () => {
    for (const region of ['library', 'text', 'file', 'vdso'] as const)
      assert.deepEqual(incidentsOf([call(region)]), []);
  });

  it('leaves it to others where another process had written into the caller', () => {
    const incidents = incidentsOf([call('anonymous', { writer: { tgid: 7 } })]);
    assert.deepEqual(
      incidents.map(({ heuristics }) => heuristics),
      [['injected-call']],
    );
  });
});
