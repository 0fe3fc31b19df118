import type { Abi, Operation } from '../model/event.js';

interface Request {
  readonly name: string;
  readonly operation: Operation;
}

const request = (name: string, operation: Operation): Request => ({ name: `PTRACE_${name}`, operation });

/** Requests with the same number everywhere. Source: include/uapi/linux/ptrace.h. */
const COMMON: readonly (readonly [number, Request])[] = [
  [0, request('TRACEME', 'traceme')],
  [1, request('PEEKTEXT', 'peek')],
  [2, request('PEEKDATA', 'peek')],
  [3, request('PEEKUSR', 'get-registers')],
  [4, request('POKETEXT', 'write-text')],
  [5, request('POKEDATA', 'write-data')],
  [6, request('POKEUSR', 'write-user')],
  [7, request('CONT', 'resume')],
  [8, request('KILL', 'kill')],
  [9, request('SINGLESTEP', 'resume')],
  [16, request('ATTACH', 'attach')],
  [17, request('DETACH', 'detach')],
  [24, request('SYSCALL', 'resume')],
  [0x4200, request('SETOPTIONS', 'set-options')],
  [0x4201, request('GETEVENTMSG', 'inspect')],
  [0x4202, request('GETSIGINFO', 'inspect')],
  [0x4203, request('SETSIGINFO', 'set-siginfo')],
  [0x4204, request('GETREGSET', 'get-registers')],
  [0x4205, request('SETREGSET', 'set-registers')],
  [0x4206, request('SEIZE', 'seize')],
  [0x4207, request('INTERRUPT', 'interrupt')],
  [0x4208, request('LISTEN', 'resume')],
  [0x4209, request('PEEKSIGINFO', 'inspect')],
  [0x420a, request('GETSIGMASK', 'inspect')],
  [0x420b, request('SETSIGMASK', 'set-sigmask')],
  [0x420c, request('SECCOMP_GET_FILTER', 'inspect')],
  [0x420d, request('SECCOMP_GET_METADATA', 'inspect')],
  [0x420e, request('GET_SYSCALL_INFO', 'inspect')],
  [0x420f, request('GET_RSEQ_CONFIGURATION', 'inspect')],
  [0x4210, request('SET_SYSCALL_USER_DISPATCH_CONFIG', 'set-registers')],
  [0x4211, request('GET_SYSCALL_USER_DISPATCH_CONFIG', 'inspect')],
  [0x4212, request('SET_SYSCALL_INFO', 'set-registers')],
];

/** Source: arch/x86/include/uapi/asm/ptrace-abi.h. */
const X86: readonly (readonly [number, Request])[] = [
  [12, request('GETREGS', 'get-registers')],
  [13, request('SETREGS', 'set-registers')],
  [14, request('GETFPREGS', 'get-registers')],
  [15, request('SETFPREGS', 'set-registers')],
  [18, request('GETFPXREGS', 'get-registers')],
  [19, request('SETFPXREGS', 'set-registers')],
  [21, request('OLDSETOPTIONS', 'set-options')],
  [25, request('GET_THREAD_AREA', 'inspect')],
  [26, request('SET_THREAD_AREA', 'set-registers')],
  [30, request('ARCH_PRCTL', 'set-registers')],
  [31, request('SYSEMU', 'resume')],
  [32, request('SYSEMU_SINGLESTEP', 'resume')],
  [33, request('SINGLEBLOCK', 'resume')],
];

/** Source: arch/arm/include/uapi/asm/ptrace.h, and arch/arm64/include/asm/ptrace.h for its compat requests. */
const ARM: readonly (readonly [number, Request])[] = [
  [12, request('GETREGS', 'get-registers')],
  [13, request('SETREGS', 'set-registers')],
  [14, request('GETFPREGS', 'get-registers')],
  [15, request('SETFPREGS', 'set-registers')],
  [21, request('OLDSETOPTIONS', 'set-options')],
  [22, request('GET_THREAD_AREA', 'inspect')],
  [23, request('SET_SYSCALL', 'set-registers')],
  [27, request('GETVFPREGS', 'get-registers')],
  [28, request('SETVFPREGS', 'set-registers')],
  [29, request('GETHBPREGS', 'get-registers')],
  [30, request('SETHBPREGS', 'set-registers')],
];

/** Source: arch/arm64/include/uapi/asm/ptrace.h. */
const AARCH64: readonly (readonly [number, Request])[] = [
  [31, request('SYSEMU', 'resume')],
  [32, request('SYSEMU_SINGLESTEP', 'resume')],
  [33, request('PEEKMTETAGS', 'peek')],
  [34, request('POKEMTETAGS', 'write-data')],
];

const TABLES: Record<Abi, ReadonlyMap<number, Request>> = {
  x86_64: new Map([...COMMON, ...X86]),
  i386: new Map([...COMMON, ...X86]),
  x32: new Map([...COMMON, ...X86]),
  aarch64: new Map([...COMMON, ...AARCH64]),
  arm: new Map([...COMMON, ...ARM]),
};

/** What any request of ptrace(2) means, on any interface. */
export const PTRACE_OPERATIONS: ReadonlySet<Operation> = new Set([
  ...Object.values(TABLES).flatMap((table) => [...table.values()].map(({ operation }) => operation)),
  'ptrace-unknown' as const,
]);

/** The ptrace(2) request with this number, if `abi` has one. */
export function ptraceRequest(abi: Abi, number: number): Request | undefined {
  return TABLES[abi].get(number);
}
