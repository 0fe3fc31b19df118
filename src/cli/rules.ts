import { type Command, Option } from 'commander';
import { MACHINES, type Machine } from '../audit/policy/needs.js';
import { rulesFile } from '../audit/policy/rules-file.js';
import { describeRules, type RuleDescription } from './rule-description.js';
import { sigmaRules } from './sigma.js';

type RulesFormat = 'table' | 'json' | 'markdown' | 'auditd' | 'sigma';

const FORMATS: Readonly<Record<RulesFormat, (machine: Machine) => string>> = {
  table: () => table(describeRules()),
  json: () => `${JSON.stringify(describeRules(), undefined, 2)}\n`,
  markdown: () => markdown(describeRules()),
  auditd: rulesFile,
  sigma: sigmaRules,
};

export function registerRulesCommand(program: Command): void {
  program
    .command('rules')
    .description('list the heuristics; or print audit rules that let auditd see what they need, or Sigma rules')
    .addOption(new Option('--format <format>', 'what to print').choices(Object.keys(FORMATS)).default('table'))
    .addOption(
      new Option('--machine <machine>', 'for auditd: uname -m of the host').choices(MACHINES).default('x86_64'),
    )
    .action(({ format, machine }: { format: RulesFormat; machine: Machine }) => {
      process.stdout.write(FORMATS[format](machine));
    });
}

function table(rules: readonly RuleDescription[]): string {
  const rows = [
    ['HEURISTIC', 'ATT&CK', 'SOURCES', 'WHAT IT FINDS'],
    ...rules.map(({ id, attack, sources, title }) => [id, attack.join(' '), sources.join(' '), title]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return `${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const section = (head: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `\n**${head}**\n\n${list(items)}\n`;

const code = (text: string): string => `\`${text}\``;

function markdown(rules: readonly RuleDescription[]): string {
  const parts = rules.map(
    (rule) => `## ${rule.title} (${code(rule.id)})

${rule.description}

ATT&CK: ${rule.attack.join(', ')}${rule.analytics.length === 0 ? '' : `; analytics ${rule.analytics.join(', ')}`}.
Operations: ${rule.operations.map(code).join(', ')}. Sources: ${rule.sources.join(', ')}. Fields needed: ${rule.needs.map(code).join(', ')}.
${section(
  'Evidence and its weight',
  rule.clues.map(
    ({ id, kind, alone, further }) =>
      `${code(id)} ${alone === further ? `+${alone}` : `+${alone} alone, +${further} beside a graver act`}${kind === 'aggravation' ? ' (aggravation)' : ''}`,
  ),
)}${section(
  'Parameters',
  rule.parameters.map(({ path, value }) => `${code(path)}, default ${value}`),
)}${section('Known gaps', rule.knownGaps)}${section('False positives', rule.falsePositives)}${section(
  'What to do next',
  rule.nextSteps,
)}${section('Audit rules', rule.auditRules.map(code))}`,
  );
  return `# Heuristics\n\n${parts.join('\n')}`;
}
