import { constants } from 'node:os';
import type { Abi, Event } from '../../model/event.js';
import { toUint32 } from '../../model/word.js';
import { isWithin, MACHINE_ARCHES, numberOf } from './match.js';
import type { Condition, Rule } from './rule.js';

/** What a list of rules says of one event. */
export interface Decision {
  readonly answer: 'recorded' | 'not-recorded' | 'suppressed' | 'undecided';
  readonly list?: Rule['list'];
  /** the rule that decides, or came nearest */
  readonly rule?: number;
  readonly text?: string;
  /** the field by which it does not match, or that is not known of the event */
  readonly field?: string;
  readonly sentence: string;
  /** a rule of the task list: what it matches has no audit context for life, if it was made while the rule was loaded */
  readonly task?: { readonly rule: number; readonly text: string; readonly certain: boolean };
}

/** Whether a condition holds; `undefined`: the event does not have what it asks for. */
type Holds = boolean | undefined;

/** How a rule stands to an event; `field` is what it fails by, or what is not known. */
interface Standing {
  readonly rule: Rule;
  readonly holds: Holds;
  readonly field?: string;
  /** conditions that do not hold */
  readonly failed: number;
}

const UNSET = 4_294_967_295;
const O_ACCMODE = 3;
const O_WRONLY = 1;
const O_RDWR = 2;
const SYSCALL_TYPE = new Set(['SYSCALL', '1300']);

const MACHINE_OF: Readonly<Record<Abi, readonly string[]>> = {
  x86_64: MACHINE_ARCHES.x86_64.b64,
  x32: MACHINE_ARCHES.x86_64.b64,
  i386: MACHINE_ARCHES.x86_64.b32,
  aarch64: MACHINE_ARCHES.aarch64.b64,
  arm: MACHINE_ARCHES.aarch64.b32,
};

/**
 * Whether these rules record the event, as the kernel decides it at the call's return: the first rule of the exit list
 * that matches. Sources: audit_filter_syscall and audit_filter_rules in kernel/auditsc.c, audit_filter in kernel/audit.c.
 */
export function decide(rules: readonly Rule[], event: Event): Decision {
  const task = taskRule(rules, event);
  return { ...decideAtExit(rules, event), ...(task && { task }) };
}

function decideAtExit(rules: readonly Rule[], event: Event): Decision {
  const excluded = excludingRule(rules, event);
  if (excluded?.holds) return suppressed(excluded);
  let unknown = excluded;
  let recording: Standing | undefined;
  let nearest: Standing | undefined;
  for (const rule of rules) {
    if (rule.list !== 'exit' && rule.list !== 'watch') continue;
    const standing = standingOf(rule, event);
    if (standing === undefined) continue;
    if (standing.holds === false) {
      if (rule.action === 'always' && (nearest === undefined || standing.failed < nearest.failed)) nearest = standing;
      continue;
    }
    if (standing.holds === undefined) {
      // the next one that is sure decides, unless this one decided otherwise
      if (rule.action === 'never') unknown ??= standing;
      else recording ??= standing;
      continue;
    }
    if (unknown !== undefined) return undecided(unknown);
    if (rule.action === 'always') return recorded(standing);
    return recording === undefined ? suppressed(standing) : undecided(recording);
  }
  if (unknown !== undefined && recording !== undefined) return undecided(unknown);
  return recording === undefined ? notRecorded(nearest, event) : undecided(recording);
}

const about = ({ rule }: Standing): Pick<Decision, 'list' | 'rule' | 'text'> => ({
  list: rule.list,
  rule: rule.number,
  text: rule.text,
});

const recorded = (standing: Standing): Decision => ({
  answer: 'recorded',
  ...about(standing),
  sentence: `rule ${standing.rule.number} records it`,
});

const suppressed = (standing: Standing): Decision => ({
  answer: 'suppressed',
  ...about(standing),
  sentence: `rule ${standing.rule.number} (${standing.rule.list}) keeps it from being recorded: ${standing.rule.text}`,
});

const undecided = (standing: Standing): Decision => ({
  answer: 'undecided',
  ...about(standing),
  ...(standing.field !== undefined && { field: standing.field }),
  sentence: `it depends on ${standing.field ?? 'a field'}, which is not known, whether rule ${standing.rule.number} matches: ${standing.rule.text}`,
});

function notRecorded(nearest: Standing | undefined, { call, nr, abi }: Event): Decision {
  const name = call ?? (nr === undefined ? 'this operation' : `call ${nr}`);
  if (nearest === undefined) {
    return { answer: 'not-recorded', field: 'syscall', sentence: `no rule names ${name}${abi ? ` of ${abi}` : ''}` };
  }
  const { rule, field } = nearest;
  return {
    answer: 'not-recorded',
    ...about(nearest),
    ...(field !== undefined && { field }),
    sentence: `no rule matches ${name}: rule ${rule.number} comes nearest and fails by ${field ?? 'its fields'}: ${rule.text}`,
  };
}

/** Undefined where the rule does not name the call, on no interface. */
function standingOf(rule: Rule, event: Event): Standing | undefined {
  if (!namesCall(rule, event)) return undefined;
  const fails: string[] = [];
  const unknowns: string[] = [];
  if (rule.arch !== undefined) sort('arch', archHolds(rule.arch, event.abi), fails, unknowns);
  for (const condition of rule.conditions) sort(condition.field, holds(condition, event), fails, unknowns);
  const field = fails[0] ?? unknowns[0];
  return {
    rule,
    holds: fails.length > 0 ? false : unknowns.length > 0 ? undefined : true,
    ...(field !== undefined && { field }),
    failed: fails.length,
  };
}

function sort(field: string, value: Holds, fails: string[], unknowns: string[]): void {
  if (value === false) fails.push(field);
  else if (value === undefined) unknowns.push(field);
}

function namesCall({ list, calls, arch }: Rule, { call, nr }: Event): boolean {
  if (list === 'watch' || calls === 'all') return true;
  if (call !== undefined && calls.has(call)) return true;
  // mmap of i386 is called mmap2 there
  if (call === 'mmap2' && calls.has('mmap') && arch === undefined) return true;
  return nr !== undefined && calls.has(String(nr));
}

function archHolds({ operator, value }: NonNullable<Rule['arch']>, abi: Abi | undefined): Holds {
  if (abi === undefined) return undefined;
  const isNamed = MACHINE_OF[abi].includes(value.toLowerCase().replace(/^0x/, ''));
  return operator === '=' ? isNamed : !isNamed;
}

function holds(condition: Condition, event: Event): Holds {
  const { field, operator, value, comparison } = condition;
  if (comparison) return compareFields(condition, event);
  switch (field) {
    case 'success': {
      if (event.ret === undefined) return undefined;
      const isSuccess = event.ret >= 0;
      return compare(Number(isSuccess), operator, value === 'yes' ? 1 : value === 'no' ? 0 : numberOf(value));
    }
    case 'exit':
      return compare(event.ret, operator, errorNumber(value));
    case 'exe':
      return compareText(event.actor.exe?.path, operator, value);
    case 'dir':
    case 'path':
      return event.file?.path === undefined ? unlessFileless(event) : fileHolds(event.file.path, condition);
    case 'perm':
      return permissionHolds(event, value);
    case 'key':
      return true;
    default:
      return compare(numericField(field, event), operator, idNumber(value));
  }
}

/** Calls that look up no file are matched by no watch. */
const unlessFileless = ({ operation }: Event): Holds =>
  operation === 'open-mem' || operation === 'exec' ? undefined : false;

function fileHolds(path: string, { field, operator, value }: Condition): Holds {
  const isIt = field === 'dir' ? isWithin(path, value) : path === value;
  return operator === '=' ? isIt : !isIt;
}

/** The class of the call, by its flags. Source: audit_match_perm in kernel/auditsc.c. */
function permissionHolds({ operation, flags }: Event, value: string): Holds {
  if (operation === 'exec') return value.includes('x');
  if (operation !== 'open-mem') return false;
  if (flags === undefined) return undefined;
  const mode = flags & O_ACCMODE;
  return (value.includes('w') && (mode === O_WRONLY || mode === O_RDWR)) || (value.includes('r') && mode !== O_WRONLY);
}

function numericField(field: string, { actor, args }: Event): number | undefined {
  switch (field) {
    case 'pid':
      return actor.tgid;
    case 'ppid':
      return actor.ppid;
    case 'uid':
      return actor.uid;
    case 'euid':
      return actor.euid;
    case 'gid':
      return actor.gid;
    case 'egid':
      return actor.egid;
    case 'auid':
    case 'loginuid':
      return actor.auid;
    case 'ses':
    case 'sessionid':
      return actor.session;
    default: {
      const argument = /^a([0-3])$/.exec(field);
      const word = argument === null ? undefined : args?.[Number(argument[1])];
      // the kernel compares the low 32 bits
      return word === undefined ? undefined : toUint32(word);
    }
  }
}

function compareFields({ field, operator, value }: Condition, event: Event): Holds {
  const left = numericField(field, event);
  const right = numericField(value, event);
  return compare(left, operator, right);
}

/** -1 and `unset` are the login uid that was never set. */
const idNumber = (value: string): number | undefined => (value === 'unset' ? UNSET : numberOf(value));

function errorNumber(value: string): number | undefined {
  const name = /^(-?)(E[A-Z0-9]+)$/.exec(value);
  if (name === null) return numberOf(value);
  const number = (constants.errno as Readonly<Record<string, number>>)[name[2]!];
  return number === undefined ? undefined : name[1] === '-' ? -number : number;
}

/** As u32, for that is how audit_comparator gets them; a result is compared as an int. */
function compare(left: number | undefined, operator: Condition['operator'], right: number | undefined): Holds {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [left >>> 0, right >>> 0];
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '&':
      return (a & b) !== 0;
    case '&=':
      return (a & b) >>> 0 === b;
  }
}

function compareText(left: string | undefined, operator: Condition['operator'], right: string): Holds {
  if (left === undefined) return undefined;
  return operator === '=' ? left === right : operator === '!=' ? left !== right : undefined;
}

/** A rule that keeps SYSCALL records of the event's process out. */
function excludingRule(rules: readonly Rule[], event: Event): Standing | undefined {
  let unknown: Standing | undefined;
  for (const rule of rules) {
    if (rule.list !== 'exclude') continue;
    const isAboutCalls = rule.conditions
      .filter(({ field }) => field === 'msgtype')
      .every(({ operator, value }) => (operator === '=') === SYSCALL_TYPE.has(value));
    if (!isAboutCalls) continue;
    const others = rule.conditions.filter(({ field }) => field !== 'msgtype');
    const standing = standingOf({ ...rule, conditions: others, calls: 'all', arch: undefined }, event);
    if (standing?.holds) return { ...standing, rule };
    if (standing?.holds === undefined && standing !== undefined) unknown ??= { ...standing, rule };
  }
  return unknown;
}

/** What the task list says was decided by the parent's fields, when the process was made: here the process's own stand for them. */
function taskRule(rules: readonly Rule[], event: Event): Decision['task'] {
  for (const rule of rules) {
    if (rule.list !== 'task' || rule.action !== 'never') continue;
    const standing = standingOf({ ...rule, calls: 'all' }, event);
    if (standing === undefined || standing.holds === false) continue;
    return { rule: rule.number, text: rule.text, certain: rule.conditions.length === 0 };
  }
  return undefined;
}
