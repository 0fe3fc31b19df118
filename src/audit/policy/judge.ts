import type { CallName } from '../../interpret/prototypes.js';
import { matchRule, numberOf } from './match.js';
import { ABI_OF, callsOf, type Machine, NEEDS, type Need, ruleFor, WIDTHS, type Width } from './needs.js';
import type { Condition, Rule } from './rule.js';

export type Coverage = 'covered' | 'partial' | 'suppressed' | 'missing';

/** How far a policy meets one need on one interface. */
export interface Verdict {
  readonly need: Need;
  readonly width: Width;
  readonly coverage: Coverage;
  /** rules that record it */
  readonly by: readonly number[];
  /** rules that keep it, or a part of it, from being recorded */
  readonly suppressedBy: readonly number[];
  /** what is left out, in words: `records all but auid=-1`, `not where exe=/usr/bin/gdb (rule 2)` */
  readonly gaps: readonly string[];
  /** what the events will lack */
  readonly remarks: readonly string[];
  /** the rule to add, and where; undefined where nothing is to be added */
  readonly add: string | undefined;
}

/** A `never` that takes a part away before the rules after it are tried. */
interface Hole {
  readonly rule: Rule;
  readonly conditions: readonly Condition[];
}

const OPPOSITE: Readonly<Partial<Record<Condition['operator'], Condition['operator']>>> = {
  '=': '!=',
  '!=': '=',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
};

/** auid=-1, 4294967295 and `unset` are one. */
const canonical = ({ field, operator, value }: Condition): string => {
  const number = value === 'unset' ? 4294967295 : numberOf(value);
  return `${field}${operator}${number === undefined ? value : number < 0 && /id$|^ses/.test(field) ? number + 2 ** 32 : number}`;
};

export const conditionText = ({ field, operator, value, comparison }: Condition): string =>
  `${field}${operator}${value}${comparison ? ' (compared)' : ''}`;

const all = (conditions: readonly Condition[]): string => conditions.map(conditionText).join(' and ');

/** What is left out by conditions that must all hold: one of them does not. */
function leftOut(conditions: readonly Condition[]): string {
  return conditions
    .map((condition) => {
      const opposite = condition.comparison ? undefined : OPPOSITE[condition.operator];
      return opposite === undefined
        ? `not ${conditionText(condition)}`
        : conditionText({ ...condition, operator: opposite });
    })
    .join(' or ');
}

/** Whether two partial rules together leave nothing out: one has what the other lacks. */
function areComplements(a: readonly Condition[], b: readonly Condition[]): boolean {
  if (a.length !== 1 || b.length !== 1) return false;
  const [left, right] = [a[0]!, b[0]!];
  if (left.comparison || right.comparison || left.field !== right.field) return false;
  if (left.field === 'success') return left.operator === '=' && right.operator === '=' && isYes(left) !== isYes(right);
  const opposite = OPPOSITE[left.operator];
  return opposite !== undefined && canonical({ ...left, operator: opposite }) === canonical(right);
}

const isYes = ({ value }: Condition): boolean => value === '1' || value === 'yes';

/** Judges every need on every interface of the machine that has it. */
export function judge(rules: readonly Rule[], machine: Machine): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const need of NEEDS) {
    for (const width of WIDTHS) {
      if (callsOf(need, ABI_OF[machine][width]).length > 0) verdicts.push(judgeNeed(rules, need, width, machine));
    }
  }
  return verdicts;
}

function judgeNeed(rules: readonly Rule[], need: Need, width: Width, machine: Machine): Verdict {
  const add = ruleFor(need, width, machine);
  const calls = callsOf(need, ABI_OF[machine][width]);
  const everywhere = holesEverywhere(rules, need);
  const whole = everywhere.find(({ conditions }) => conditions.length === 0);
  const remarks = remarksOn(rules, need);
  const base = { need, width, remarks };
  if (whole !== undefined) {
    const gaps = [`rule ${whole.rule.number} keeps everything out: ${whole.rule.text}`];
    return { ...base, coverage: 'suppressed', by: [], suppressedBy: [whole.rule.number], gaps, add: undefined };
  }
  const each = calls.map((call) => judgeCall(rules, need, call, width, machine));
  const by = [...new Set(each.flatMap((one) => one.by))].sort((a, b) => a - b);
  const holes = [...new Set([...everywhere, ...each.flatMap((one) => one.holes)])];
  const suppressedBy = [...new Set([...holes.map(({ rule }) => rule.number), ...each.flatMap((one) => one.stoppedBy)])];
  const gaps = [
    ...new Set(each.flatMap((one) => one.gaps.map((gap) => (calls.length > 1 ? `${one.call}: ${gap}` : gap)))),
    ...holes.map(({ rule, conditions }) => `not where ${all(conditions)} (rule ${rule.number})`),
  ];
  const recorded = each.filter((one) => one.by.length > 0);
  const stopped = each.some((one) => one.stoppedBy.length > 0);
  if (recorded.length === 0) {
    const coverage = stopped ? 'suppressed' : 'missing';
    return { ...base, coverage, by, suppressedBy, gaps, add: inFront(add, stopped) };
  }
  if (gaps.length === 0) return { ...base, coverage: 'covered', by, suppressedBy, gaps, add: undefined };
  const canBeAdded = each.some((one) => one.gaps.length > 0 || one.holes.length > 0);
  return {
    ...base,
    coverage: 'partial',
    by,
    suppressedBy,
    gaps,
    add: canBeAdded
      ? inFront(
          add,
          each.some((one) => one.holes.length > 0 || one.stoppedBy.length > 0),
        )
      : undefined,
  };
}

/** A rule that another one would keep from being tried goes before it. */
const inFront = (add: string | undefined, before: boolean): string | undefined =>
  before ? add?.replace(/^-a /, '-A ') : add;

interface CallVerdict {
  readonly call: CallName;
  readonly by: readonly number[];
  readonly stoppedBy: readonly number[];
  readonly holes: readonly Hole[];
  readonly gaps: readonly string[];
}

/** The first rule of the exit list that matches decides. Source: audit_filter_syscall in kernel/auditsc.c. */
function judgeCall(rules: readonly Rule[], need: Need, call: CallName, width: Width, machine: Machine): CallVerdict {
  const partial: { rule: Rule; conditions: readonly Condition[] }[] = [];
  const holes: Hole[] = [];
  for (const rule of rules) {
    // a watch is a rule of the same list, for the files below a path
    if (rule.list !== 'exit' && !(rule.list === 'watch' && need.test?.kind === 'written-below')) continue;
    const match = matchRule(rule, need, width, machine);
    if (match === undefined || !match.calls.includes(call)) continue;
    const { conditions } = match;
    if (rule.action === 'never') {
      if (conditions.length > 0) {
        holes.push({ rule, conditions });
        continue;
      }
      // a rule after this one is never tried
      const gaps = partial.length === 0 ? [`rule ${rule.number} keeps it out: ${rule.text}`] : [restOf(partial)];
      return { call, by: partial.map((one) => one.rule.number), stoppedBy: [rule.number], holes, gaps };
    }
    if (conditions.length === 0) {
      const hiding = holes.filter(
        (hole) => !partial.some((one) => one.rule.number < hole.rule.number && isSame(one, hole)),
      );
      return {
        call,
        by: [...partial.map((one) => one.rule.number), rule.number],
        stoppedBy: [],
        holes: hiding,
        gaps: [],
      };
    }
    const complement = partial.find((one) => areComplements(one.conditions, conditions));
    if (complement !== undefined) {
      return { call, by: [complement.rule.number, rule.number], stoppedBy: [], holes, gaps: [] };
    }
    partial.push({ rule, conditions });
  }
  if (partial.length === 0) return { call, by: [], stoppedBy: [], holes: [], gaps: ['no rule records it'] };
  return { call, by: partial.map((one) => one.rule.number), stoppedBy: [], holes, gaps: [restOf(partial)] };
}

const isSame = (a: { conditions: readonly Condition[] }, b: { conditions: readonly Condition[] }): boolean =>
  a.conditions.length === b.conditions.length &&
  a.conditions.every((condition, index) => canonical(condition) === canonical(b.conditions[index]!));

function restOf(partial: readonly { rule: Rule; conditions: readonly Condition[] }[]): string {
  const [first, ...others] = partial;
  if (first !== undefined && others.length === 0 && first.conditions.every(leavesLittleOut)) {
    return `records all but ${leftOut(first.conditions)}`;
  }
  return `records only where ${partial.map(({ rule, conditions }) => `${all(conditions)} (rule ${rule.number})`).join(', or ')}`;
}

/** Conditions that are read better by what they leave out. */
const leavesLittleOut = ({ operator, comparison }: Condition): boolean =>
  !comparison && operator !== '=' && operator !== '&' && operator !== '&=';

/** Parts that are taken away whatever the exit list says: at the making of a process, or at the writing of a record. */
function holesEverywhere(rules: readonly Rule[], need: Need): Hole[] {
  const holes: Hole[] = [];
  for (const rule of rules) {
    if (rule.list === 'task' && rule.action === 'never') holes.push({ rule, conditions: rule.conditions });
    if (rule.list !== 'exclude') continue;
    const types = rule.conditions.filter(({ field }) => field === 'msgtype');
    const others = rule.conditions.filter(({ field }) => field !== 'msgtype');
    const excludes = types.length === 0 || need.essential.some((type) => types.every((one) => isType(one, type)));
    if (excludes) holes.push({ rule, conditions: others });
  }
  return holes;
}

const isType = ({ operator, value }: Condition, type: string): boolean =>
  operator === '='
    ? value === type || value === TYPE_NUMBERS[type]
    : operator === '!=' && value !== type && value !== TYPE_NUMBERS[type];

const TYPE_NUMBERS: Readonly<Record<string, string>> = {
  SYSCALL: '1300',
  PATH: '1302',
  CWD: '1307',
  EXECVE: '1309',
  OBJ_PID: '1318',
  MMAP: '1323',
  PROCTITLE: '1327',
};

/** What each record type tells, for those that an event can do without. */
const WITHOUT: Readonly<Record<string, string>> = {
  PROCTITLE: 'the command line',
  CWD: 'what a relative path means',
  OBJ_PID: 'which process was attached to',
  MMAP: 'which descriptor was mapped',
  EXECVE: 'the arguments',
  PATH: 'the file',
};

function remarksOn(rules: readonly Rule[], need: Need): string[] {
  const remarks: string[] = [];
  for (const rule of rules) {
    if (rule.list !== 'exclude' || rule.conditions.some(({ field }) => field !== 'msgtype')) continue;
    for (const type of need.helpful) {
      if (rule.conditions.length > 0 && rule.conditions.every((condition) => isType(condition, type))) {
        remarks.push(`without ${WITHOUT[type] ?? type}: rule ${rule.number} leaves ${type} records out`);
      }
    }
  }
  return remarks;
}
