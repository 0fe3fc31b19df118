import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import type { File } from '../../../src/model/process.js';
import { event, incidentOf, incidentsOf, recorder } from '../build.js';

const memfd: File = { path: 'memfd:x', memfd: true, unlinked: true, inMemory: true };
const library: File = { path: '/usr/lib/libc.so.6', memfd: false, unlinked: false };
const map = (more: Partial<Event>) => event('map-exec', 0, { file: memfd, ret: 0, ...more });

describe('fileless-map', () => {
  it('is medium for a private mapping, as a loader makes it', () => {
    const incident = incidentOf([map({ memory: { sharing: 'private', prot: 5 } })]);
    assert.equal(incident.severity, 'medium');
    assert.deepEqual(incident.attack, ['T1620']);
    assert.equal(incident.target, null);
  });

  it('is information for a shared one, as compilers make it', () => {
    const unlinked = { ...library, path: '/tmp/ffi', unlinked: true };
    assert.equal(incidentOf([map({ memory: { sharing: 'shared' } })]).severity, 'info');
    assert.equal(incidentOf([map({ file: unlinked, memory: { flags: 1 } })]).severity, 'info');
  });

  it('takes the sharing from the flags of mmap where it is not told', () => {
    assert.equal(incidentOf([map({ memory: { flags: 2 } })]).severity, 'medium');
    assert.equal(incidentOf([map({ memory: { flags: 3 } })]).severity, 'info');
  });

  it('sees memory made executable later', () => {
    const incident = incidentOf([map({ operation: 'protect-exec', memory: { sharing: 'private' } })]);
    assert.equal(incident.severity, 'medium');
  });

  it('is silent for libraries, anonymous memory and failed calls', () => {
    const events = [
      map({ file: library, memory: { sharing: 'private' } }),
      map({ ret: -1, memory: { sharing: 'private' } }),
      event('map-exec', 0, { memory: { flags: 0x22, prot: 7 } }),
      event('protect-exec', 0, { memory: { region: 'anonymous' } }),
    ];
    const { engine } = recorder();
    for (const one of events) engine.handle(one);
    assert.deepEqual(engine.snapshot(), []);
    assert.deepEqual(engine.totals().notEvaluable, []);
    assert.deepEqual(incidentsOf(events), []);
  });

  it('names the field that it lacks', () => {
    const { engine } = recorder();
    engine.handle(map({}));
    engine.handle(event('map-exec', 0, { memory: { flags: 2 } }));
    engine.handle(map({ file: { path: '/x' } }));
    assert.deepEqual(
      engine.totals().notEvaluable.map(({ field }) => field),
      ['memory.sharing', 'file', 'file.memfd'],
    );
  });
});
