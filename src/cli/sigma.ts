import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { NEEDS, type Need } from '../audit/policy/needs.js';
import { type Definition, HEURISTICS } from '../detect/index.js';

/** Sigma's own tools read YAML 1.1, where a bare `yes` is a boolean: strings that look like one there are quoted. */
const YAML = { lineWidth: 0, compat: 'yaml-1.1' } as const;

type Selection = Readonly<Record<string, string | readonly string[]>>;

/** What one event can show of a heuristic. Sigma rules look at one record at a time. */
interface Detection {
  readonly level: 'informational' | 'low' | 'medium' | 'high';
  readonly selections: Readonly<Record<string, Selection>>;
  readonly condition: string;
  /** what the heuristic knows that the rule cannot */
  readonly beyond: string;
}

const DATE = '2026-11-23';

/** ATT&CK tactics of the techniques, as SigmaHQ's tags name them. */
const TACTICS: Readonly<Record<string, readonly string[]>> = {
  T1055: ['defense-evasion', 'privilege-escalation'],
  T1620: ['defense-evasion'],
  T1003: ['credential-access'],
};

const hexPrefix = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

/** Records of the calls that `interloper rules --format auditd` records, by their keys; and by their names, where auditd translates. */
function ofCalls(ids: readonly string[]): Readonly<Record<string, Selection>> {
  const needs = NEEDS.filter(({ id }) => ids.includes(id));
  const selections: Record<string, Selection> = {
    selection_key: { type: 'SYSCALL', success: 'yes', key: needs.map(({ id }) => `interloper-${id}`) },
  };
  const byValue = needs.filter((need) => need.test?.kind === 'equals');
  const plain = needs.filter((need) => need.test === undefined);
  if (byValue.length > 0) {
    selections['selection_request'] = {
      type: 'SYSCALL',
      success: 'yes',
      SYSCALL: 'ptrace',
      a0: byValue.map(valueText),
    };
  }
  if (plain.length > 0) {
    selections['selection_call'] = {
      type: 'SYSCALL',
      success: 'yes',
      SYSCALL: [...new Set(plain.flatMap(({ calls }) => calls))],
    };
  }
  return selections;
}

const valueText = ({ test }: Need): string => (test?.kind === 'equals' ? test.value.toString(16) : '');

const DETECTIONS: Readonly<Record<string, Detection>> = {
  'ptrace-attach': {
    level: 'informational',
    selections: ofCalls(['ptrace-attach', 'ptrace-seize']),
    condition: '1 of selection_*',
    beyond: 'whether anything was written afterwards, and whether the target is the own child of the tracer',
  },
  'ptrace-injection': {
    level: 'high',
    selections: ofCalls([
      'ptrace-poketext',
      'ptrace-pokedata',
      'ptrace-pokeuser',
      'ptrace-setregs',
      'ptrace-setregset',
    ]),
    condition: '1 of selection_*',
    beyond: 'the target, by the attach that came before, and whether it is the own child of the tracer',
  },
  'remote-memory-write': {
    level: 'high',
    selections: ofCalls(['process-vm-writev', 'ptrace-poketext', 'ptrace-pokedata']),
    condition: '1 of selection_*',
    beyond: 'the target, and whether the process wrote into itself or into a program that it debugs',
  },
  'register-hijack': {
    level: 'medium',
    selections: ofCalls(['ptrace-pokeuser', 'ptrace-setregs', 'ptrace-setregset']),
    condition: '1 of selection_*',
    beyond: 'the target, by the attach that came before, and whether it is the own child of the tracer',
  },
  'traced-self': {
    level: 'informational',
    selections: ofCalls(['ptrace-traceme']),
    condition: '1 of selection_*',
    beyond: 'whether a debugger started the process',
  },
  'memory-read': {
    level: 'informational',
    selections: ofCalls(['process-vm-readv']),
    condition: '1 of selection_*',
    beyond: 'whether the process read itself',
  },
  'fd-steal': {
    level: 'low',
    selections: ofCalls(['pidfd-getfd']),
    condition: '1 of selection_*',
    beyond: 'nothing',
  },
  'proc-mem-write': {
    level: 'low',
    selections: {
      selection_path: { type: 'PATH', 'name|startswith': '/proc/', 'name|endswith': '/mem', nametype: 'NORMAL' },
      filter_self: { name: ['/proc/self/mem', '/proc/thread-self/mem'] },
    },
    condition: 'selection_path and not filter_self',
    beyond: 'the flags of the open and its caller, which are in the SYSCALL record of the same event',
  },
  'fileless-exec': {
    level: 'high',
    selections: {
      selection_call: { type: 'SYSCALL', success: 'yes', SYSCALL: ['execve', 'execveat'] },
      selection_key: { type: 'SYSCALL', success: 'yes', key: ['interloper-execve', 'interloper-execveat'] },
      program_hex: { 'exe|startswith': hexPrefix('/memfd:') },
      program_deleted: { 'exe|endswith': hexPrefix(' (deleted)') },
      program_shm: { 'exe|startswith': ['/dev/shm/', hexPrefix('/dev/shm/')] },
    },
    condition: '1 of selection_* and 1 of program_*',
    beyond: 'the inode and device of the file, from the PATH record of the same event',
  },
  'fileless-map': {
    level: 'informational',
    selections: ofCalls(['memfd-create']),
    condition: '1 of selection_*',
    beyond:
      'whether the memfd is mapped executable: that is another event of the same process, with the same descriptor',
  },
};

/** Sigma rules, one YAML document each; what one record cannot show is said, and left out where it is all. */
export function sigmaRules(): string {
  const left = HEURISTICS.filter(({ definition: { id } }) => DETECTIONS[id] === undefined).map(
    ({ definition }) => definition.id,
  );
  const head = left.length === 0 ? '' : `# Left out, for they join several events: ${left.join(', ')}.\n`;
  const documents = HEURISTICS.flatMap(({ definition }) => {
    const detection = DETECTIONS[definition.id];
    return detection === undefined ? [] : [stringify(ruleOf(definition, detection), YAML)];
  });
  return `${head}---\n${documents.join('---\n')}`;
}

function ruleOf(definition: Definition, { level, selections, condition, beyond }: Detection): Record<string, unknown> {
  return {
    title: `${definition.title} - auditd`,
    id: uuidOf(definition.id),
    status: 'experimental',
    description: `${definition.description} One record cannot show: ${beyond}.`,
    references: definition.attack.map((id) => `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`),
    author: 'Interloper',
    date: DATE,
    tags: tagsOf(definition),
    logsource: {
      product: 'linux',
      service: 'auditd',
      definition:
        'Requires the audit rules that `interloper rules --format auditd` prints; SYSCALL is the name that auditd adds with log_format=ENRICHED',
    },
    detection: { ...selections, condition },
    falsepositives: definition.falsePositives.length === 0 ? ['Unknown'] : [...definition.falsePositives],
    level,
  };
}

function tagsOf({ attack }: Definition): string[] {
  const tactics = attack.flatMap((id) => TACTICS[id.split('.')[0]!] ?? []);
  return [...new Set([...tactics, ...attack.map((id) => id.toLowerCase())])].map((tag) => `attack.${tag}`);
}

/** The same for the same heuristic, always: a name-based UUID (RFC 9562, version 5) of its id. */
function uuidOf(id: string): string {
  const digest = createHash('sha1').update(NAMESPACE).update(id).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const NAMESPACE = Buffer.from('5b0c9f0e6f5d4b0e8a3c1d2e7f906142', 'hex');
