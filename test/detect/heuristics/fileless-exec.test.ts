import assert from 'node:assert/strict';
import type { File } from '../../../src/model/process.js';
import { event, incidentOf, incidentsOf, process, recorder } from '../build.js';

const ordinary: File = { path: '/usr/bin/true', memfd: false, unlinked: false, inMemory: false };
const memfd: File = { path: 'memfd:payload', memfd: true, unlinked: true, inMemory: true };
const exec = (file: File | undefined, more = {}) =>
  event('exec', 0, { actor: process(100, 'payload', file && { exe: file }), ...(file && { file }), ...more });

describe('fileless-exec', () => {
  it('is high for a memfd, and the program being one raises nothing further', () => {
    const incident = incidentOf([exec(memfd)]);
    assert.equal(incident.severity, 'high');
    assert.equal(incident.target, null);
    assert.deepEqual(incident.attack, ['T1620']);
    assert.equal(incident.reasons.length, 1);
    assert.equal(incident.reasons[0]?.text, 'payload[100] is a program run from memory alone, memfd:payload');
  });

  it('tells a script from a program: of it the interpreter runs', () => {
    const actor = process(100, 'sh', { exe: { ...ordinary, path: '/usr/bin/sh', device: 1, inode: 7 } });
    const incident = incidentOf([event('exec', 0, { actor, file: { ...memfd, device: 2, inode: 7 } })]);
    assert.equal(incident.severity, 'high');
    assert.equal(incident.reasons[0]?.text, 'sh[100] runs a script from memory alone, memfd:payload');
  });

  it('is high for a loader that is a memfd, of a program on disk', () => {
    const actor = process(100, 'true', { exe: { ...ordinary, device: 1, inode: 7 } });
    const memory = { address: 4096, region: 'memfd' as const };
    const incident = incidentOf([event('exec', 0, { actor, file: { ...memfd, device: 2, inode: 7 }, memory })]);
    assert.equal(incident.severity, 'high');
    assert.equal(
      incident.reasons[0]?.text,
      'true[100] is a program whose loader is run from memory alone, memfd:payload',
    );
  });

  it('is high for an unlinked file', () => {
    const incident = incidentOf([exec({ ...ordinary, path: '/tmp/x', unlinked: true })]);
    assert.equal(incident.severity, 'high');
    assert.match(incident.reasons[0]!.text, /no directory shows, \/tmp\/x \(unlinked\)/);
  });

  describe('of a file on a tmpfs that is mounted nowhere', () => {
    const unmounted: File = { ...ordinary, path: '/program', inMemory: true, unmounted: true };

    it('is high', () => {
      const incident = incidentOf([exec(unmounted)]);
      assert.equal(incident.severity, 'high');
      assert.match(incident.reasons[0]!.text, /in memory that is mounted nowhere, \/program \(mounted nowhere\)/);
    });

    it('is information where it is a container runtime of this host itself', () => {
      const host = { roles: ['container-runtime' as const], protected: true, packaged: true, hostMounts: true };
      const actor = process(100, 'crun', { exe: unmounted, host });
      assert.equal(incidentOf([event('exec', 0, { actor, file: unmounted })]).severity, 'info');
    });
  });

  describe('of an unlinked file that only root can have written', () => {
    const upgraded: File = { ...ordinary, path: '/usr/bin/x', unlinked: true, ownerUid: 0, mode: 0o100755 };

    it('is information where an ordinary user runs it: a program that was upgraded while it ran', () => {
      const incident = incidentOf([exec(upgraded)]);
      assert.equal(incident.severity, 'info');
      assert.match(incident.reasons[0]!.text, /who ran it could not have written it/);
    });

    it('is high where root runs it, or who has become root', () => {
      for (const who of [{ uid: 0, euid: 0 }, { euid: 0 }]) {
        assert.equal(incidentOf([exec(upgraded, { actor: process(100, 'x', who) })]).severity, 'high');
      }
    });

    it('is high where others may write it, it is in memory, or that is not known', () => {
      const { mode: _mode, ...unknown } = upgraded;
      for (const file of [{ ...upgraded, mode: 0o100775 }, { ...upgraded, inMemory: true }, unknown]) {
        assert.equal(incidentOf([exec(file)]).severity, 'high');
      }
    });
  });

  describe('of a copy that a container runtime of this host made of itself', () => {
    const host = { roles: ['container-runtime' as const], protected: true, packaged: true, hostMounts: true };
    const runtime = process(50, 'buildah', { uid: 0, euid: 0, host });
    const copy = { ...memfd, path: 'memfd:first', device: 1, inode: 7 };
    const second = { ...memfd, path: 'memfd:second', device: 1, inode: 8 };
    const child = process(51, 'first', { ppid: 50, exe: copy });
    const grandchild = process(52, 'second', { ppid: 51, exe: second });
    const first = [
      event('memfd-create', 0, { actor: runtime, file: copy }),
      event('exec', 1, { actor: child, file: copy }),
    ];

    it('is information, also where that makes a copy in its turn', () => {
      assert.equal(incidentOf(first).severity, 'info');
      const incidents = incidentsOf([
        ...first,
        event('memfd-create', 2, { actor: child, file: second }),
        event('exec', 3, { actor: grandchild, file: second }),
      ]);
      assert.deepEqual(
        incidents.map(({ severity }) => severity),
        ['info', 'info'],
      );
    });

    it('is high where something else that runs from memory made it', () => {
      const stranger = process(61, 'stranger', { exe: { ...memfd, inode: 9, device: 1 } });
      const incident = incidentOf([
        event('memfd-create', 2, { actor: stranger, file: second }),
        event('exec', 3, { actor: { ...grandchild, ppid: 61 }, file: second }),
      ]);
      assert.equal(incident.severity, 'high');
    });
  });

  it('is medium for a file in /dev/shm that is in memory', () => {
    assert.equal(incidentOf([exec({ ...ordinary, path: '/dev/shm/x', inMemory: true })]).severity, 'medium');
    assert.deepEqual(incidentsOf([exec({ ...ordinary, path: '/dev/shm/x', inMemory: false })]), []);
  });

  it('is silent for an ordinary file, also one that is named like a memfd', () => {
    assert.deepEqual(incidentsOf([exec(ordinary), exec({ ...ordinary, path: '/tmp/memfd:x', inMemory: true })]), []);
  });

  it('holds a refused one for an attempt', () => {
    assert.equal(incidentOf([exec(memfd, { ret: -13 })]).severity, 'low');
    assert.deepEqual(incidentsOf([exec(ordinary, { ret: -2 }), exec(undefined, { ret: -2 })]), []);
  });

  it('names the field that it lacks', () => {
    const { engine } = recorder();
    engine.handle(exec(undefined));
    engine.handle(exec({ path: '/memfd:x' }));
    assert.deepEqual(engine.totals().notEvaluable, [
      { heuristic: 'fileless-exec', field: 'file', count: 1 },
      { heuristic: 'fileless-exec', field: 'file.memfd', count: 1 },
    ]);
  });
});
