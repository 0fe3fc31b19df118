import type { Severity } from '../../src/model/incident.js';
import { alignedTable } from '../support/markdown.js';
import type { Case, Group } from './case.js';
import { rangeOf } from './judge.js';
import { kindOf, type Result, type Score, type Side, scoreOf } from './result.js';
import { FALCO } from './rivals/falco.js';
import type { RivalRule } from './rivals/rule.js';
import { TRACEE } from './rivals/tracee.js';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => alignedTable([head, ...rows]);

const share = ({ right, all }: { right: number; all: number }): string =>
  all === 0 ? '–' : `${right} of ${all} (${Math.floor((100 * right) / all)} %)`;

function expected({ expect }: Case): string {
  return expect.outcome === 'silent' ? 'below medium' : `${rangeOf(expect.severity)}: ${expect.heuristics.join(', ')}`;
}

function shown(side: Side | undefined): string {
  if (side === undefined) return '–';
  const { right, incident } = side.verdict;
  const was = incident === undefined ? 'nothing' : `${incident.severity} ${incident.score}`;
  return right ? was : `**${was}**`;
}

const names = (rules: readonly RivalRule[], tool: string): string =>
  rules
    .filter((rule) => rule.tool === tool)
    .map(({ name }) => name)
    .join(', ') || '–';

const falseAlerts = ({ falseAlerts: counts }: Score): string =>
  (['info', 'low', 'medium', 'high', 'critical'] as Severity[])
    .map((severity) => `${severity} ${counts[severity] ?? 0}`)
    .join(', ');

function scoreRow(name: string, score: Score): string[] {
  return [name, share(score.alerts), share(score.notes), share(score.silences), falseAlerts(score)];
}

/** A tool alerts, or it does not: its rules have no verdict below that for a note. */
function rivalRow(tool: string, results: readonly Result[]): string[] {
  const alerts = (kind: Result['kind']) => {
    const all = results.filter((result) => result.kind === kind);
    return { right: all.filter(({ rivals }) => rivals.some((rule) => rule.tool === tool)).length, all: all.length };
  };
  const loud = alerts('silence');
  return [
    `${tool}’s rules`,
    share(alerts('alert')),
    share(alerts('note')),
    share({ right: loud.all - loud.right, all: loud.all }),
    `${loud.right} of any priority`,
  ];
}

/** The scores of all sides, as a table. */
export function scoreTable(results: readonly Result[]): string {
  return table(
    ['', 'alerts, of those that must be', 'notes', 'silent, of those that must be', 'incidents on silent cases'],
    [
      scoreRow(
        'Interloper',
        scoreOf(results, ({ bpf }) => bpf),
      ),
      scoreRow(
        'Interloper over auditd’s records',
        scoreOf(results, ({ audit }) => audit),
      ),
      rivalRow('Falco', results),
      rivalRow('Tracee', results),
    ],
  );
}

function groupTable({ cases }: Group, results: ReadonlyMap<string, Result>): string {
  return table(
    ['case', 'expected', 'Interloper', 'over audit', 'Falco', 'Tracee'],
    cases.flatMap((one) => {
      const result = results.get(one.id);
      if (result === undefined) return [];
      const { bpf, audit, rivals } = result;
      return [[one.title, expected(one), shown(bpf), shown(audit), names(rivals, 'Falco'), names(rivals, 'Tracee')]];
    }),
  );
}

function missTable(results: readonly Result[]): string {
  return table(
    ['case', 'over audit', 'what audit lacks'],
    results
      .filter(({ audit }) => audit !== undefined && !audit.verdict.right)
      .map(({ one, audit, auditLacks }) => [one.title, audit!.verdict.fault, auditLacks.join('; ')]),
  );
}

function whyTable({ cases }: Group, results: ReadonlyMap<string, Result>): string {
  return table(
    ['case', 'id', 'why'],
    cases.filter(({ id }) => results.has(id)).map(({ id, title, why }) => [title, `\`${id}\``, why]),
  );
}

const ruleTable = (): string =>
  table(
    ['tool', 'rule', 'priority', 'condition', 'source'],
    [...FALCO, ...TRACEE].map(({ tool, name, priority, condition, source }) => [
      tool,
      name,
      priority,
      condition,
      `[${source.split('/').at(-1)}](${source})`,
    ]),
  );

/** docs/evaluation.md, from the results of all recorded cases. */
export function evaluationDocument(groups: readonly Group[], results: readonly Result[]): string {
  const byId = new Map(results.map((result) => [result.one.id, result]));
  const all = groups.flatMap(({ cases }) => cases);
  const unrecorded = all.filter(({ id }) => !byId.has(id)).map(({ id }) => `\`${id}\``);
  const known = all.flatMap((one) => (one.known === undefined ? [] : [`\`${one.id}\` (${one.known})`]));
  const count = (kind: Result['kind']): number => all.filter((one) => kindOf(one) === kind).length;
  const shownGroups = groups.filter(({ cases }) => cases.some(({ id }) => byId.has(id)));
  return `<!-- Written by \`make eval-document\`; a test compares it with what the recordings say. -->

# Evaluation

What the heuristics make of real programs: ${all.length} cases, of which ${count('alert')} must alert (medium or above), ${count('note')}
must be noted without alarm, and ${count('silence')} must stay silent (nothing at medium or above). Each case is a command or a small
program in \`test/eval/\`, with what it must come to and why.

\`make eval\` runs them live, as root, under one sensor (scope \`selective\`, 32-bit calls watched) with auditd beside it under
the rules of \`interloper rules --format auditd\`. A case is judged by incidents of its own processes alone: they have a
cgroup and a login uid of their own. \`node dist/test/eval/run.js --replay\` judges what was recorded of the same runs
(\`test/fixtures/eval/\`) anywhere, without root; the tables below are of these recordings.

${scoreTable(results)}

A verdict in bold is wrong. For Falco and Tracee a case counts as alerted where any of their rules matches.
${known.length === 0 ? '' : `\nKnown to be wrong: ${known.join('; ')}.\n`}${unrecorded.length === 0 ? '' : `\nNot recorded, and therefore not in the tables: ${unrecorded.join(', ')}.\n`}
${shownGroups.map((group) => `## ${group.title}\n\n${groupTable(group, byId)}`).join('\n\n')}

## What audit misses

The same heuristics over auditd's records of the same runs. The last column is computed: from what the engine could not
evaluate, from the fields that the heuristics need, and from the operations of which audit has no record.

${missTable(results)}

## The other tools' rules

Their published conditions, written over Interloper's event stream: what they would say about the same operations if they
saw them as Interloper does. The tools themselves were not run. Left out are rules that need what no event has:
Tracee's \`dynamic_code_loading\` (what a mapping's protection was before) and \`ld_preload\` (the environment).

${ruleTable()}

## Why these verdicts are right

${shownGroups.map((group) => `### ${group.title}\n\n${whyTable(group, byId)}`).join('\n\n')}
`;
}
