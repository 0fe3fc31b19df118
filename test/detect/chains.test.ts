import assert from 'node:assert/strict';
import { actor, event, incidentOf, incidentsOf, onTarget, process, recorder, target } from './build.js';

const child = process(101, 'dd', { ppid: 100, parent: { tgid: actor.tgid, start: actor.start!, comm: 'editor' } });
const write = (ms: number) => onTarget('mem-write', ms, { actor: child, bytes: 1, memory: { region: 'stack' } });

describe('chains', () => {
  it('are one incident from attach to detach, which grows in severity', () => {
    const { engine, reports } = recorder();
    const steps = [
      onTarget('attach', 0),
      onTarget('write-data', 10, { memory: { address: 0x1000, length: 8, region: 'stack' } }),
      onTarget('set-registers', 20),
      event('map-exec', 30, { actor: target, tracer: actor, memory: { flags: 0x22, prot: 7 } }),
      onTarget('detach', 40),
    ];
    for (const step of steps) engine.handle(step);
    assert.equal(new Set(reports.map(({ id }) => id)).size, 1);
    assert.deepEqual([reports[0]?.severity, reports.at(-1)?.severity], ['info', 'high']);
    assert.deepEqual(reports.at(-1)?.operations, ['attach', 'write-data', 'set-registers', 'map-exec', 'detach']);
  });

  const wholeChain = (attach: number, written: number, control: number): boolean =>
    incidentOf([
      onTarget('attach', attach),
      onTarget('write-data', written),
      onTarget('set-registers', control),
    ]).reasons.some(({ id }) => id === 'whole-chain');

  it('are told as the whole of an injection where the steps follow each other within seconds', () => {
    assert.equal(wholeChain(0, 9000, 18_000), true);
    assert.equal(wholeChain(0, 11_000, 12_000), false);
    assert.equal(wholeChain(0, 1000, 12_000), false);
  });

  describe('across helpers', () => {
    it('join the write of a child to the attach of its parent', () => {
      const incident = incidentOf([onTarget('attach', 0), write(10)]);
      assert.equal(incident.actor.tgid, actor.tgid);
      assert.equal(incident.severity, 'high');
      const texts = incident.reasons.map(({ text }) => text).join('\n');
      assert.match(texts, /^dd\[101\] wrote 1 byte into service\[200\]/m);
      assert.match(texts, /^dd\[101\] took part, as parent, child or sibling of editor\[100\]/m);
    });

    it('join what the parent does to what its child did before', () => {
      const incident = incidentOf([write(0), onTarget('set-registers', 10)]);
      assert.deepEqual([incident.actor.tgid, incident.events], [child.tgid, 2]);
    });

    it('join siblings: a shell that starts a writer for each byte is one story', () => {
      const shell = { tgid: 90, start: 90_000_000 };
      const writers = [101, 102, 103].map((tgid) => process(tgid, 'dd', { ppid: 90, parent: shell }));
      const incident = incidentOf(writers.map((one, index) => ({ ...write(index), actor: one })));
      assert.equal(incident.events, 3);
      assert.match(
        incident.reasons.map(({ text }) => text).join('\n'),
        /^dd\[102\], dd\[103\] took part, as parent, child or sibling of dd\[101\]/m,
      );
    });

    it('are named with the incident, one of each other program and user', () => {
      const { helpers = [] } = incidentOf([onTarget('attach', 0), write(10)]);
      assert.deepEqual(
        helpers.map(({ tgid }) => tgid),
        [child.tgid],
      );
      const alike = process(101, 'editor', { ppid: actor.tgid, parent: { tgid: actor.tgid, start: actor.start! } });
      const same = incidentOf([onTarget('attach', 0), { ...write(10), actor: alike }]);
      assert.equal(same.helpers, undefined);
    });

    it('do not grow without end', () => {
      const shell = { tgid: 90, start: 90_000_000 };
      const writers = Array.from({ length: 200 }, (_, index) =>
        process(1000 + index, 'dd', { ppid: 90, parent: shell }),
      );
      const incidents = incidentsOf(writers.map((one, index) => ({ ...write(index), actor: one })));
      assert.equal(
        incidents.reduce((sum, { events }) => sum + events, 0),
        200,
      );
      assert.ok(incidents.length > 1 && incidents.length < 10);
    });

    it('are lowered only where each of them would be', () => {
      const host = { roles: ['debugger' as const], protected: true, packaged: true, hostMounts: true };
      const incident = incidentOf([onTarget('attach', 0, { actor: { ...actor, host } }), write(10)]);
      assert.equal(incident.severity, 'high');
      assert.ok(!incident.reasons.some(({ id }) => id === 'debugger'));
    });

    it('are raised where any of them would be', () => {
      const exe = { path: 'memfd:x', memfd: true, unlinked: true, inMemory: true };
      const incident = incidentOf([onTarget('attach', 0), { ...write(10), actor: { ...child, exe } }]);
      assert.equal(incident.severity, 'critical');
      assert.ok(incident.reasons.some(({ text }) => text.startsWith('dd[101] itself runs from memory')));
    });

    it('do not join strangers, nor after a while, nor across targets', () => {
      const stranger = { ...child, ppid: 1, parent: { tgid: 1, start: 1 } };
      assert.equal(incidentsOf([onTarget('attach', 0), { ...write(10), actor: stranger }]).length, 2);
      assert.equal(incidentsOf([onTarget('attach', 0), write(61_000)]).length, 2);
      const other = { process: process(300, 'other') };
      assert.equal(incidentsOf([onTarget('attach', 0), { ...write(10), target: other }]).length, 2);
    });

    it('do not take a child of an earlier process with the same pid for a relative', () => {
      const orphan = { ...child, parent: { tgid: actor.tgid, start: 1 } };
      assert.equal(incidentsOf([onTarget('attach', 0), { ...write(10), actor: orphan }]).length, 2);
    });

    it('end together: what comes after a silence is a new one', () => {
      const { engine, reports } = recorder();
      for (const one of [onTarget('attach', 0), write(10), write(400_000), onTarget('attach', 400_010)])
        engine.handle(one);
      assert.equal(new Set(reports.map(({ id }) => id)).size, 2);
    });
  });

  describe('by a memfd', () => {
    const file = { path: 'memfd:x', memfd: true, unlinked: true, inode: 77, device: 1 };
    const made = event('memfd-create', 0, { file });

    it('tell that another process made what is executed', () => {
      const incident = incidentOf([made, event('exec', 10, { actor: process(500, 'runner'), file })]);
      assert.equal(incident.severity, 'high');
      assert.ok(incident.reasons.some(({ id }) => id === 'memfd-from-other'));
    });

    it('tell nothing of the kind where the same process made it', () => {
      const { reasons } = incidentOf([made, event('exec', 10, { file })]);
      assert.ok(!reasons.some(({ id }) => id === 'memfd-from-other'));
    });

    it('tell that another process made what is loaded', () => {
      const map = event('map-exec', 10, {
        actor: process(500, 'runner'),
        file: { ...file, elf: true },
        memory: { sharing: 'private' },
      });
      assert.ok(incidentOf([made, map]).reasons.some(({ id }) => id === 'memfd-from-other'));
    });

    it('hold the copy of itself that a container runtime runs for what it is', () => {
      const host = { roles: ['container-runtime' as const], protected: true, packaged: true, hostMounts: true };
      const runtime = { ...actor, host };
      const exec = event('exec', 10, { file });
      assert.equal(incidentOf([{ ...made, actor: runtime }, exec]).severity, 'info');
      const unpackaged = { ...actor, host: { ...host, packaged: false } };
      assert.equal(incidentOf([{ ...made, actor: unpackaged }, exec]).severity, 'high');
    });
  });
});
