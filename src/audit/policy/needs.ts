import type { CallName } from '../../interpret/prototypes.js';
import { callNumber } from '../../interpret/syscalls.js';
import type { Abi } from '../../model/event.js';

/** The two interfaces that audit rules tell apart on one machine. */
export const WIDTHS = ['b64', 'b32'] as const;
export type Width = (typeof WIDTHS)[number];

/** Machines whose system call tables are known: the name of `uname -m`. */
export const MACHINES = ['x86_64', 'aarch64'] as const;
export type Machine = (typeof MACHINES)[number];

/** The ABI that a width means. */
export const ABI_OF: Readonly<Record<Machine, Readonly<Record<Width, Abi>>>> = {
  x86_64: { b64: 'x86_64', b32: 'i386' },
  aarch64: { b64: 'aarch64', b32: 'arm' },
};

/** What tells the calls that matter from others of the same name. */
export type Test =
  /** an argument has this value */
  | { readonly kind: 'equals'; readonly argument: number; readonly value: number }
  /** an argument has one of these bits */
  | { readonly kind: 'mask'; readonly argument: number; readonly mask: number }
  /** a file below this directory is opened for writing */
  | { readonly kind: 'written-below'; readonly directory: string };

/** Something that audit must record for a heuristic to see it. */
export interface Need {
  readonly id: string;
  /** what is done, in a few words */
  readonly title: string;
  /** calls that do it, each where the ABI has it */
  readonly calls: readonly CallName[];
  readonly test?: Test;
  /** record types without which the event is of no use */
  readonly essential: readonly string[];
  /** record types without which less is known */
  readonly helpful: readonly string[];
  /** ids of the heuristics that look at it; none where it only lowers others' scores */
  readonly heuristics: readonly string[];
  /** what is written, and how often that is */
  readonly cost: string;
}

const ptrace = (
  name: string,
  value: number,
  title: string,
  heuristics: readonly string[],
  cost: string,
  helpful: readonly string[] = [],
): Need => ({
  id: `ptrace-${name}`,
  title,
  calls: ['ptrace'],
  test: { kind: 'equals', argument: 0, value },
  essential: ['SYSCALL'],
  helpful: ['PROCTITLE', ...helpful],
  heuristics,
  cost: `2 records a call${helpful.includes('OBJ_PID') ? ' and one for the target' : ''}; ${cost}`,
});

const DEBUGGERS_ONLY = 'none but where something is debugged or injected';

/**
 * Everything that the heuristics need audit to record, in the order in which rules are written: the specific ones of
 * ptrace have no rule for all of ptrace before them, which would take their keys.
 */
export const NEEDS: readonly Need[] = [
  ptrace(
    'poketext',
    0x4,
    'ptrace writes into memory (PTRACE_POKETEXT)',
    ['ptrace-injection', 'remote-memory-write', 'remote-exec-mapping'],
    DEBUGGERS_ONLY,
  ),
  ptrace(
    'pokedata',
    0x5,
    'ptrace writes into memory (PTRACE_POKEDATA)',
    ['ptrace-injection', 'remote-memory-write', 'remote-exec-mapping'],
    DEBUGGERS_ONLY,
  ),
  ptrace(
    'pokeuser',
    0x6,
    'ptrace writes registers one by one (PTRACE_POKEUSER)',
    ['ptrace-injection', 'register-hijack'],
    DEBUGGERS_ONLY,
  ),
  ptrace(
    'setregs',
    0xd,
    'ptrace writes all registers (PTRACE_SETREGS)',
    ['ptrace-injection', 'register-hijack', 'remote-syscall', 'remote-exec-mapping'],
    `${DEBUGGERS_ONLY}; gdb makes hundreds a minute`,
  ),
  ptrace('attach', 0x10, 'ptrace attaches (PTRACE_ATTACH)', ['ptrace-attach', 'remote-exec-mapping'], DEBUGGERS_ONLY, [
    'OBJ_PID',
  ]),
  ptrace(
    'setregset',
    0x4205,
    'ptrace writes a set of registers (PTRACE_SETREGSET)',
    ['ptrace-injection', 'register-hijack', 'remote-syscall', 'remote-exec-mapping'],
    `${DEBUGGERS_ONLY}; gdb makes hundreds a minute`,
  ),
  ptrace(
    'seize',
    0x4206,
    'ptrace attaches without stopping (PTRACE_SEIZE)',
    ['ptrace-attach', 'remote-exec-mapping'],
    `${DEBUGGERS_ONLY}; strace -f makes one a process`,
    ['OBJ_PID'],
  ),
  ptrace(
    'traceme',
    0x0,
    'a process lets its parent trace it (PTRACE_TRACEME)',
    ['traced-self'],
    `${DEBUGGERS_ONLY}. Without it, a debugger and the program it started look like strangers`,
  ),
  {
    id: 'process-vm-writev',
    title: "writes into another process's memory (process_vm_writev)",
    calls: ['process_vm_writev'],
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['remote-memory-write', 'remote-exec-mapping'],
    cost: '2 records a call; some sandboxes and message libraries make many',
  },
  {
    id: 'process-vm-readv',
    title: "reads another process's memory (process_vm_readv)",
    calls: ['process_vm_readv'],
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['memory-read'],
    cost: '2 records a call; strace makes one for each string it shows',
  },
  {
    id: 'proc-mem',
    title: 'opens /proc/PID/mem for writing',
    calls: ['open', 'openat', 'openat2', 'creat'],
    test: { kind: 'written-below', directory: '/proc' },
    essential: ['SYSCALL', 'PATH'],
    helpful: ['CWD', 'PROCTITLE'],
    heuristics: ['proc-mem-write'],
    cost: '4 records for every file in /proc that is opened for writing: service managers, container runtimes, sysctl; a few an hour at rest. Audit can watch a directory but not one name in all directories. /proc mounts of other pid namespaces are not covered',
  },
  {
    id: 'pidfd-getfd',
    title: 'takes a descriptor of another process (pidfd_getfd)',
    calls: ['pidfd_getfd'],
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['fd-steal'],
    cost: '2 records a call; rare',
  },
  {
    id: 'process-madvise',
    title: "advises on another process's memory (process_madvise)",
    calls: ['process_madvise'],
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: [],
    cost: '2 records a call; memory managers of user space make them. It writes nothing; it completes the list of ways to reach into another process',
  },
  {
    id: 'memfd-create',
    title: 'makes a file in memory (memfd_create)',
    calls: ['memfd_create'],
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['fileless-map', 'remote-syscall'],
    cost: '2 records a call; systemd, compositors, browsers and sound servers make some a minute',
  },
  {
    id: 'execveat',
    title: 'executes a descriptor (execveat)',
    calls: ['execveat'],
    essential: ['SYSCALL'],
    helpful: ['PATH', 'EXECVE', 'PROCTITLE'],
    heuristics: ['fileless-exec'],
    cost: '6 records a call; rare',
  },
  {
    id: 'execve',
    title: 'executes a file, which may be /proc/self/fd/N or in /dev/shm (execve)',
    calls: ['execve'],
    essential: ['SYSCALL'],
    helpful: ['PATH', 'EXECVE', 'PROCTITLE'],
    heuristics: ['fileless-exec'],
    cost: '6 records for every program that is started: the dearest rule on a build host',
  },
  {
    id: 'map-exec',
    title: 'maps memory executable (mmap)',
    calls: ['mmap', 'mmap2'],
    test: { kind: 'mask', argument: 2, mask: 4 },
    essential: ['SYSCALL'],
    helpful: ['MMAP', 'PROCTITLE'],
    heuristics: ['fileless-map', 'remote-exec-mapping'],
    cost: '3 records for every library that a program loads, so some 10 to 100 for every program that is started; a mapping that matches costs 4 to 7 times its time without audit',
  },
  {
    id: 'shmat-exec',
    title: 'attaches shared memory executable (shmat)',
    calls: ['shmat'],
    test: { kind: 'mask', argument: 2, mask: 0o100000 },
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['fileless-map', 'remote-exec-mapping'],
    cost: '2 records a call; hardly any program asks for it. 32-bit programs that come to it by ipc(2) are not covered',
  },
  {
    id: 'protect-exec',
    title: 'makes memory executable (mprotect)',
    calls: ['mprotect', 'pkey_mprotect'],
    test: { kind: 'mask', argument: 2, mask: 4 },
    essential: ['SYSCALL'],
    helpful: ['PROCTITLE'],
    heuristics: ['fileless-map', 'remote-exec-mapping'],
    cost: '2 records a call; just-in-time compilers make hundreds a second while they warm up',
  },
];

/** The calls of a need that an ABI has. */
export function callsOf(need: Need, abi: Abi): CallName[] {
  return need.calls.filter((call) => callNumber(abi, call) !== undefined);
}

/** The `-F` that tells the calls that matter from others. */
function testFilter(test: Test | undefined): string {
  switch (test?.kind) {
    case 'equals':
      return ` -F a${test.argument}=0x${test.value.toString(16)}`;
    case 'mask':
      return ` -F a${test.argument}&0x${test.mask.toString(16)}`;
    case 'written-below':
      return ` -F dir=${test.directory} -F perm=w`;
    default:
      return '';
  }
}

/** The audit rule that meets a need on one interface; undefined where the interface has none of its calls. */
export function ruleFor(need: Need, width: Width, machine: Machine): string | undefined {
  const calls = callsOf(need, ABI_OF[machine][width]);
  if (calls.length === 0) return undefined;
  return `-a always,exit -F arch=${width} -S ${calls.join(',')}${testFilter(need.test)} -F key=interloper-${need.id}`;
}
