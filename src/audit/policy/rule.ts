/** Filter lists of the kernel that matter here; `watch` stands for `-w`. */
export type FilterList = 'exit' | 'task' | 'exclude' | 'filesystem' | 'user' | 'watch' | 'io_uring';

const OPERATORS = ['!=', '>=', '<=', '&=', '=', '>', '<', '&'] as const;
export type Operator = (typeof OPERATORS)[number];

/** One `-F field OP value`, or one `-C field OP field`. */
export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
  /** `-C`: the value is another field */
  readonly comparison?: true;
}

/** One audit rule, as auditctl(8) and audit.rules(7) write them. */
export interface Rule {
  /** counts the rules of the list as given, from 1 */
  readonly number: number;
  readonly text: string;
  readonly list: FilterList;
  readonly action: 'always' | 'never';
  /** names or numbers; `all` where the rule names none or all */
  readonly calls: ReadonlySet<string> | 'all';
  readonly arch: { readonly operator: '=' | '!='; readonly value: string } | undefined;
  readonly conditions: readonly Condition[];
  readonly keys: readonly string[];
}

/** A rule that cannot be understood. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Characters of a line that an error shows: it may be a file of another kind, without line ends. */
const LONGEST_QUOTE = 80;

const quoted = (text: string): string => `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}"`;

const LISTS = new Set(['exit', 'task', 'exclude', 'filesystem', 'user', 'io_uring', 'entry']);

/** Options of rules files that are not rules, and whether a value follows. */
const CONTROLS: Readonly<Record<string, boolean>> = {
  '-b': true,
  '-f': true,
  '-e': true,
  '-r': true,
  '-i': false,
  '-c': false,
  '-q': true,
  '--backlog_wait_time': true,
  '--loginuid-immutable': false,
  '--reset-lost': false,
  '--reset_backlog_wait_time_actual': false,
  '-s': false,
  '-l': false,
};

/**
 * Reads what `auditctl -l` prints, or a rules file. The rules are in the order in which the kernel tries them: `-A` puts
 * one before all of its list, `-D` removes all before it.
 * @throws {RuleError}
 */
export function parseRules(text: string): Rule[] {
  let rules: Omit<Rule, 'number'>[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line === 'No rules') continue;
    const words = split(line);
    const [option = ''] = words;
    if (option === '-D') {
      rules = [];
    } else if (option === '-a') {
      rules.push(parseRule(line, words, index + 1));
    } else if (option === '-A') {
      rules.unshift(parseRule(line, words, index + 1));
    } else if (option === '-w') {
      rules.push(parseWatch(line, words, index + 1));
    } else if (!(option in CONTROLS)) {
      throw new RuleError(index + 1, `${quoted(line)} is not a line of auditctl -l, nor of a rules file`);
    }
  }
  return rules.map((rule, index) => ({ ...rule, number: index + 1 }));
}

/** Words as auditctl splits them: at spaces, a value in quotes is one. */
const split = (line: string): string[] =>
  (line.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).map((word) => word.replaceAll(/["']/g, ''));

function parseRule(text: string, words: readonly string[], line: number): Omit<Rule, 'number'> {
  const head = (words[1] ?? '').split(',');
  const action = head.find((word) => word === 'always' || word === 'never' || word === 'possible');
  const list = head.find((word) => LISTS.has(word));
  if (head.length !== 2 || action === undefined || list === undefined) {
    throw new RuleError(line, `${quoted(words[1] ?? '')}: expected an action and a list, as always,exit`);
  }
  const calls = new Set<string>();
  const conditions: Condition[] = [];
  const keys: string[] = [];
  let arch: Rule['arch'];
  for (let at = 2; at < words.length; at += 2) {
    const option = words[at]!;
    const value = words[at + 1];
    if (value === undefined) throw new RuleError(line, `${option} at the end: it needs a value`);
    switch (option) {
      case '-S':
        for (const call of value.split(',')) calls.add(call);
        break;
      case '-k':
        keys.push(value);
        break;
      case '-F':
      case '-C': {
        const condition = parseCondition(value, line);
        if (option === '-C') conditions.push({ ...condition, comparison: true });
        else if (condition.field === 'key') keys.push(condition.value);
        else if (condition.field === 'arch') arch = archOf(condition, line);
        else conditions.push(condition);
        break;
      }
      default:
        throw new RuleError(line, `${option}: expected -S, -F, -C or -k`);
    }
  }
  const all = calls.size === 0 || calls.has('all');
  return {
    text,
    list: list === 'entry' ? 'exit' : (list as FilterList),
    action: action === 'never' ? 'never' : 'always',
    calls: all ? 'all' : calls,
    arch,
    conditions,
    keys,
  };
}

function parseWatch(text: string, words: readonly string[], line: number): Omit<Rule, 'number'> {
  const path = words[1];
  if (path === undefined) throw new RuleError(line, '-w needs a path');
  const conditions: Condition[] = [{ field: 'dir', operator: '=', value: path }];
  const keys: string[] = [];
  for (let at = 2; at + 1 < words.length; at += 2) {
    if (words[at] === '-p') conditions.push({ field: 'perm', operator: '=', value: words[at + 1]! });
    if (words[at] === '-k') keys.push(words[at + 1]!);
  }
  return { text, list: 'watch', action: 'always', calls: 'all', arch: undefined, conditions, keys };
}

function parseCondition(text: string, line: number): Condition {
  const match = /^([A-Za-z_0-9]+)(!=|>=|<=|&=|=|>|<|&)(.*)$/.exec(text);
  if (match === null || match[3] === '') {
    throw new RuleError(line, `${quoted(text)}: expected a field, one of ${OPERATORS.join(' ')}, and a value`);
  }
  return { field: match[1]!, operator: match[2] as Operator, value: match[3]! };
}

function archOf({ operator, value }: Condition, line: number): Rule['arch'] {
  if (operator === '=' || operator === '!=') return { operator, value };
  throw new RuleError(line, `arch${operator}${value}: expected arch= or arch!=`);
}
