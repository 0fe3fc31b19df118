import assert from 'node:assert/strict';
import { actor, incidentOf, incidentsOf, onTarget } from '../build.js';

describe('proc-mem-write', () => {
  for (const [name, flags] of Object.entries({ O_WRONLY: 1, O_RDWR: 2, 'access mode 3': 3 })) {
    it(`is low for an open with ${name}`, () => {
      const incident = incidentOf([onTarget('open-mem', 0, { flags })]);
      assert.equal(incident.severity, 'low');
      assert.deepEqual(incident.heuristics, ['proc-mem-write']);
      assert.equal(incident.title, 'Opened /proc/PID/mem for writing');
    });
  }

  it('is high for a write of one byte, whoever opened the file', () => {
    const incident = incidentOf([onTarget('mem-write', 0, { bytes: 1, ret: 1 })]);
    assert.equal(incident.severity, 'high');
    assert.deepEqual(incident.heuristics, ['remote-memory-write', 'proc-mem-write']);
    assert.deepEqual(incident.attack, ['T1055', 'T1055.009']);
    assert.equal(incident.title, "Wrote into another process's memory");
    assert.match(incident.reasons[0]!.text, /wrote 1 byte into service\[200\]/);
  });

  it('lets the open count little beside the write', () => {
    const [opened, written] = incidentOf([
      onTarget('open-mem', 0, { flags: 1 }),
      onTarget('mem-write', 1, { bytes: 1 }),
    ]).reasons;
    assert.ok(opened!.weight < 5);
    assert.equal(written!.weight, 70);
  });

  it('does not mind a write of nothing, nor a process that writes itself', () => {
    assert.deepEqual(incidentsOf([onTarget('mem-write', 0, { bytes: 0, ret: 0 })]), []);
    const self = { target: { process: { ...actor, tid: 101 } } };
    assert.deepEqual(
      incidentsOf([onTarget('open-mem', 0, { ...self, flags: 2 }), onTarget('mem-write', 1, { ...self, bytes: 9 })]),
      [],
    );
  });

  it('holds a refused open and a failed write for attempts', () => {
    assert.equal(incidentOf([onTarget('open-mem', 0, { flags: 2, ret: -13 })]).severity, 'info');
    assert.equal(incidentOf([onTarget('mem-write', 0, { ret: -5 })]).severity, 'low');
  });

  it('cannot tell an open without its flags', () => {
    const incident = incidentOf([onTarget('open-mem', 0), onTarget('attach', 1), onTarget('open-mem', 2)]);
    assert.deepEqual(incident.heuristics, ['ptrace-attach']);
    assert.deepEqual(
      incident.notEvaluable.map(({ heuristic, field, count }) => [heuristic, field, count]),
      [
        ['proc-mem-write', 'flags', 1],
        ['memory-read', 'flags', 1],
      ],
    );
  });
});
