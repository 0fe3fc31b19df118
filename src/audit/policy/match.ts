import type { CallName } from '../../interpret/prototypes.js';
import { callNumber } from '../../interpret/syscalls.js';
import { ABI_OF, callsOf, type Machine, type Need, type Width } from './needs.js';
import type { Condition, Rule } from './rule.js';

/** Names of the architectures in `-F arch=`, by machine and width. Numbers: include/uapi/linux/audit.h. */
export const MACHINE_ARCHES: Readonly<Record<Machine, Readonly<Record<Width, readonly string[]>>>> = {
  x86_64: {
    b64: ['b64', 'x86_64', 'c000003e', '3221225534'],
    b32: ['b32', 'i386', 'i486', 'i586', 'i686', '40000003', '1073741827'],
  },
  aarch64: {
    b64: ['b64', 'aarch64', 'c00000b7', '3221225655'],
    b32: ['b32', 'arm', 'armeb', 'armv5tejl', 'armv5tel', 'armv6l', 'armv7l', '40000028', '1073741864'],
  },
};

const stripped = (value: string): string => value.toLowerCase().replace(/^0x/, '');

/** Whether a rule is about calls of this width. */
function isForWidth({ arch }: Rule, width: Width, machine: Machine): boolean {
  if (arch === undefined) return true;
  const isNamed = MACHINE_ARCHES[machine][width].includes(stripped(arch.value));
  return arch.operator === '=' ? isNamed : !isNamed;
}

/** Calls of the need that the rule names. */
function callsNamed(rule: Rule, need: Need, width: Width, machine: Machine): CallName[] {
  const abi = ABI_OF[machine][width];
  const calls = callsOf(need, abi);
  const { calls: named } = rule;
  if (named === 'all') return calls;
  return calls.filter((call) => {
    if (named.has(String(callNumber(abi, call)))) return true;
    // without arch, auditctl takes a name for the number that it has on the machine's own interface
    if (rule.arch === undefined && width === 'b32') {
      return [...named].some((name) => callNumber(ABI_OF[machine].b64, name as CallName) === callNumber(abi, call));
    }
    return named.has(call);
  });
}

/** auditctl takes and prints decimal, hexadecimal and octal. */
export function numberOf(value: string): number | undefined {
  if (/^-?\d+$/.test(value)) return /^0\d/.test(value) ? Number.parseInt(value, 8) : Number(value);
  return /^0x[\da-f]+$/i.test(value) ? Number(value) : undefined;
}

const HOLDS: Readonly<Record<Condition['operator'], (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
  '&': (left, right) => (left & right) !== 0,
  '&=': (left, right) => (left & right) === right,
};

/** Whether a condition holds for every call of the need, for none, or for some. */
function holds(condition: Condition, need: Need): 'always' | 'never' | 'sometimes' {
  const { test } = need;
  const { field, operator, value } = condition;
  if (test === undefined || condition.comparison) return 'sometimes';
  if (test.kind === 'written-below') return holdsForFile(condition, test.directory);
  if (field !== `a${test.argument}`) return 'sometimes';
  const number = numberOf(value);
  if (number === undefined) return 'sometimes';
  if (test.kind === 'equals') return HOLDS[operator](test.value, number) ? 'always' : 'never';
  if (operator === '&') return (number & test.mask) === test.mask ? 'always' : 'sometimes';
  if (operator === '&=') return number === (number & test.mask) && number !== 0 ? 'always' : 'sometimes';
  if (operator === '=') return (number & test.mask) === 0 ? 'never' : 'sometimes';
  if (operator === '!=') return (number & test.mask) === 0 ? 'always' : 'sometimes';
  return 'sometimes';
}

function holdsForFile({ field, operator, value }: Condition, directory: string): 'always' | 'never' | 'sometimes' {
  if (operator !== '=') return 'sometimes';
  if (field === 'dir')
    return isWithin(directory, value) ? 'always' : isWithin(value, directory) ? 'sometimes' : 'never';
  if (field === 'path') return isWithin(value, directory) ? 'sometimes' : 'never';
  if (field !== 'perm') return 'sometimes';
  if (value.includes('w')) return 'always';
  // opened for reading and writing is both, opened for writing alone is not
  return value.includes('r') ? 'sometimes' : 'never';
}

/** Whether `path` is the directory or below it. */
export const isWithin = (path: string, directory: string): boolean => {
  const folder = directory.replace(/\/+$/, '');
  return path.replace(/\/+$/, '') === folder || path.startsWith(`${folder}/`);
};

/** How far a rule matches the calls of a need. */
export interface Match {
  /** what else must hold; none: the rule matches all of `calls` */
  readonly conditions: readonly Condition[];
  readonly calls: readonly CallName[];
}

/** How far the rule, of the exit list, matches what is needed on this interface; undefined where it does not. */
export function matchRule(rule: Rule, need: Need, width: Width, machine: Machine): Match | undefined {
  if (!isForWidth(rule, width, machine)) return undefined;
  const calls = callsNamed(rule, need, width, machine);
  if (calls.length === 0) return undefined;
  const conditions: Condition[] = [];
  for (const condition of rule.conditions) {
    const how = holds(condition, need);
    if (how === 'never') return undefined;
    if (how === 'sometimes') conditions.push(condition);
  }
  return { conditions, calls };
}
