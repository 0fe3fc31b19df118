import { ROOTS, type Roots, readNames, readText } from './read.js';

/** kernel_lockdown(7): what even root may not do to the kernel. */
export type Lockdown = 'none' | 'integrity' | 'confidentiality';

/** Settings of the kernel that say who may trace and who may load BPF. An absent one could not be read. */
export interface Security {
  readonly lockdown?: Lockdown;
  /** Yama's ptrace_scope, 0 to 3; `not-built` where the kernel has no Yama, so that ptrace(2)'s own rules hold */
  readonly ptraceScope?: number | 'not-built';
  /** kernel.unprivileged_bpf_disabled: 0 lets every user load some programs, 1 and 2 do not */
  readonly unprivilegedBpfDisabled?: number;
  readonly perfEventParanoid?: number;
  /** the kernel takes calls of the x32 interface: 64-bit calls with 32-bit pointers */
  readonly x32?: boolean;
  /** kernel.bpf_stats_enabled: 1 makes each run of a BPF program take the time twice */
  readonly bpfStats?: number;
}

/** Reads /proc/sys/kernel and securityfs. */
export function readSecurity(roots: Roots = ROOTS): Security {
  const lockdown = readLockdown(roots);
  const ptraceScope = readPtraceScope(roots);
  const unprivilegedBpfDisabled = readSysctl('kernel/unprivileged_bpf_disabled', roots);
  const perfEventParanoid = readSysctl('kernel/perf_event_paranoid', roots);
  const x32 = readX32(roots);
  const bpfStats = readSysctl('kernel/bpf_stats_enabled', roots);
  return {
    ...(lockdown !== undefined && { lockdown }),
    ...(ptraceScope !== undefined && { ptraceScope }),
    ...(unprivilegedBpfDisabled !== undefined && { unprivilegedBpfDisabled }),
    ...(perfEventParanoid !== undefined && { perfEventParanoid }),
    ...(x32 !== undefined && { x32 }),
    ...(bpfStats !== undefined && { bpfStats }),
  };
}

/** A number in /proc/sys, by its path below it; undefined where it is not there or not for us. */
export function readSysctl(name: string, { proc }: Roots = ROOTS): number | undefined {
  const text = readText(`${proc}/sys/${name}`)?.trim();
  return text && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * By Debian's switch, where the kernel has it (`syscall.x32=` at boot), else by a function that only kernels with x32
 * have. Undefined where neither can be read.
 */
function readX32({ proc, sys }: Roots): boolean | undefined {
  const parameter = readText(`${sys}/module/syscall/parameters/x32`)?.trim();
  if (parameter !== undefined) return parameter === 'Y' || parameter === '1';
  return readText(`${proc}/kallsyms`)?.includes(' __x32_compat_sys_ptrace\n');
}

function readPtraceScope(roots: Roots): number | 'not-built' | undefined {
  const scope = readSysctl('kernel/yama/ptrace_scope', roots);
  if (scope !== undefined) return scope;
  const names = readNames(`${roots.proc}/sys/kernel`);
  if (names === undefined || names.includes('yama')) return undefined;
  return 'not-built';
}

/** Undefined also where securityfs is not mounted: then the kernel may or may not be locked down. */
function readLockdown({ sys }: Roots): Lockdown | undefined {
  const mode = /\[(none|integrity|confidentiality)\]/.exec(readText(`${sys}/kernel/security/lockdown`) ?? '')?.[1];
  if (mode !== undefined) return mode as Lockdown;
  const names = readNames(`${sys}/kernel/security`);
  // A mounted securityfs without the file: the lockdown LSM is not in this kernel, or not switched on.
  return names?.includes('lsm') && !names.includes('lockdown') ? 'none' : undefined;
}
