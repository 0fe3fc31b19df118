import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { actor, event, incidentOf, process } from '../build.js';

const child = process(201, 'sleep', { ppid: actor.tgid });
const traceme = event('traceme', 0, {
  actor: { ...child, exe: actor.exe!, parent: { tgid: actor.tgid, start: actor.start!, comm: 'editor' } },
});
const poke = (ms: number, address: number, more: Partial<Event> = {}) =>
  event('write-text', ms, {
    target: { process: child, argument: child.tgid },
    memory: { address, length: 8, region: 'text' },
    ...more,
  });
const inARow = (words: number, more: Partial<Event> = {}) =>
  Array.from({ length: words }, (_, index) => poke(index + 1, 0x401000 + index * 8, more));

describe('process-hollowing', () => {
  it('is high for code written in a row over a child that was traced from its start', () => {
    const incident = incidentOf([traceme, ...inARow(3), event('detach', 9, { target: { process: child } })]);
    assert.equal(incident.severity, 'high');
    assert.ok(incident.heuristics.includes('process-hollowing'));
    assert.match(
      incident.reasons.map(({ text }) => text).join('\n'),
      /editor\[100\] started sleep\[201\] under its trace and wrote code into it, over its program/,
    );
  });

  it('is high for one write of a payload', () => {
    const write = event('mem-write', 1, {
      target: { process: child },
      bytes: 27,
      memory: { address: 0x401000, region: 'text' },
    });
    assert.equal(incidentOf([traceme, write]).severity, 'high');
  });

  it('takes words that lie apart for breakpoints', () => {
    const breakpoints = [0, 64, 128, 256, 512].map((offset, index) => poke(index + 1, 0x401000 + offset));
    assert.equal(incidentOf([traceme, ...breakpoints]).severity, 'low');
  });

  it('is high for a payload in memory that was made executable for it', () => {
    const memory = { region: 'anonymous' as const, mapping: { executable: true } };
    const events = inARow(3).map((one) => ({ ...one, memory: { ...one.memory, ...memory } }));
    const incident = incidentOf([traceme, ...events]);
    assert.equal(incident.severity, 'high');
    assert.match(incident.reasons.map(({ text }) => text).join('\n'), /in anonymous memory that can be executed/);
  });

  it('does not mind a stack that happens to be executable, into which a tracer writes what calls are given', () => {
    const memory = { region: 'stack' as const, mapping: { executable: true } };
    const events = inARow(9).map((one) => ({ ...one, memory: { ...one.memory, ...memory } }));
    assert.equal(incidentOf([traceme, ...events]).severity, 'low');
  });

  describe('of a child that was traced from its start and is let go', () => {
    const onChild = { target: { process: child, argument: child.tgid } };
    const toStack = event('remote-write', 1, { ...onChild, bytes: 64, memory: { region: 'stack' } });
    const detach = event('detach', 5, onChild);

    it('is high where it was written into, by whatever way', () => {
      const incident = incidentOf([traceme, toStack, event('set-registers', 2, onChild), detach]);
      assert.equal(incident.severity, 'high');
      assert.ok(incident.heuristics.includes('process-hollowing'));
      assert.match(incident.reasons.map(({ text }) => text).join('\n'), /wrote into it and let it go/);
    });

    describe('by the end of its tracer', () => {
      /** before 6.16 nothing is known of its program by then */
      const { exe: _exe, host: _host, ...gone } = actor;
      const end = event('tracer-exit', 5, { ...onChild, actor: gone });

      it('is high as well, and says how', () => {
        const incident = incidentOf([traceme, toStack, end]);
        assert.equal(incident.severity, 'high');
        const texts = incident.reasons.map(({ text }) => text).join('\n');
        assert.match(texts, /wrote into it and ended: changed, it runs on/);
        assert.match(texts, /editor\[100\] ended, so that the kernel let go of sleep\[201\]/);
      });

      it('stays low where nothing was written, and where a known debugger ends', () => {
        assert.equal(incidentOf([traceme, event('set-registers', 2, onChild), end]).severity, 'low');
        const host = { roles: ['debugger' as const], protected: true, packaged: true, hostMounts: true };
        assert.equal(incidentOf([traceme, { ...toStack, actor: { ...actor, host } }, end]).severity, 'low');
      });
    });

    it('stays low where only registers were set, as a tracer that changes the results of calls does', () => {
      assert.equal(incidentOf([traceme, event('set-registers', 2, onChild), detach]).severity, 'low');
    });

    it('stays low where the program that was written into is gone: another was executed since', () => {
      const executed = event('exec', 3, { actor: child, file: child.exe! });
      assert.equal(incidentOf([traceme, toStack, executed, detach]).severity, 'low');
    });

    it('stays low where a known debugger does it', () => {
      const host = { roles: ['debugger' as const], protected: true, packaged: true, hostMounts: true };
      const byDebugger = [toStack, detach].map((one) => ({ ...one, actor: { ...actor, host } }));
      assert.equal(incidentOf([traceme, ...byDebugger]).severity, 'low');
    });

    it('stays low where the call failed', () => {
      assert.equal(incidentOf([traceme, toStack, { ...detach, ret: -3 }]).severity, 'low');
    });
  });

  it('does not mind what is no code', () => {
    const stack = inARow(9).map((one) => ({ ...one, memory: { ...one.memory, region: 'stack' as const } }));
    assert.equal(incidentOf([traceme, ...stack]).severity, 'low');
  });

  it('does not mind what a known debugger writes over its own child', () => {
    const host = { roles: ['debugger' as const], protected: true, packaged: true, hostMounts: true };
    const events = inARow(9, { actor: { ...actor, host } });
    assert.equal(incidentOf([traceme, ...events]).severity, 'low');
  });

  it('tells that a target was started to be injected into: a child that is not traced', () => {
    const write = event('remote-write', 1, { target: { process: child }, bytes: 8, memory: { region: 'heap' } });
    const incident = incidentOf([write]);
    assert.equal(incident.severity, 'high');
    assert.ok(incident.heuristics.includes('process-hollowing'));
    assert.match(incident.reasons.map(({ text }) => text).join('\n'), /sleep\[201\] is a child of editor\[100\]/);
  });

  it('is high for a forked child that is attached to before it runs anything, and written then', () => {
    const forked = { process: { ...child, comm: 'editor', exe: actor.exe! } };
    const incident = incidentOf([
      event('attach', 0, { target: forked }),
      event('write-text', 1, { target: forked, memory: { address: 1, length: 8, region: 'stack' } }),
      event('set-registers', 2, { target: forked }),
    ]);
    assert.equal(incident.severity, 'high');
  });
});
