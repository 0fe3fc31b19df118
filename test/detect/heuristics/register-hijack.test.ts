import assert from 'node:assert/strict';
import { incidentOf, onTarget } from '../build.js';

describe('register-hijack', () => {
  it('is high without a byte written', () => {
    const incident = incidentOf([onTarget('set-registers', 0, { request: 'PTRACE_SETREGSET' })]);
    assert.equal(incident.severity, 'high');
    assert.deepEqual(incident.heuristics, ['ptrace-injection', 'register-hijack']);
    assert.equal(incident.title, 'Registers of another process changed');
    assert.equal(incident.reasons[0]?.text, 'editor[100] set registers of service[200] (PTRACE_SETREGSET)');
  });

  it('holds debug registers for breakpoints: nothing runs by them', () => {
    const incident = incidentOf([onTarget('write-user', 0, { args: [6, 200, 848, 1] })]);
    assert.equal(incident.severity, 'low');
    assert.equal(incident.title, 'Hardware breakpoint set in another process');
  });

  it('holds a refused request for an attempt', () => {
    const incident = incidentOf([onTarget('set-registers', 0, { ret: -3 })]);
    assert.equal(incident.severity, 'low');
    assert.match(incident.reasons[0]!.text, /tried to set registers of service\[200\], in vain \(ESRCH\)/);
  });
});
