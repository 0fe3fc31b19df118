import type { Abi } from '../model/event.js';
import type { CallName } from './prototypes.js';

/**
 * Numbers of the watched system calls per ABI.
 * Sources: arch/x86/entry/syscalls/syscall_64.tbl and syscall_32.tbl, include/uapi/asm-generic/unistd.h (aarch64),
 * arch/arm/tools/syscall.tbl. x32 numbers are without __X32_SYSCALL_BIT.
 */
const NUMBERS: Record<Abi, Partial<Record<CallName, number>>> = {
  x86_64: {
    open: 2,
    mmap: 9,
    mprotect: 10,
    mremap: 25,
    shmat: 30,
    execve: 59,
    creat: 85,
    ptrace: 101,
    openat: 257,
    process_vm_readv: 310,
    process_vm_writev: 311,
    memfd_create: 319,
    execveat: 322,
    pkey_mprotect: 329,
    openat2: 437,
    pidfd_getfd: 438,
    process_madvise: 440,
  },
  i386: {
    open: 5,
    creat: 8,
    execve: 11,
    ptrace: 26,
    mprotect: 125,
    mremap: 163,
    mmap2: 192,
    openat: 295,
    process_vm_readv: 347,
    process_vm_writev: 348,
    memfd_create: 356,
    execveat: 358,
    pkey_mprotect: 380,
    shmat: 397,
    openat2: 437,
    pidfd_getfd: 438,
    process_madvise: 440,
  },
  x32: {
    open: 2,
    mmap: 9,
    mprotect: 10,
    mremap: 25,
    shmat: 30,
    creat: 85,
    openat: 257,
    memfd_create: 319,
    pkey_mprotect: 329,
    openat2: 437,
    pidfd_getfd: 438,
    process_madvise: 440,
    execve: 520,
    ptrace: 521,
    process_vm_readv: 539,
    process_vm_writev: 540,
    execveat: 545,
  },
  aarch64: {
    openat: 56,
    ptrace: 117,
    shmat: 196,
    mremap: 216,
    execve: 221,
    mmap: 222,
    mprotect: 226,
    process_vm_readv: 270,
    process_vm_writev: 271,
    memfd_create: 279,
    execveat: 281,
    pkey_mprotect: 288,
    openat2: 437,
    pidfd_getfd: 438,
    process_madvise: 440,
  },
  arm: {
    open: 5,
    creat: 8,
    execve: 11,
    ptrace: 26,
    mprotect: 125,
    mremap: 163,
    mmap2: 192,
    shmat: 305,
    openat: 322,
    process_vm_readv: 376,
    process_vm_writev: 377,
    memfd_create: 385,
    execveat: 387,
    pkey_mprotect: 394,
    openat2: 437,
    pidfd_getfd: 438,
    process_madvise: 440,
  },
};

const NAMES = new Map<Abi, readonly (CallName | undefined)[]>(
  Object.entries(NUMBERS).map(([abi, numbers]) => {
    const names: (CallName | undefined)[] = [];
    for (const [name, nr] of Object.entries(numbers)) names[nr] = name as CallName;
    return [abi as Abi, names];
  }),
);

/** The watched call that has number `nr` in `abi`, if it is one. */
export function callName(abi: Abi, nr: number): CallName | undefined {
  return NAMES.get(abi)?.[nr];
}

/** The number of `call` in `abi`, if that ABI has the call. */
export function callNumber(abi: Abi, call: CallName): number | undefined {
  return NUMBERS[abi][call];
}
