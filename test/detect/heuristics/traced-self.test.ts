import assert from 'node:assert/strict';
import { event, incidentOf, process } from '../build.js';

const child = process(201, 'shy', { ppid: 100, parent: { tgid: 100, start: 5, comm: 'shell' } });

describe('traced-self', () => {
  it('is information, with the parent as the tracer', () => {
    const incident = incidentOf([event('traceme', 0, { actor: child })]);
    assert.equal(incident.severity, 'info');
    assert.deepEqual(incident.heuristics, ['traced-self']);
    assert.deepEqual([incident.actor.tgid, incident.target?.tgid], [100, 201]);
    assert.equal(incident.reasons[0]?.text, 'shy[201] let its parent shell[100] trace it (PTRACE_TRACEME)');
    // of a parent that is known at second hand, what is missing is said once
    assert.equal(incident.notEvaluable.filter(({ field }) => field.startsWith('actor')).length, 1);
  });

  it('tells a program that looks whether it is traced', () => {
    const again = event('traceme', 1, { actor: child, ret: -1 });
    const incident = incidentOf([event('traceme', 0, { actor: child }), again]);
    assert.equal(incident.severity, 'info');
    assert.match(incident.reasons[1]!.text, /asked to be traced, in vain \(EPERM\)/);
  });
});
