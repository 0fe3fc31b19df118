import assert from 'node:assert/strict';
import { event, incidentOf, onTarget } from '../build.js';

describe('foreign-abi', () => {
  it('raises what was done, whoever did it', () => {
    const incident = incidentOf([onTarget('write-text', 0, { abi: 'i386', foreignAbi: true, call: 'ptrace' })]);
    assert.equal(incident.severity, 'critical');
    assert.ok(incident.heuristics.includes('foreign-abi'));
    assert.match(
      incident.reasons.map(({ text }) => text).join('\n'),
      /editor\[100\] called ptrace through the 32-bit interface from 64-bit code/,
    );
  });

  it('is a note where nothing else was done', () => {
    const incident = incidentOf([event('memfd-create', 0, { abi: 'i386', foreignAbi: true })]);
    assert.deepEqual([incident.severity, incident.title], ['low', '32-bit calls from 64-bit code']);
    assert.equal(incident.target, null);
  });

  it('does not mind the calls of a 32-bit program', () => {
    assert.ok(!incidentOf([onTarget('write-text', 0, { abi: 'i386' })]).heuristics.includes('foreign-abi'));
  });
});
