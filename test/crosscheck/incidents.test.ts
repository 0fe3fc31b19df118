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

  const HEURISTICS = [
    { id: 'code-tamper', title: 'Code changed', needs: ['memory.region'], operations: ['remote-write', 'mem-write'] },
    { id: 'hollowing', title: 'Child filled', needs: ['memory.region'], operations: ['remote-write'] },
    {
      id: 'remote-write',
      title: 'Memory written',
      needs: ['target.process'],
      operations: ['mem-write', 'remote-write'],
    },
  ] as const;

  const reason = (heuristic: string, weight: number) => ({ heuristic, text: `it is ${heuristic}`, weight, count: 1 });

  it('say for a person which event the other side does not have, and what it adds', () => {
    const comparison = new IncidentComparison();
    comparison.describe(HEURISTICS);
    comparison.take(
      'sensor',
      incident('s', {
        heuristics: ['ptrace-attach', 'remote-write'],
        operations: ['attach', 'open-mem', 'mem-write'],
        reasons: [reason('ptrace-attach', 20), reason('remote-write', 70)],
      }),
    );
    comparison.take('audit', incident('a', { operations: ['attach', 'open-mem'] }));
    const [difference, ...more] = comparison.compare().entries[0]!.differences;
    assert.deepEqual(more, []);
    assert.equal(difference!.field, 'event');
    assert.equal(
      difference!.sentence,
      'Memory written (remote-write), +70: audit has no event of mem-write, which shows it',
    );
  });

  it('say for a person which field the other side lacks, also where a heuristic is silent about it', () => {
    const comparison = new IncidentComparison();
    comparison.describe(HEURISTICS);
    const operations = ['remote-write'] as const;
    const heuristics = ['remote-write', 'code-tamper', 'hollowing'];
    comparison.take('sensor', incident('s', { heuristics, operations, reasons: [reason('code-tamper', 1)] }));
    const notEvaluable = [{ heuristic: 'code-tamper', field: 'memory.region', count: 1 }];
    comparison.take('audit', incident('a', { heuristics: ['remote-write'], operations, notEvaluable }));
    assert.deepEqual(
      comparison.compare().entries[0]!.differences.map(({ field, sentence }) => [field, sentence]),
      [
        [
          'memory.region',
          "Code changed (code-tamper), +1: audit cannot tell, for it does not know which part of the target's memory it was (memory.region)",
        ],
        [
          'memory.region',
          "Child filled (hollowing): audit cannot tell, for it does not know which part of the target's memory it was (memory.region)",
        ],
      ],
    );
  });

  it('say which circumstance only one side sees', () => {
    const comparison = new IncidentComparison();
    comparison.take(
      'sensor',
      incident('s', { reasons: [{ ...reason('known-debugger', -20), text: 'it is a debugger' }] }),
    );
    comparison.take('audit', incident('a'));
    const { sentence } = comparison.compare().entries[0]!.differences[0]!;
    assert.equal(sentence, 'Only the sensor sees that it is a debugger, −20');
  });

  it('leave out what both sides hold for less grave than asked, and mark what an exception covers', () => {
    const comparison = new IncidentComparison('high');
    comparison.take('sensor', incident('s', { severity: 'low', suppressedBy: 'crash-reporter' }));
    comparison.take('audit', incident('a', { severity: 'high' }));
    comparison.take('sensor', incident('t', { severity: 'medium', actor: { tgid: 101 } }));
    const { entries, leftOut } = comparison.compare();
    assert.deepEqual([entries.length, leftOut], [1, 0]);
    assert.equal(entries[0]!.sensor!.suppressedBy, 'crash-reporter');
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
