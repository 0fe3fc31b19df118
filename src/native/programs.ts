import type { Operation } from '../model/event.js';

/** A probe: what it sees, and the BPF programs that can serve it. */
export interface Probe {
  /** name for a person: the system call or kernel event */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** programs of the BPF object, best first; one of them is loaded */
  readonly programs: readonly string[];
  /** what the probe hooks */
  readonly hook: string;
  /** what stays unseen without it */
  readonly without: string;
}

const atExit = (
  call: string,
  operations: readonly Operation[],
  without: string,
  programs: readonly string[] = [`${call}_exit`],
): Probe => ({ name: call, operations, programs, hook: `tracepoint syscalls:sys_exit_${call}`, without });

// Without bpf_find_vma (before 5.17) the mapping is looked up in the red-black tree that kernels before 6.1 have.
const mapping = (call: string, operations: readonly Operation[]): Probe =>
  atExit(call, operations, `memory that ${call}(2) makes executable is not seen`, [
    `${call}_exit`,
    `${call}_exit_tree`,
  ]);

const open = (call: string): Probe =>
  atExit(call, ['open-mem'], `/proc/PID/mem opened by ${call}(2) is not seen, nor writes through it`);

/** The probes of attach mode `tracepoint`. */
export const PROBES: readonly Probe[] = [
  atExit(
    'ptrace',
    ['attach', 'seize', 'traceme', 'detach', 'write-text', 'write-data', 'write-user', 'set-registers'],
    'ptrace(2) is not seen: no attach, no write to memory or registers',
  ),
  atExit('process_vm_writev', ['remote-write'], 'writes into another process by process_vm_writev(2) are not seen'),
  atExit('process_vm_readv', ['remote-read'], "reads of another process's memory by process_vm_readv(2) are not seen"),
  atExit('memfd_create', ['memfd-create'], 'the making of memfds is not seen (their execution is)'),
  mapping('mmap', ['map-exec']),
  mapping('mprotect', ['protect-exec']),
  mapping('pkey_mprotect', ['protect-exec']),
  {
    name: 'exec',
    operations: ['exec'],
    programs: ['process_exec'],
    hook: 'raw tracepoint sched_process_exec',
    without: 'the execution of memfds and deleted files is not seen',
  },
  {
    name: 'execveat entry',
    operations: ['exec'],
    programs: ['execveat_enter'],
    hook: 'tracepoint syscalls:sys_enter_execveat',
    without: 'an execveat(2) is told as an execve(2), without its arguments',
  },
  atExit('execveat', ['exec'], 'refused attempts to execute a memfd are not seen'),
  open('open'),
  open('creat'),
  open('openat'),
  open('openat2'),
  atExit('pidfd_getfd', ['fd-steal'], 'descriptors taken by pidfd_getfd(2) are not seen'),
];
