import assert from 'node:assert/strict';
import { actor, event, incidentOf, incidentsOf, onTarget, process, recorder } from '../build.js';

describe('ptrace-attach', () => {
  it('notes an attach as information, however often', () => {
    const incident = incidentOf([
      onTarget('seize', 0, { request: 'PTRACE_SEIZE' }),
      onTarget('attach', 1),
      onTarget('attach', 2),
    ]);
    assert.equal(incident.severity, 'info');
    assert.deepEqual(incident.heuristics, ['ptrace-attach']);
    assert.deepEqual(incident.attack, ['T1055.008']);
    assert.equal(incident.events, 3);
    assert.equal(incident.actor.comm, 'editor');
    assert.equal(incident.target?.comm, 'service');
    assert.equal(incident.reasons[0]?.text, 'editor[100] attached to service[200] 3 times (PTRACE_SEIZE)');
  });

  it('stays information or low when a tracer only reads, also across users and namespaces', () => {
    const root = process(300, 'tracer', { uid: 0, euid: 0, capabilities: 0x1ff, pidNamespace: 1, mountNamespace: 2 });
    const incident = incidentOf([
      onTarget('seize', 0, { actor: root }),
      onTarget('remote-read', 1, { actor: root, bytes: 64, ret: 64 }),
      onTarget('open-mem', 2, { actor: root, flags: 2 }),
    ]);
    assert.equal(incident.severity, 'low');
    assert.ok(incident.score < 40);
  });

  it('tells an attempt from an attach', () => {
    const incident = incidentOf([onTarget('attach', 0, { ret: -1 })]);
    assert.equal(incident.severity, 'info');
    assert.match(incident.reasons[0]!.text, /^editor\[100\] tried to attach to service\[200\], in vain \(EPERM\)$/);
  });

  it('cannot tell without any word of the target, and says so', () => {
    const { engine } = recorder();
    engine.handle(event('attach', 0));
    assert.deepEqual(engine.snapshot(), []);
    assert.deepEqual(engine.totals().notEvaluable, [{ heuristic: 'ptrace-attach', field: 'target', count: 1 }]);
  });

  it('does not mind what a process does to itself, nor that it lets go or goes on', () => {
    assert.deepEqual(
      incidentsOf([
        onTarget('attach', 0, { target: { process: actor } }),
        onTarget('detach', 1),
        onTarget('resume', 2),
      ]),
      [],
    );
  });
});
