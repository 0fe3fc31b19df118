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

  it('is high for an unlinked file', () => {
    const incident = incidentOf([exec({ ...ordinary, path: '/tmp/x', unlinked: true })]);
    assert.equal(incident.severity, 'high');
    assert.match(incident.reasons[0]!.text, /no directory shows, \/tmp\/x \(unlinked\)/);
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
