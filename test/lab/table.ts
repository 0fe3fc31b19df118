import { alignedTable } from '../support/markdown.js';
import { renderReleases } from './ledger.js';
import { type KernelResult, type ModeResult, nameTechnique, type TestResult } from './results.js';

interface Column {
  /** `5.10 tracepoint` */
  readonly title: string;
  readonly result: ModeResult;
}

/** What a row has to say of a column; a note is given below the tables. */
type Cell = string | { readonly text: string; readonly note: string };

/** The tables of what was seen on which kernel in which attach mode, in Markdown. */
export function renderTables(kernels: readonly KernelResult[]): string {
  const columns = kernels.flatMap(({ version, modes }) =>
    modes.map((result): Column => ({ title: `${version} ${result.mode}`, result })),
  );
  const notes = new Notes();
  const table = (title: string, rows: readonly string[], cell: (row: string, result: ModeResult) => Cell): string =>
    alignedTable([
      [title, ...columns.map((column) => column.title)],
      ...rows.map((row) => [row, ...columns.map(({ result }) => notes.mark(cell(row, result)))]),
    ]);

  const results = columns.map(({ result }) => result);
  const tables = [
    '### Operations',
    '`seen`: an event of that operation came from the kernel in a test that passed.',
    table('operation', listOperations(results), operationCell),
    '### Ways in',
    '`passes`: the live test of that name saw what it should, with the right actor and target; `not there`: the kernel has none.',
    table('test', listTests(results), testCell),
    '### Self-test',
    table('technique', distinct(results.flatMap(({ selftest }) => selftest.map(nameTechnique))), techniqueCell),
    '### Hooks',
    'What serves each probe on which kernel, and the BPF programs of it.',
    alignedTable([['probe', 'attach mode', 'hook', 'programs', 'kernels'], ...listHooks(kernels)]),
  ];
  return [renderReleases(kernels), ...tables, ...notes.render()].join('\n\n');
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** In the order of the probes that should see them. */
const listOperations = (results: readonly ModeResult[]): string[] =>
  distinct(results.flatMap(({ probes }) => probes.flatMap(({ probe }) => probe.operations)));

const nameOf = ({ group, title }: TestResult): string => `${group} › ${title}`;

const listTests = (results: readonly ModeResult[]): string[] =>
  distinct(results.flatMap(({ tests }) => tests.map(nameOf)));

function operationCell(operation: string, { probes, tests }: ModeResult): Cell {
  const shows = ({ operations }: TestResult): boolean => (operations as readonly string[]).includes(operation);
  if (tests.some((test) => test.state === 'passed' && shows(test))) return 'seen';
  const serving = probes.filter(({ probe }) => (probe.operations as readonly string[]).includes(operation));
  if (serving.length === 0) return { text: 'not seen', note: 'no probe of this attach mode sees it' };
  const refused = serving.filter(({ attached }) => !attached);
  if (refused.length === serving.length)
    return { text: 'NOT SEEN', note: `its probe does not attach: ${refused[0]?.error ?? 'unknown'}` };
  return { text: 'not tried', note: 'its probe is attached, and no test that passed does it' };
}

function testCell(name: string, { tests }: ModeResult): Cell {
  const test = tests.find((one) => nameOf(one) === name);
  if (test === undefined)
    return { text: 'NOT RUN', note: 'the tests did not come so far, or a hook failed only elsewhere' };
  if (test.state === 'passed') return 'passes';
  if (test.state === 'failed') return { text: 'FAILS', note: test.error ?? 'unknown' };
  const note = test.reason ?? 'the test was skipped, without a reason';
  return { text: test.isAbsent ? 'not there' : 'not seen', note };
}

function techniqueCell(technique: string, { selftest }: ModeResult): Cell {
  const found = selftest.find((one) => nameTechnique(one) === technique);
  if (found === undefined) return { text: 'NOT RUN', note: 'the self-test did not come to its end' };
  if (found.seen) return 'seen';
  if (!found.expected) return { text: 'not seen', note: found.why ?? 'this mode is not to see it' };
  return { text: 'NOT SEEN', note: 'the self-test waited in vain' };
}

/** A row for each probe, mode and hook, with the kernels that have it so. */
function listHooks(kernels: readonly KernelResult[]): string[][] {
  const rows = new Map<string, { readonly cells: readonly string[]; readonly versions: string[] }>();
  const statuses = kernels.flatMap(({ version, modes }) =>
    modes.flatMap(({ mode, probes }) => probes.map((status) => ({ ...status, version, attachMode: mode }))),
  );
  const names = distinct(statuses.map(({ probe }) => probe.name));
  for (const { version, attachMode, probe, hook, programs, attached, error } of statuses) {
    const served = attached && hook !== undefined;
    const serving = served ? [hook, nameSome(programs)] : ['none', (error ?? 'unknown').split('\n')[0]!];
    const cells = [probe.name, attachMode, ...serving];
    const row = rows.get(cells.join('\n')) ?? { cells, versions: [] };
    rows.set(cells.join('\n'), row);
    row.versions.push(version);
  }
  return [...rows.values()]
    .sort((one, other) => names.indexOf(one.cells[0]!) - names.indexOf(other.cells[0]!))
    .map(({ cells, versions }) => [...cells, versions.join(', ')]);
}

function nameSome(programs: readonly string[]): string {
  const [first, ...others] = programs.map((name) => `\`${name}\``);
  if (first === undefined) return '';
  return others.length > 1 ? `${first} and ${others.length} others` : [first, ...others].join(', ');
}

/** An error's beginning tells it from others; the run tells all of it. */
const MAX_NOTE_LENGTH = 200;

/** Reasons, numbered in the order of their first mark, each told once. */
class Notes {
  readonly #numbers = new Map<string, number>();

  mark(cell: Cell): string {
    if (typeof cell === 'string') return cell;
    const note = cell.note.replaceAll(/\s+/g, ' ').slice(0, MAX_NOTE_LENGTH);
    const number = this.#numbers.get(note) ?? this.#numbers.size + 1;
    this.#numbers.set(note, number);
    return `${cell.text} (${number})`;
  }

  render(): string[] {
    if (this.#numbers.size === 0) return [];
    return ['### Notes', [...this.#numbers].map(([note, number]) => `${number}. ${note}`).join('\n')];
  }
}
