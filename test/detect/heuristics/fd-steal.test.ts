import assert from 'node:assert/strict';
import { event, incidentOf, onTarget, recorder } from '../build.js';

describe('fd-steal', () => {
  it('is low for a descriptor that was taken', () => {
    const incident = incidentOf([onTarget('fd-steal', 0, { ret: 5 })]);
    assert.equal(incident.severity, 'low');
    assert.deepEqual(incident.heuristics, ['fd-steal']);
  });

  it('is information for one that was refused', () => {
    assert.equal(incidentOf([onTarget('fd-steal', 0, { ret: -1 })]).severity, 'info');
  });

  it('says that it lacks the target where only a descriptor names it', () => {
    const { engine } = recorder();
    engine.handle(event('fd-steal', 0, { source: 'audit', ret: 5 }));
    assert.deepEqual(engine.totals().notEvaluable, [{ heuristic: 'fd-steal', field: 'target', count: 1 }]);
  });
});
