import assert from 'node:assert/strict';
import { MinimumSeverity } from '../../src/cli/minimum-severity.js';
import type { Incident, Severity } from '../../src/model/incident.js';

const report = (id: string, revision: number, severity: Severity): Incident => ({
  id,
  revision,
  severity,
  score: 0,
  heuristics: [],
  attack: [],
  actor: { tgid: 1 },
  target: null,
  reasons: [],
  notEvaluable: [],
  first: { seconds: 0, nanos: 0 },
  last: { seconds: 0, nanos: 0 },
  events: revision,
  lost: 0,
});

describe('MinimumSeverity', () => {
  it('leaves out what is below, and counts incidents, not their revisions', () => {
    const minimum = new MinimumSeverity('medium');
    assert.equal(minimum.admits(report('a', 1, 'low')), false);
    assert.equal(minimum.admits(report('a', 2, 'low')), false);
    assert.equal(minimum.admits(report('b', 1, 'info')), false);
    assert.equal(minimum.admits(report('c', 1, 'medium')), true);
    assert.equal(minimum.leftOut, 2);
  });

  it('lets an incident pass that grows', () => {
    const minimum = new MinimumSeverity('medium');
    minimum.admits(report('a', 1, 'low'));
    assert.equal(minimum.admits(report('a', 2, 'high')), true);
    assert.equal(minimum.leftOut, 0);
  });

  it('goes on with an incident that passed and becomes less grave', () => {
    const minimum = new MinimumSeverity('medium');
    minimum.admits(report('a', 1, 'medium'));
    assert.equal(minimum.admits(report('a', 2, 'low')), true);
    assert.equal(minimum.leftOut, 0);
  });

  it('forgets the one that passed longest ago', () => {
    const minimum = new MinimumSeverity('medium');
    minimum.admits(report('old', 1, 'high'));
    for (let index = 0; index < 4096; index++) minimum.admits(report(String(index), 1, 'high'));
    assert.equal(minimum.admits(report('0', 2, 'low')), true);
    assert.equal(minimum.admits(report('old', 2, 'low')), false);
  });
});
