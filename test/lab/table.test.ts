import assert from 'node:assert/strict';
import type { Operation } from '../../src/model/event.js';
import { replaceTables } from './coverage-document.js';
import type { KernelResult, ModeResult, ProbeResult, TestResult } from './results.js';
import { renderTables } from './table.js';

const probe = (name: string, operations: Operation[], rest: Partial<ProbeResult> = {}): ProbeResult => ({
  probe: { name, abi: 'x86_64', operations },
  hook: `tracepoint ${name}`,
  programs: [`${name}_exit`],
  attached: true,
  ...rest,
});

const test = (title: string, operations: Operation[], rest: Partial<TestResult> = {}): TestResult => ({
  group: 'probes',
  title,
  state: 'passed',
  operations,
  ...rest,
});

const mode = (rest: Partial<ModeResult>): ModeResult => ({
  mode: 'tracepoint',
  probes: [],
  selftest: [],
  tests: [],
  crosscheck: [],
  broken: [],
  ...rest,
});

const kernel = (version: string, ...modes: ModeResult[]): KernelResult => ({
  version,
  release: `${version}.1`,
  revision: 'abc1234',
  modes,
});

/** The cells of the row that begins with `first`, without what aligns them. */
function cells(text: string, first: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(`| ${first} `));
  assert.ok(line !== undefined, `there is no row ${first}:\n${text}`);
  return line
    .split(/(?<!\\)\|/)
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('the tables of the lab', () => {
  const attach = probe('ptrace', ['attach']);

  it('have a column for each kernel and attach mode', () => {
    const text = renderTables([kernel('5.10', mode({ probes: [attach] })), kernel('7.2', mode({ probes: [attach] }))]);
    assert.deepEqual(cells(text, 'operation'), ['5.10 tracepoint', '7.2 tracepoint']);
  });

  it('call an operation seen only if a test that passed saw it', () => {
    const text = renderTables([
      kernel('1', mode({ probes: [attach], tests: [test('a', ['attach'])] })),
      kernel('2', mode({ probes: [attach], tests: [test('a', ['attach'], { state: 'failed', error: 'x' })] })),
      kernel('3', mode({ probes: [probe('ptrace', ['attach'], { attached: false, error: 'refused' })] })),
      kernel('4', mode({})),
    ]);
    assert.deepEqual(cells(text, 'attach'), ['seen', 'not tried (1)', 'NOT SEEN (2)', 'not seen (3)']);
    assert.match(text, /^2\. its probe does not attach: refused$/m);
  });

  it('have a reason for each cell that is not a success', () => {
    const skipped = test('a', [], { state: 'skipped', reason: 'the kernel has no such call' });
    const text = renderTables([
      kernel(
        '1',
        mode({ tests: [test('a', [])], selftest: [{ technique: 'exec', abi: 'x86_64', expected: true, seen: true }] }),
      ),
      kernel(
        '2',
        mode({ tests: [skipped], selftest: [{ technique: 'exec', abi: 'x86_64', expected: true, seen: false }] }),
      ),
      kernel('3', mode({ tests: [test('a', [], { state: 'failed', error: 'first\n  second' })] })),
      kernel('4', mode({})),
      kernel('5', mode({ tests: [{ ...skipped, isAbsent: true }] })),
    ]);
    assert.deepEqual(cells(text, 'probes › a'), [
      ...['passes', 'not seen (1)', 'FAILS (2)', 'NOT RUN (3)', 'not there (1)'],
    ]);
    assert.deepEqual(cells(text, 'exec'), ['seen', 'NOT SEEN (4)', 'NOT RUN (5)', 'NOT RUN (5)', 'NOT RUN (5)']);
    assert.match(text, /^1\. the kernel has no such call\n2\. first second$/m);
  });

  it('put kernels that a probe serves alike into one row', () => {
    const tree = probe('mmap', ['map-exec'], { programs: ['mmap_exit_tree'] });
    const usual = probe('mmap', ['map-exec']);
    const text = renderTables([
      kernel('5.10', mode({ probes: [tree] })),
      kernel('6.1', mode({ probes: [usual] })),
      kernel('7.2', mode({ probes: [usual] })),
    ]);
    const rows = text.split('\n').filter((line) => line.startsWith('| mmap '));
    assert.equal(rows.length, 2);
    assert.match(rows[0]!, /`mmap_exit_tree` \| 5\.10 /);
    assert.match(rows[1]!, /`mmap_exit` +\| 6\.1, 7\.2 /);
  });

  it('keep their columns whatever a title holds', () => {
    const text = renderTables([kernel('1', mode({ tests: [test('a | b', [])] }))]);
    assert.ok(text.includes('| probes › a \\| b | passes '));
  });
});

describe('the coverage document', () => {
  const document =
    'before\n<!-- From here to the end mark: written by `make lab`. -->\nold\n<!-- End of what `make lab` writes. -->\nafter\n';

  it('has what is between its marks replaced, and nothing else', () => {
    const once = replaceTables(document, 'new');
    assert.match(once, /^before\n<!--.*-->\n\nnew\n\n<!--.*-->\nafter\n$/);
    assert.equal(replaceTables(once, 'new'), once);
  });

  it('is refused without marks', () => {
    assert.throws(() => replaceTables('no marks', 'new'), /lacks its marks/);
    assert.throws(() => replaceTables(document.split('\n').reverse().join('\n'), 'new'), /lacks its marks/);
  });
});
