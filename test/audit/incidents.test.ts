import assert from 'node:assert/strict';
import { Analysis, type AnalysisTotals } from '../../src/analysis.js';
import type { Incident } from '../../src/model/incident.js';
import { fixture } from './sample.js';

interface Found {
  readonly incidents: Incident[];
  readonly totals: AnalysisTotals;
}

function analyze(log: Buffer): Found {
  const latest = new Map<string, Incident>();
  const analysis = new Analysis({ onIncident: (incident) => latest.set(incident.id, incident) });
  for (let at = 0; at < log.length; at += 65_536) analysis.push(log.subarray(at, at + 65_536));
  return { totals: analysis.end(), incidents: [...latest.values()] };
}

/**
 * What a person writes down from reading the log: who, to whom (by pid, or by the argument that cannot be resolved), what,
 * and how bad. Failed attempts at a pid that does not exist are left out.
 */
const STORY: readonly (readonly [string, string, string, string])[] = [
  ['inj', 'process inj', 'ptrace-attach ptrace-injection remote-memory-write', 'high'],
  ['inj', 'argument', 'remote-memory-write', 'high'],
  ['memfd:payload', 'alone', 'fileless-exec', 'high'],
  ['inj', 'alone', 'fileless-map', 'medium'],
  ['inj', 'argument', 'proc-mem-write', 'low'],
  ['inj32', 'alone', 'fileless-map', 'medium'],
  ['inj32', 'process inj32', 'ptrace-attach ptrace-injection remote-memory-write', 'high'],
  ['thr', 'process thr', 'ptrace-attach', 'info'],
  ['hib', 'process hib', 'remote-memory-write ptrace-attach', 'high'],
  ['strace', 'process strace', 'ptrace-attach', 'info'],
  ['', 'process strace', 'traced-self', 'info'],
  ['strace', 'process strace', 'ptrace-attach', 'info'],
  ['inj', 'argument', 'remote-memory-write', 'high'],
  ['inj', 'process inj', 'ptrace-attach ptrace-injection remote-memory-write', 'high'],
  ['gdb', 'process sleep', 'ptrace-attach ptrace-injection register-hijack', 'high'],
  ['', 'process gdb', 'traced-self', 'info'],
  ['', 'process gdb', 'traced-self', 'info'],
];

const NO_SUCH_PROCESS = 999_999;

function story({ incidents }: Found): string[][] {
  return incidents
    .filter(({ argument }) => argument !== NO_SUCH_PROCESS)
    .sort((a, b) => a.first.seconds - b.first.seconds || a.first.nanos - b.first.nanos || a.actor.tgid - b.actor.tgid)
    .map(({ actor, target, argument, heuristics, severity }) => [
      actor.comm ?? '',
      target === null ? (argument === undefined ? 'alone' : 'argument') : `process ${target.comm}`,
      heuristics.join(' '),
      severity,
    ]);
}

describe('incidents from audit logs', () => {
  for (const format of ['RAW', 'ENRICHED']) {
    it(`are those that a person finds in the ${format} log`, () => {
      assert.deepEqual(story(analyze(fixture(`injection-${format}.log`))), STORY);
    });
  }

  it('name the target of a write by the attach that resolved it', () => {
    const { incidents } = analyze(fixture('injection-RAW.log'));
    // the caller is in a pid namespace of its own, where its target is 2
    const nested = incidents.find(({ actor, target }) => actor.tgid === 17307 && target !== null);
    assert.equal(nested?.target?.tgid, 17308);
    assert.equal(nested?.inferences?.length, 1);
  });

  it('mark the join of a memfd and its mapping as an inference', () => {
    const { incidents } = analyze(fixture('injection-RAW.log'));
    const mapped = incidents.find(({ heuristics }) => heuristics.includes('fileless-map'));
    assert.match(mapped?.inferences?.[0] ?? '', /descriptor/);
  });

  it('say what audit cannot show', () => {
    const { totals } = analyze(fixture('injection-RAW.log'));
    const fields = totals.notEvaluable.map(({ heuristic, field }) => `${heuristic} ${field}`);
    assert.ok(fields.includes('code-tamper memory.region'));
    assert.ok(fields.includes('fileless-map file'));
  });

  it('raise nothing where there is nothing', () => {
    const { incidents, totals } = analyze(fixture('rate-limited-RAW.log'));
    assert.deepEqual(incidents, []);
    assert.equal(totals.reading.lost, 968);
  });

  it('count the events that were lost meanwhile', () => {
    const lines = fixture('injection-RAW.log').toString('latin1').split('\n');
    // gdb set registers 133 times; five of the calls are taken out
    const calls = lines.filter((line) => line.includes('comm="gdb"') && line.includes(' a0=4205 '));
    const gone = new Set(calls.slice(10, 15).map((line) => /:(\d+)\)/.exec(line)![1]));
    const rest = lines.filter((line) => !gone.has(/:(\d+)\)/.exec(line)?.[1]));
    const { incidents } = analyze(Buffer.from(rest.join('\n'), 'latin1'));
    const gdb = incidents.find(({ actor }) => actor.comm === 'gdb');
    assert.equal(gdb?.lost, 5);
    assert.equal(gdb?.events, 130);
  });
});
