import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { judge, type Verdict } from '../audit/policy/judge.js';
import { MACHINES, type Machine } from '../audit/policy/needs.js';
import { parseRules, RuleError } from '../audit/policy/rule.js';
import { type Limit, limitsOfCommandLine, limitsOfStatus } from '../audit/policy/status.js';
import { AuditctlError, askAuditctl } from '../host/auditctl.js';
import { escapeText } from '../sinks/escape.js';
import { type Style, styleFor, wantsColour } from '../sinks/style.js';
import { CannotRunError, UsageError } from './errors.js';
import { reason } from './reason.js';

interface PolicyOptions {
  readonly list?: string;
  readonly status?: string;
  readonly cmdline?: string;
  readonly machine?: Machine;
  readonly format: 'table' | 'json';
}

export function registerPolicyCommand(program: Command): void {
  program
    .command('policy')
    .description("judge a host's audit policy: what of all that the heuristics need does it record")
    .option('--list <file>', 'what auditctl -l printed there, or a rules file (default: ask this host)')
    .option('--status <file>', 'what auditctl -s printed there (default: ask this host, unless --list is given)')
    .option('--cmdline <file>', "the other host's /proc/cmdline (default: this host's, unless --list is given)")
    .addOption(new Option('--machine <machine>', "uname -m of the other host (default: this host's)").choices(MACHINES))
    .addOption(new Option('--format <format>', 'how to write').choices(['table', 'json']).default('table'))
    .action((options: PolicyOptions) => runPolicy(options));
}

function runPolicy(options: PolicyOptions): void {
  const here = options.list === undefined;
  const list = here ? ask('-l') : readInput(options.list!, '--list');
  const status = options.status === undefined ? (here ? ask('-s') : undefined) : readInput(options.status, '--status');
  const cmdline =
    options.cmdline === undefined
      ? here
        ? readInput('/proc/cmdline', '')
        : undefined
      : readInput(options.cmdline, '--cmdline');
  const machine = options.machine ?? machineHere();
  const limits = [
    ...(status === undefined ? [] : limitsOfStatus(status)),
    ...(cmdline === undefined ? [] : limitsOfCommandLine(cmdline)),
  ];
  const verdicts = judge(rulesOf(list, options.list ?? 'auditctl -l'), machine);
  process.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(toJson(machine, limits, verdicts), undefined, 2)}\n`
      : toText(limits, verdicts, styleFor(wantsColour(process.stdout, process.env))),
  );
}

function rulesOf(text: string, source: string): ReturnType<typeof parseRules> {
  try {
    return parseRules(text);
  } catch (error) {
    if (error instanceof RuleError)
      throw new UsageError(`${escapeText(source)}:${error.line}: ${escapeText(error.message)}`);
    throw error;
  }
}

function readInput(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CannotRunError(`${option} ${escapeText(path)}: ${reason(error)}`);
  }
}

function ask(option: string): string {
  try {
    return askAuditctl(option);
  } catch (error) {
    if (!(error instanceof AuditctlError)) throw error;
    throw new CannotRunError(
      `${escapeText(error.message)}; run as root, or give what it printed elsewhere: --list FILE --status FILE`,
    );
  }
}

function machineHere(): Machine {
  if (process.arch === 'x64') return 'x86_64';
  if (process.arch === 'arm64') return 'aarch64';
  throw new UsageError(`--machine is needed: the system calls of ${process.arch} are not known`);
}

function toJson(machine: Machine, limits: readonly Limit[], verdicts: readonly Verdict[]): unknown {
  return {
    machine,
    limits,
    needs: verdicts.map(
      ({ need: { id, title, calls, heuristics }, width, coverage, by, suppressedBy, gaps, remarks, add }) => ({
        id,
        title,
        calls,
        heuristics,
        width,
        coverage,
        by,
        suppressedBy,
        gaps,
        remarks,
        ...(add !== undefined && { add }),
      }),
    ),
  };
}

function toText(limits: readonly Limit[], verdicts: readonly Verdict[], style: Style): string {
  const colour: Readonly<Record<Verdict['coverage'], (text: string) => string>> = {
    covered: style.green,
    partial: style.yellow,
    suppressed: style.severity.high,
    missing: style.severity.high,
  };
  const width = Math.max(...verdicts.map(({ need }) => need.id.length));
  const lines: string[] = [];
  for (const { fatal, text } of limits) {
    lines.push(fatal ? style.severity.high(`! nothing is recorded: ${text}`) : style.yellow(`! ${text}`));
  }
  const common = commonTo(verdicts);
  for (const text of common) lines.push(style.yellow(`! of everything: ${escapeText(text)}`));
  if (lines.length > 0) lines.push('');
  for (const { need, width: abi, coverage, by, gaps, remarks } of verdicts) {
    const rules = by.length === 0 ? '' : style.dim(`  rule ${by.join(', ')}`);
    lines.push(`${need.id.padEnd(width)}  ${abi}  ${colour[coverage](coverage.padEnd(10))}${rules}`.trimEnd());
    for (const gap of [...gaps, ...remarks].filter((one) => !common.includes(one)))
      lines.push(style.dim(`${' '.repeat(width + 7)}${escapeText(gap)}`));
  }
  const additions = verdicts.flatMap(({ add }) => (add === undefined ? [] : [add]));
  const count = (coverage: Verdict['coverage']): number => verdicts.filter((one) => one.coverage === coverage).length;
  lines.push(
    '',
    `${count('covered')} covered, ${count('partial')} partial, ${count('suppressed')} suppressed, ${count('missing')} missing`,
  );
  if (additions.length > 0) {
    lines.push(
      '',
      'To add (-A: before the rules there are, one of which would keep it from being tried):',
      ...additions,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** What is said of every need: it is said once. */
function commonTo(verdicts: readonly Verdict[]): string[] {
  const [first, ...others] = verdicts.map(({ gaps, remarks }) => [...gaps, ...remarks]);
  return (first ?? []).filter((text) => others.every((texts) => texts.includes(text)));
}
