/*
 * What the programs emit, by capture scope.
 *
 * `selective`: what the heuristics need. Of ptrace(2) what attaches, detaches and writes; the end of a tracer that has not let go; each read or write of another
 * process's memory; each memfd_create; each opening of another process's mem file, and each write to it; each
 * pidfd_getfd; process_madvise of another process; the execution of a file that is in no directory or on no disk, also
 * where it is refused and a descriptor named it; memory that becomes executable if it is anonymous or of a memfd or a
 * deleted file or changed, also where mremap(2) moves it or shmat(2) attaches it, once per process image and class, and all of it in a process that is traced or was written to.
 *
 * `audit`: each call that the rules of `interloper rules --format auditd` would record, with the time at which it was
 * entered. Nothing is left out as repeated, harmless, failed or of one's own; every ptrace request is told. Not told
 * are files below /proc that are no process's memory, for they mean nothing, and the sensor's own calls.
 */
import type { Operation } from '../model/event.js';
import { type CompatCall, type WatchedCall, watchCompat, watchNative } from './watched-calls.js';

/** How programs are attached: to the return of kernel functions, or to the tracepoint of all system calls. */
export type AttachMode = 'fentry' | 'tracepoint';

/** What the kernel side emits: what the heuristics need, or all that the audit rules would record. */
export type CaptureScope = 'selective' | 'audit';

/** One way to serve a probe. */
export interface Hook {
  readonly mode: AttachMode;
  /** what is hooked, for a person */
  readonly label: string;
  /** programs of the BPF object, all of which it takes */
  readonly programs: readonly string[];
  /** programs that it takes besides in capture scope `audit` */
  readonly auditPrograms?: readonly string[];
  /** kernel functions that must be in the running kernel's BTF */
  readonly functions: readonly string[];
  /** the calls that it takes of all that exit, where it is no hook of its own */
  readonly calls?: readonly WatchedCall[];
}

/** What is to be seen, and the ways to see it. */
export interface Probe {
  /** the system call or kernel event */
  readonly name: string;
  /** the system call interface that it watches; `any` where the hook is below both */
  readonly abi: 'x86_64' | 'i386' | 'any';
  readonly operations: readonly Operation[];
  /** best first; the first one that works is used */
  readonly hooks: readonly Hook[];
  /** the only capture scope that has it */
  readonly scope?: CaptureScope;
  /** what stays unseen without it */
  readonly without: string;
}

const fexit = (program: string, kernelFunction: string): Hook => ({
  mode: 'fentry',
  label: `fexit ${kernelFunction}`,
  programs: [program],
  functions: [kernelFunction],
});

/**
 * A call that kernels of old have another function for in 32-bit tables. Of one with both, some have the other only as
 * a stub that nothing calls (kernel/sys_ni.c of 5.10), and their names do not tell: so both are watched.
 */
const fexitOfEither = (name: string, call: string): readonly Hook[] => {
  const ia32 = fexit(`${name}_ia32`, `__ia32_sys_${call}`);
  const compat = fexit(`${name}_compat`, `__ia32_compat_sys_${call}`);
  const both: Hook = {
    mode: 'fentry',
    label: `${ia32.label} and ${compat.functions[0]}`,
    programs: [...ia32.programs, ...compat.programs],
    functions: [...ia32.functions, ...compat.functions],
  };
  return [both, ia32, compat];
};

/** Runs at the exit of every call of every task, and passes those that are watched on to their programs. */
export const CALL_EXIT = 'call_exit';

/** Both ABIs come through it, and each program takes both. */
const atExit = (program: string, calls: readonly WatchedCall[]): Hook => ({
  mode: 'tracepoint',
  label: 'raw tracepoint sys_exit',
  programs: [CALL_EXIT, program],
  functions: [],
  calls,
});

/** What an execveat(2) was called with is gone at its exit. */
const atExecution = (calls: readonly WatchedCall[]): Hook => {
  const hook = atExit('exec_exit', calls);
  return { ...hook, label: 'raw tracepoints task_rename and sys_exit', programs: [...hook.programs, 'exec_committed'] };
};

const WRITES = ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2'] as const;

/** Writes, once there is a file that matters; what io_uring opens is told by a tracepoint of its own, where there is io_uring. */
const writesAfter = (tracepoint?: string, program?: string): Hook => ({
  mode: 'tracepoint',
  label: `raw tracepoint${tracepoint ? `s ${tracepoint} and` : ''} sys_exit, and sys_enter from when such a file was opened for writing`,
  programs: [CALL_EXIT, 'write_exit', 'write_entered', ...(program ? [program] : [])],
  functions: tracepoint ? [`__traceiter_${tracepoint}`] : [],
  calls: [...watchNative('write_exit', WRITES, 'writable'), ...watchCompat('write_exit', WRITES, 'writable')],
});

const OPENS = ['open', 'creat'] as const;
const OPENS_AT = ['openat', 'openat2'] as const;

const PTRACE: readonly Operation[] = [
  'attach',
  'seize',
  'traceme',
  'detach',
  'write-text',
  'write-data',
  'write-user',
  'set-registers',
];

const native = (name: string, operations: readonly Operation[], without: string, ...hooks: readonly Hook[]): Probe => ({
  name,
  abi: 'x86_64',
  operations,
  hooks,
  without,
});

const compat = (name: CompatCall, operations: readonly Operation[], ...hooks: readonly Hook[]): Probe => ({
  name: `${name} (i386)`,
  abi: 'i386',
  operations,
  hooks,
  without: `${name}(2) called through the 32-bit interface is not seen`,
});

/** All probes, by what they watch. */
export const PROBES: readonly Probe[] = [
  native(
    'ptrace',
    PTRACE,
    'ptrace(2) is not seen: no attach, no write to memory or registers',
    fexit('ptrace_x64', '__x64_sys_ptrace'),
    atExit('ptrace_exit', watchNative('ptrace_exit', ['ptrace'])),
  ),
  native(
    'process_vm_writev',
    ['remote-write'],
    'writes into another process by process_vm_writev(2) are not seen',
    fexit('vm_writev_x64', '__x64_sys_process_vm_writev'),
    atExit('process_vm_writev_exit', watchNative('process_vm_writev_exit', ['process_vm_writev'])),
  ),
  native(
    'process_vm_readv',
    ['remote-read'],
    "reads of another process's memory by process_vm_readv(2) are not seen",
    fexit('vm_readv_x64', '__x64_sys_process_vm_readv'),
    atExit('process_vm_readv_exit', watchNative('process_vm_readv_exit', ['process_vm_readv'])),
  ),
  native(
    'memfd_create',
    ['memfd-create'],
    'the making of memfds is not seen (their execution is)',
    fexit('memfd_x64', '__x64_sys_memfd_create'),
    atExit('memfd_create_exit', watchNative('memfd_create_exit', ['memfd_create'])),
  ),
  native(
    'mmap',
    ['map-exec'],
    'executable memory that mmap(2) makes is not seen',
    fexit('mmap_any', 'ksys_mmap_pgoff'),
    atExit('mmap_exit', watchNative('mmap_exit', ['mmap'], 'asks-exec')),
  ),
  native(
    'mprotect',
    ['protect-exec'],
    'memory that mprotect(2) makes executable is not seen',
    fexit('mprotect_x64', '__x64_sys_mprotect'),
    atExit('mprotect_exit', watchNative('mprotect_exit', ['mprotect'], 'asks-exec')),
  ),
  native(
    'pkey_mprotect',
    ['protect-exec'],
    'memory that pkey_mprotect(2) makes executable is not seen',
    fexit('pkey_x64', '__x64_sys_pkey_mprotect'),
    atExit('mprotect_exit', watchNative('mprotect_exit', ['pkey_mprotect'], 'asks-exec')),
  ),
  native(
    'mremap',
    ['remap'],
    'executable memory that mremap(2) moves is not seen at its new place',
    fexit('mremap_x64', '__x64_sys_mremap'),
    atExit('mremap_exit', watchNative('mremap_exit', ['mremap'])),
  ),
  native(
    'shmat',
    ['map-exec'],
    'shared memory of System V that shmat(2) attaches executable is not seen',
    fexit('shmat_any', 'do_shmat'),
    atExit('shmat_exit', watchNative('shmat_exit', ['shmat'])),
  ),
  {
    name: 'end of a tracer',
    abi: 'any',
    operations: ['tracer-exit'],
    hooks: [
      { mode: 'tracepoint', label: 'raw tracepoint sched_process_exit', programs: ['process_exit'], functions: [] },
    ],
    without: 'that a tracer ends without letting go of what it traces is not seen',
  },
  {
    name: 'exec',
    abi: 'any',
    operations: ['exec'],
    hooks: [
      {
        mode: 'fentry',
        label: 'raw tracepoint sched_process_exec and fentry security_bprm_check',
        programs: ['process_exec', 'bprm_check_entry'],
        functions: ['security_bprm_check'],
      },
      { mode: 'tracepoint', label: 'raw tracepoint sched_process_exec', programs: ['process_exec'], functions: [] },
    ],
    without: 'the execution of memfds and deleted files is not seen',
  },
  native(
    'execveat',
    ['exec'],
    'an execveat(2) is told as an execve(2), without its arguments; one that is refused is not seen',
    {
      mode: 'fentry',
      label: 'fentry and fexit __x64_sys_execveat',
      programs: ['execveat_x64_entry', 'execveat_x64'],
      functions: ['__x64_sys_execveat'],
    },
    atExecution(watchNative('exec_exit', ['execveat'])),
  ),
  native(
    'execve',
    ['exec'],
    'an execve(2) that is refused is not seen',
    fexit('execve_x64', '__x64_sys_execve'),
    atExit('exec_exit', watchNative('exec_exit', ['execve'])),
  ),
  // The file's own open and write operations see all ways to reach them; calls are watched where those cannot be.
  {
    name: 'open of /proc/PID/mem',
    abi: 'any',
    operations: ['open-mem'],
    hooks: [
      { ...fexit('mem_open_any', 'mem_open'), auditPrograms: ['open_any_exit'] },
      {
        mode: 'tracepoint',
        label: 'raw tracepoint sys_exit',
        programs: [CALL_EXIT, 'open_exit', 'openat_exit'],
        functions: [],
        calls: [
          ...[...watchNative('open_exit', OPENS, 'opened'), ...watchCompat('open_exit', OPENS, 'opened')],
          ...[...watchNative('openat_exit', OPENS_AT, 'opened'), ...watchCompat('openat_exit', OPENS_AT, 'opened')],
        ],
      },
    ],
    without: 'the opening of /proc/PID/mem is not seen',
  },
  {
    name: 'write to /proc/PID/mem',
    abi: 'any',
    operations: ['mem-write'],
    hooks: [
      fexit('mem_write_any', 'mem_write'),
      writesAfter('io_uring_submit_req', 'uring_submitted'),
      writesAfter('io_uring_submit_sqe', 'uring_submitted_any'),
      writesAfter(),
    ],
    without: 'writes through /proc/PID/mem are not seen, only that it was opened for writing',
  },
  native(
    'pidfd_getfd',
    ['fd-steal'],
    'descriptors taken by pidfd_getfd(2) are not seen',
    fexit('pidfd_x64', '__x64_sys_pidfd_getfd'),
    atExit('pidfd_getfd_exit', watchNative('pidfd_getfd_exit', ['pidfd_getfd'])),
  ),
  native(
    'process_madvise',
    ['remote-advise'],
    "advice on another process's memory by process_madvise(2) is not seen",
    fexit('madvise_x64', '__x64_sys_process_madvise'),
    atExit('process_madvise_exit', watchNative('process_madvise_exit', ['process_madvise'])),
  ),
  compat(
    'ptrace',
    PTRACE,
    fexit('ptrace_ia32', '__ia32_compat_sys_ptrace'),
    atExit('ptrace_exit', watchCompat('ptrace_exit', ['ptrace'])),
  ),
  compat(
    'process_vm_writev',
    ['remote-write'],
    ...fexitOfEither('vm_writev', 'process_vm_writev'),
    atExit('process_vm_writev_exit', watchCompat('process_vm_writev_exit', ['process_vm_writev'])),
  ),
  compat(
    'process_vm_readv',
    ['remote-read'],
    ...fexitOfEither('vm_readv', 'process_vm_readv'),
    atExit('process_vm_readv_exit', watchCompat('process_vm_readv_exit', ['process_vm_readv'])),
  ),
  compat(
    'memfd_create',
    ['memfd-create'],
    fexit('memfd_ia32', '__ia32_sys_memfd_create'),
    atExit('memfd_create_exit', watchCompat('memfd_create_exit', ['memfd_create'])),
  ),
  compat('mmap', ['map-exec'], fexit('mmap_any', 'ksys_mmap_pgoff'), {
    mode: 'tracepoint',
    label: 'raw tracepoint sys_exit',
    programs: [CALL_EXIT, 'mmap_exit', 'old_mmap_exit'],
    functions: [],
    // the arguments of the oldest are behind a pointer
    calls: [...watchCompat('mmap_exit', ['mmap2'], 'asks-exec'), ...watchCompat('old_mmap_exit', ['mmap'])],
  }),
  compat(
    'mprotect',
    ['protect-exec'],
    fexit('mprotect_ia32', '__ia32_sys_mprotect'),
    atExit('mprotect_exit', watchCompat('mprotect_exit', ['mprotect'], 'asks-exec')),
  ),
  compat(
    'pkey_mprotect',
    ['protect-exec'],
    fexit('pkey_ia32', '__ia32_sys_pkey_mprotect'),
    atExit('mprotect_exit', watchCompat('mprotect_exit', ['pkey_mprotect'], 'asks-exec')),
  ),
  compat(
    'execveat',
    ['exec'],
    {
      mode: 'fentry',
      label: 'fentry and fexit __ia32_compat_sys_execveat',
      programs: ['execveat_ia32_entry', 'execveat_ia32'],
      functions: ['__ia32_compat_sys_execveat'],
    },
    atExecution(watchCompat('exec_exit', ['execveat'])),
  ),
  compat(
    'mremap',
    ['remap'],
    fexit('mremap_ia32', '__ia32_sys_mremap'),
    atExit('mremap_exit', watchCompat('mremap_exit', ['mremap'])),
  ),
  compat('shmat', ['map-exec'], fexit('shmat_any', 'do_shmat'), {
    mode: 'tracepoint',
    label: 'raw tracepoint sys_exit',
    programs: [CALL_EXIT, 'shmat_exit', 'ipc_exit'],
    functions: [],
    calls: [...watchCompat('shmat_exit', ['shmat']), ...watchCompat('ipc_exit', ['ipc'])],
  }),
  compat(
    'execve',
    ['exec'],
    fexit('execve_ia32', '__ia32_compat_sys_execve'),
    atExit('exec_exit', watchCompat('exec_exit', ['execve'])),
  ),
  compat(
    'pidfd_getfd',
    ['fd-steal'],
    fexit('pidfd_ia32', '__ia32_sys_pidfd_getfd'),
    atExit('pidfd_getfd_exit', watchCompat('pidfd_getfd_exit', ['pidfd_getfd'])),
  ),
  compat(
    'process_madvise',
    ['remote-advise'],
    ...fexitOfEither('madvise', 'process_madvise'),
    atExit('process_madvise_exit', watchCompat('process_madvise_exit', ['process_madvise'])),
  ),
  {
    name: 'entry of calls',
    abi: 'any',
    operations: [],
    hooks: [{ mode: 'tracepoint', label: 'raw tracepoint sys_enter', programs: ['audited_entry'], functions: [] }],
    scope: 'audit',
    without: 'events do not tell when their calls were entered, and executions not their arguments',
  },
];

/** The programs that a hook takes in a capture scope. */
export function programsOf({ programs, auditPrograms = [] }: Hook, scope: CaptureScope): readonly string[] {
  return scope === 'audit' ? [...programs, ...auditPrograms] : programs;
}

/** The probe whose hook tells whether this kernel takes programs on its functions at all. */
export const FENTRY_TRIAL = 'ptrace_x64';
