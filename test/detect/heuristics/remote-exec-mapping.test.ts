import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { actor, auditProcess, event, incidentOf, incidentsOf, onTarget, recorder, target } from '../build.js';

/** The target maps; `actor` is who made it do so. */
const mapping = (ms: number, more: Partial<Event> = {}) =>
  event('map-exec', ms, { actor: target, memory: { flags: 0x22, prot: 7, address: 0x7f0000 }, ret: 0, ...more });

describe('remote-exec-mapping', () => {
  it('joins the incident of the tracer that wrote', () => {
    const incident = incidentOf([onTarget('seize', 0), onTarget('set-registers', 1), mapping(2, { tracer: actor })]);
    assert.deepEqual(incident.heuristics, [
      'ptrace-attach',
      'ptrace-injection',
      'register-hijack',
      'remote-syscall',
      'remote-exec-mapping',
    ]);
    assert.equal(incident.actor.tgid, actor.tgid);
    assert.equal(incident.target?.tgid, target.tgid);
    assert.match(
      incident.reasons.at(-1)!.text,
      /service\[200\] gained executable memory .* editor\[100\] had written into it/,
    );
    assert.equal(incident.reasons.at(-1)?.weight, 3);
  });

  it('knows the writer without a word of the kernel', () => {
    const incident = incidentOf([onTarget('mem-write', 0, { bytes: 8 }), mapping(1)]);
    assert.ok(incident.heuristics.includes('remote-exec-mapping'));
  });

  it('believes the kernel about a writer that was not seen writing', () => {
    const incident = incidentOf([mapping(0, { writer: { tgid: 100, start: actor.start!, comm: 'editor' } })]);
    assert.equal(incident.severity, 'medium');
    assert.equal(incident.actor.comm, 'editor');
  });

  it('is information for a traced program that nobody wrote into', () => {
    assert.equal(incidentOf([mapping(0, { tracer: actor })]).severity, 'info');
  });

  it('counts memory from a memfd, but not the libraries of a traced program', () => {
    const written = onTarget('write-data', 0);
    const library = mapping(1, { tracer: actor, file: { path: '/usr/lib/x.so', memfd: false, unlinked: false } });
    assert.deepEqual(incidentOf([written, library]).heuristics, ['ptrace-injection', 'remote-memory-write']);
    const memfd = mapping(1, { tracer: actor, memory: { flags: 2 }, file: { memfd: true } });
    const both = incidentsOf([written, memfd]);
    assert.ok(both.some(({ heuristics }) => heuristics.includes('remote-exec-mapping')));
  });

  it('forgets the write when the target runs another program, and after a time', () => {
    const written = onTarget('mem-write', 0, { bytes: 8 });
    const exec = event('exec', 1, { actor: target, file: { path: '/bin/x', memfd: false, unlinked: false } });
    assert.deepEqual(incidentOf([written, exec, mapping(2)]).heuristics, ['remote-memory-write', 'proc-mem-write']);
    const { engine } = recorder();
    engine.handle(written);
    engine.handle(mapping(301_000));
    assert.equal(engine.totals().fired['remote-exec-mapping'], 0);
  });

  it('does not hold what one process got for what its successor under the same pid got', () => {
    const successor = { ...target, start: target.start! + 5 };
    const incident = incidentOf([onTarget('mem-write', 0, { bytes: 8 }), mapping(1, { actor: successor })]);
    assert.deepEqual(incident.heuristics, ['remote-memory-write', 'proc-mem-write']);
  });

  it('joins audit records by the attach that named the target', () => {
    const audit = { source: 'audit', actor: auditProcess(100, 'editor') } as const;
    const resolved = { process: auditProcess(200, 'service'), argument: 200 };
    const incident = incidentOf([
      event('attach', 0, { ...audit, target: resolved }),
      event('set-registers', 1, { ...audit, target: { argument: 200 } }),
      mapping(2, { source: 'audit', actor: auditProcess(200, 'service') }),
    ]);
    assert.ok(incident.heuristics.includes('remote-exec-mapping'));
  });

  it('names the field that it lacks', () => {
    const incident = incidentOf([
      onTarget('mem-write', 0, { bytes: 8 }),
      mapping(1, { operation: 'protect-exec', memory: {} }),
    ]);
    assert.deepEqual(incident.heuristics, ['remote-memory-write', 'proc-mem-write']);
    const { engine } = recorder();
    engine.handle(onTarget('mem-write', 0, { bytes: 8 }));
    engine.handle(mapping(1, { operation: 'protect-exec', memory: {} }));
    assert.ok(
      engine
        .totals()
        .notEvaluable.some(({ heuristic, field }) => heuristic === 'remote-exec-mapping' && field === 'memory.region'),
    );
  });
});
