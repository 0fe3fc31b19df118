import assert from 'node:assert/strict';
import { type Entry, withTree } from '../support/tree.js';
import { listFailures, type ModeResult, readResults } from './results.js';

const PROBE = {
  probe: { name: 'ptrace', abi: 'x86_64', operations: ['attach'] },
  programs: ['ptrace_exit'],
  attached: true,
};
const TEST = { group: 'probes', title: 'see', state: 'passed', operations: ['attach'] };

const GREEN: Record<string, Entry> = {
  'fentry/doctor.json': JSON.stringify({ trial: { ran: true, attachMode: 'fentry', probes: [PROBE] } }),
  'fentry/selftest.json': JSON.stringify([{ technique: 'fileless-exec', abi: 'x86_64', expected: true, seen: true }]),
  'fentry/crosscheck.json': '[]',
  'fentry/tests.jsonl': `${JSON.stringify(TEST)}\n`,
  'fentry/totals.json': JSON.stringify({ passed: 1, failed: 0, skipped: 0 }),
};

const read = (changes: Record<string, Entry> = {}): ModeResult =>
  withTree({ ...GREEN, ...changes }, (folder) => readResults(folder, 'fentry'));

const failures = (changes: Record<string, Entry>): string => listFailures(read(changes)).join('\n');

describe('results of the lab', () => {
  it('are without failures where everything ended and was seen', () => {
    const result = read();
    assert.deepEqual(listFailures(result), []);
    assert.deepEqual([result.probes.length, result.selftest.length, result.tests.length], [1, 1, 1]);
  });

  it('fail where a file is missing or cut off', () => {
    for (const name of Object.keys(GREEN)) {
      const short = name.slice('fentry/'.length);
      assert.match(failures({ [name]: '{"trial":' }), new RegExp(`^${short} is missing or cut off`, 'm'), name);
    }
    const result = withTree({ 'other/doctor.json': '' }, (folder) => readResults(folder, 'fentry'));
    assert.equal(listFailures(result).length, 5);
  });

  it('fail where no test ran, or fewer are told of than failed', () => {
    assert.match(failures({ 'fentry/totals.json': '{"passed":0,"failed":0,"skipped":3}' }), /no test ran/);
    assert.match(failures({ 'fentry/totals.json': '{"passed":1,"failed":1,"skipped":0}' }), /1 tests failed/);
  });

  it('fail where another attach mode answered', () => {
    const trial = { ran: true, attachMode: 'tracepoint', probes: [PROBE] };
    assert.match(failures({ 'fentry/doctor.json': JSON.stringify({ trial }) }), /mode tracepoint, not fentry/);
  });

  it('fail with a cross-check that could not explain all', () => {
    const odd = [{ workload: 'gdb', code: 3, error: 'an event' }];
    assert.match(
      failures({ 'fentry/crosscheck.json': JSON.stringify(odd) }),
      /the cross-check of gdb ended with 3: an event/,
    );
  });

  it('fail with a test, a technique that was not seen and a probe that does not attach', () => {
    const failed = { ...TEST, state: 'failed', error: 'it was not seen' };
    const loose = { ...PROBE, attached: false, error: 'the verifier says no' };
    const said = failures({
      'fentry/doctor.json': JSON.stringify({ trial: { ran: true, attachMode: 'fentry', probes: [loose] } }),
      'fentry/selftest.json': JSON.stringify([
        { technique: 'fileless-exec', abi: 'x86_64', expected: true, seen: false },
      ]),
      'fentry/tests.jsonl': `${JSON.stringify(failed)}\n`,
      'fentry/totals.json': JSON.stringify({ passed: 0, failed: 1, skipped: 0 }),
    });
    assert.equal(
      said,
      'ptrace does not attach: the verifier says no\nthe self-test did not see fileless-exec\nprobes › see: it was not seen',
    );
  });
});
