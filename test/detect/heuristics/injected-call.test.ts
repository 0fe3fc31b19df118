import assert from 'node:assert/strict';
import type { Region } from '../../../src/model/event.js';
import { actor, event, incidentOf, onTarget, target } from '../build.js';

const written = onTarget('mem-write', 0, { bytes: 40, memory: { address: 0x401000, region: 'text' } });
const call = (region: Region, ms = 1) =>
  event('memfd-create', ms, {
    actor: target,
    call: 'memfd_create',
    origin: { address: 0x7f0000001000, region, writable: true },
  });

describe('injected-call', () => {
  it('ties a call from memory without a file to who wrote into the process', () => {
    const incident = incidentOf([written, call('anonymous')]);
    assert.ok(incident.heuristics.includes('injected-call'));
    assert.deepEqual([incident.actor.tgid, incident.target?.tgid], [actor.tgid, target.tgid]);
    assert.match(
      incident.reasons.map(({ text }) => text).join('\n'),
      /service\[200\] called memfd_create from code in anonymous memory, which is in no file, after editor\[100\]/,
    );
  });

  it('does not mind calls through a library', () => {
    assert.ok(!incidentOf([written, call('library')]).heuristics.includes('injected-call'));
  });

  it('does not mind a process that nobody wrote into, nor what was written long ago', () => {
    assert.ok(!incidentOf([call('anonymous')]).heuristics.includes('injected-call'));
    assert.ok(!incidentOf([written, call('anonymous', 300_001)]).heuristics.includes('injected-call'));
  });
});
