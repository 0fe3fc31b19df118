import assert from 'node:assert/strict';
import { IncidentComparison } from '../../src/crosscheck/incidents.js';
import type { Incident } from '../../src/model/incident.js';

const at = (seconds: number) => ({ seconds: 1_800_000_000 + seconds, nanos: 0 });

const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  id,
  revision: 1,
  severity: 'high',
  score: 80,
  heuristics: ['ptrace-attach'],
  attack: [],
  actor: { tgid: 100 },
  target: { tgid: 200 },
  reasons: [],
  notEvaluable: [],
  first: at(0),
  last: at(1),
  events: 3,
  lost: 0,
  ...more,
});

describe('incidents compared', () => {
  it('are the same actor and target at the same time, in their last revision', () => {
    const comparison = new IncidentComparison();
    comparison.take('sensor', incident('s', { score: 10 }));
    comparison.take('sensor', incident('s', { revision: 2 }));
    comparison.take('audit', incident('a', { score: 40, severity: 'medium' }));
    comparison.take('audit', incident('later', { first: at(60), last: at(61) }));
    comparison.take('audit', incident('other', { actor: { tgid: 101 } }));
    const { entries } = comparison.compare();
    assert.deepEqual(
      entries.map(({ sensor, audit }) => [sensor?.id, sensor?.score, audit?.id]).sort(),
      [
        ['s', 80, 'a'],
        [undefined, undefined, 'later'],
        [undefined, undefined, 'other'],
      ].sort(),
    );
  });

  it('are the same where audit knows the target only by the number that the actor used', () => {
    const comparison = new IncidentComparison();
    comparison.take('sensor', incident('s'));
    comparison.take('audit', incident('a', { target: null, argument: 200 }));
    const [entry, ...more] = comparison.compare().entries;
    assert.deepEqual(more, []);
    assert.deepEqual(
      entry!.differences.map(({ about, field, lackedBy }) => [about, field, lackedBy]),
      [['target', 'target.process', 'audit']],
    );
  });

  it('name the field without which one side could not decide', () => {
    const comparison = new IncidentComparison();
    comparison.take('sensor', incident('s', { heuristics: ['ptrace-attach', 'fileless-map', 'proc-mem-write'] }));
    comparison.take(
      'audit',
      incident('a', { notEvaluable: [{ heuristic: 'fileless-map', field: 'file.memfd', count: 2 }] }),
    );
    const { differences } = comparison.compare().entries[0]!;
    assert.deepEqual(
      differences.map(({ about, field, lackedBy }) => [about, field, lackedBy]),
      [
        ['fileless-map', 'file.memfd', 'audit'],
        ['proc-mem-write', 'event', 'audit'],
      ],
    );
  });

  it('name the field also where the other side told no incident', () => {
    const comparison = new IncidentComparison();
    comparison.take('sensor', incident('s', { heuristics: ['fileless-map'] }));
    comparison.notEvaluable('audit', [{ heuristic: 'fileless-map', field: 'file.memfd', count: 2 }]);
    const [entry] = comparison.compare().entries;
    assert.equal(entry!.audit, undefined);
    assert.equal(entry!.differences[0]!.field, 'file.memfd');
  });
});
