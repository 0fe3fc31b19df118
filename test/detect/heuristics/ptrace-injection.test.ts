import assert from 'node:assert/strict';
import { actor, auditProcess, event, incidentOf, incidentsOf, onTarget, process } from '../build.js';

const own = process(201, 'debuggee', { ppid: actor.tgid });

describe('ptrace-injection', () => {
  for (const operation of ['set-registers', 'write-text', 'write-data'] as const) {
    it(`is high for ${operation} after an attach`, () => {
      const incident = incidentOf([onTarget('attach', 0), onTarget(operation, 1), onTarget('detach', 2)]);
      assert.equal(incident.severity, 'high');
      const weighing = operation === 'set-registers' ? 'register-hijack' : 'remote-memory-write';
      assert.deepEqual(incident.heuristics, ['ptrace-attach', 'ptrace-injection', weighing]);
    });
  }

  it('is at least medium for a debugger that calls a function: seize, open for writing, registers', () => {
    const incident = incidentOf([
      onTarget('seize', 0),
      onTarget('open-mem', 1, { flags: 2 }),
      onTarget('set-registers', 2),
      onTarget('set-registers', 3),
    ]);
    assert.equal(incident.severity, 'high');
    assert.match(incident.reasons.map(({ text }) => text).join('\n'), /set registers of service\[200\] 2 times/);
  });

  it('is critical across users', () => {
    const other = process(300, 'service', { uid: 33, euid: 33 });
    const incident = incidentOf([
      onTarget('attach', 0, { target: { process: other } }),
      onTarget('write-text', 1, { target: { process: other } }),
    ]);
    assert.equal(incident.severity, 'critical');
    assert.ok(incident.reasons.some(({ heuristic, weight }) => heuristic === 'other-user' && weight === 25));
  });

  it('makes a thousand words one reason with a count', () => {
    const words = Array.from({ length: 1000 }, (_, index) =>
      onTarget('write-data', index, {
        memory: { address: 0x1000 + index, region: 'stack' },
        request: 'PTRACE_POKEDATA',
      }),
    );
    const incident = incidentOf(words);
    assert.equal(incident.reasons.length, 1);
    assert.equal(incident.reasons[0]?.count, 1000);
    assert.equal(
      incident.reasons[0]?.text,
      'editor[100] wrote 8,000 bytes into service[200] by ptrace 1,000 times, first at 0x1000 (stack)',
    );
  });

  it('tells hardware breakpoints from control by the offset into the user area', () => {
    const debug = onTarget('write-user', 0, { args: [6, 200, 848, 1] });
    const instructionPointer = onTarget('write-user', 0, { args: [6, 200, 128, 1] });
    assert.equal(incidentOf([debug]).severity, 'low');
    assert.equal(incidentOf([instructionPointer]).severity, 'high');
    assert.equal(incidentOf([{ ...debug, abi: 'i386' }]).severity, 'high');
  });

  it('cannot tell which register without arguments', () => {
    assert.deepEqual(incidentsOf([onTarget('write-user', 0)]), []);
    const incident = incidentOf([onTarget('attach', 0), onTarget('write-user', 1)]);
    assert.deepEqual(incident.notEvaluable, [{ heuristic: 'register-hijack', field: 'args', count: 1 }]);
  });

  it('weighs the vDSO', () => {
    const incident = incidentOf([onTarget('write-text', 0, { memory: { address: 1, region: 'vdso' } })]);
    assert.equal(incident.severity, 'critical');
    assert.ok(incident.attack.includes('T1055.014'));
  });

  it('says where it does not know the region', () => {
    assert.deepEqual(incidentOf([onTarget('write-text', 0)]).notEvaluable, [
      { heuristic: 'vdso-tamper', field: 'memory.region', count: 1 },
      { heuristic: 'code-tamper', field: 'memory.region', count: 1 },
    ]);
  });

  it('holds refused writes for attempts, low until repeated', () => {
    const refusedOnce = onTarget('write-text', 0, { ret: -1 });
    assert.equal(incidentOf([refusedOnce]).severity, 'low');
    const eight = Array.from({ length: 8 }, (_, index) => onTarget('write-text', index, { ret: -1 }));
    assert.equal(incidentOf(eight.slice(1)).severity, 'low');
    const repeated = incidentOf(eight);
    assert.equal(repeated.severity, 'medium');
    assert.ok(repeated.reasons.some(({ heuristic }) => heuristic === 'repeated-refusals'));
    const senseless = eight.map((one) => ({ ...one, ret: -3 }));
    assert.equal(incidentOf(senseless).severity, 'low');
  });

  describe("over the tracer's own child", () => {
    const traceme = event('traceme', 0, {
      actor: { ...own, comm: 'editor', parent: { tgid: actor.tgid, start: actor.start!, comm: 'editor' } },
    });
    const onOwn = { target: { process: own } };

    it('ends low, with the reason', () => {
      const incident = incidentOf([
        traceme,
        event('open-mem', 1, { ...onOwn, flags: 2 }),
        event('mem-write', 2, { ...onOwn, bytes: 1, memory: { region: 'text' } }),
        event('set-registers', 3, onOwn),
      ]);
      assert.equal(incident.severity, 'low');
      assert.equal(incident.reasons.at(-1)?.heuristic, 'own-tracee');
      assert.ok(incident.reasons.at(-1)!.weight < 0);
    });

    it('ends low for a child that is seized by its parent before it runs anything, as strace does', () => {
      const stillParent = { target: { process: { ...own, comm: 'editor', exe: actor.exe! } } };
      assert.equal(incidentOf([event('seize', 0, stillParent), event('set-registers', 1, onOwn)]).severity, 'low');
    });

    it('counts in full for a child that was spawned, and attached to when it ran another program', () => {
      assert.equal(incidentOf([event('seize', 0, onOwn), event('set-registers', 1, onOwn)]).severity, 'high');
    });

    it('ends low for the children of such a child, traced without an attach', () => {
      const grandchild = { target: { process: process(202, 'compiler', { ppid: own.tgid }) } };
      const incidents = incidentsOf([traceme, event('set-registers', 1, onOwn), event('set-registers', 2, grandchild)]);
      assert.deepEqual(
        incidents.map(({ severity }) => severity),
        ['low', 'low'],
      );
    });

    describe('whose children were handed to the tracer without an attach, by parents that were never seen', () => {
      const far = process(203, 'compiler', { ppid: 999, tracedBy: actor.tgid });
      const onFar = { target: { process: far } };
      const before = event('remote-write', 1, { ...onFar, bytes: 8, memory: { region: 'stack' } });
      const attached = event('attach', 0, { target: { process: process(300, 'stranger') } });

      it('ends low from the first write on', () => {
        const incidents = incidentsOf([traceme, before, event('set-registers', 2, onFar)]);
        assert.deepEqual(
          incidents.map(({ severity }) => severity),
          ['info', 'low'],
        );
      });

      it('counts in full where the tracer has attached to a stranger, whose children they may be', () => {
        for (const next of [before, event('set-registers', 2, onFar)]) {
          assert.equal(incidentsOf([traceme, attached, next]).at(-1)?.severity, 'high');
        }
      });

      it('counts in full where nothing says that the tracer traces them', () => {
        const untraced = { ...before, target: { process: process(203, 'compiler', { ppid: 999 }) } };
        assert.equal(incidentsOf([traceme, untraced]).at(-1)?.severity, 'high');
      });
    });

    it('counts in full without tracing: a spawned child is a target too', () => {
      assert.equal(incidentOf([event('mem-write', 0, { ...onOwn, bytes: 8 })]).severity, 'high');
      assert.equal(incidentOf([event('remote-write', 0, { ...onOwn, bytes: 8 })]).severity, 'high');
    });

    it('counts in full once the child was let go', () => {
      const incident = incidentOf([
        traceme,
        event('set-registers', 1, onOwn),
        event('detach', 2, onOwn),
        event('mem-write', 3, { ...onOwn, bytes: 8 }),
      ]);
      assert.equal(incident.severity, 'high');
    });

    it('counts in full with a graver circumstance', () => {
      const privileged = { target: { process: { ...own, capabilities: 0x200000 } } };
      assert.equal(
        incidentOf([event('seize', 0, privileged), event('write-text', 1, privileged)]).severity,
        'critical',
      );
      const vdso = event('write-text', 1, { ...onOwn, memory: { region: 'vdso' } });
      assert.equal(incidentOf([traceme, vdso]).severity, 'critical');
    });

    it('does not count for a stranger who attaches to a child of somebody else', () => {
      const stranger = process(700, 'stranger');
      const incident = incidentOf([
        event('attach', 1, { ...onOwn, actor: stranger }),
        event('set-registers', 2, { ...onOwn, actor: stranger }),
      ]);
      assert.equal(incident.severity, 'high');
    });
  });

  describe('from audit records, which name the target on attach alone', () => {
    const auditActor = auditProcess(100, 'editor');
    const audit = { source: 'audit', actor: auditActor } as const;
    const resolved = { process: auditProcess(200, 'service'), argument: 200 };

    it('joins the bare argument of a write to an earlier attach, and says that it did', () => {
      const incident = incidentOf([
        event('attach', 0, { ...audit, target: resolved }),
        event('write-text', 1, { ...audit, target: { argument: 200 } }),
      ]);
      assert.equal(incident.target?.comm, 'service');
      assert.equal(incident.severity, 'high');
      assert.equal(incident.inferences?.length, 1);
    });

    it('joins by the argument, not by the process it turned out to be', () => {
      const threadArgument = { process: auditProcess(200, 'service'), argument: 207 };
      const incident = incidentOf([
        event('attach', 0, { ...audit, target: threadArgument }),
        event('write-text', 1, { ...audit, target: { argument: 207 } }),
      ]);
      assert.equal(incident.target?.tgid, 200);
    });

    it('joins to a child that asked its parent to trace it', () => {
      const incident = incidentOf([
        event('traceme', 0, { ...audit, actor: auditProcess(201, 'child', { ppid: 100 }) }),
        event('set-registers', 1, { ...audit, target: { argument: 201 } }),
      ]);
      assert.equal(incident.target?.comm, 'child');
      assert.equal(incident.severity, 'low');
    });

    it('joins what was done to an argument before an attach resolved it, under the same id', () => {
      const written = event('remote-write', 0, { ...audit, bytes: 8, target: { argument: 200 } });
      const attached = event('attach', 1, { ...audit, target: resolved });
      const incident = incidentOf([written, attached, written]);
      assert.equal(incident.id, incidentOf([written]).id);
      assert.equal(incident.target?.comm, 'service');
      assert.equal(incident.argument, undefined);
      assert.equal(incident.inferences?.length, 1);
      assert.equal(incident.events, 3);
    });

    it('reports a write to an unresolved argument by that argument', () => {
      const incident = incidentOf([event('write-text', 1, { ...audit, target: { argument: 200 } })]);
      assert.equal(incident.target, null);
      assert.equal(incident.argument, 200);
      assert.equal(incident.severity, 'high');
      assert.match(incident.reasons[0]!.text, /the process it calls pid 200/);
      assert.ok(incident.notEvaluable.some(({ field }) => field === 'target.process.uid'));
    });

    it('takes its own pid as an argument for itself', () => {
      assert.deepEqual(incidentsOf([event('write-text', 1, { ...audit, target: { argument: 100 } })]), []);
    });

    it('does not join across a silence after which the pids may be others', () => {
      const incidents = incidentsOf([
        event('attach', 0, { ...audit, target: resolved }),
        event('write-text', 700_000, { ...audit, target: { argument: 200 } }),
      ]);
      assert.equal(incidents.at(-1)?.target, null);
    });
  });
});
