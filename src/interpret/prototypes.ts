import { toInt32, toUint32, type Word } from '../model/word.js';

/** How the kernel narrows a register to a parameter; `word` is a long, a size or a pointer. */
type Parameter = 'int' | 'uint' | 'word';

/**
 * C prototypes of the watched system calls, as SYSCALL_DEFINE declares them. The kernel reads a register through
 * these: `process_vm_writev(0xdeadbeef00000001, …)` acts on pid 1. ptrace declares its pid as long and narrows it in
 * find_get_task_by_vpid(pid_t), so it stands as int here; its request stays a long, which the kernel compares whole.
 */
const PROTOTYPES = {
  ptrace: ['word', 'int', 'word', 'word'],
  process_vm_readv: ['int', 'word', 'word', 'word', 'word', 'word'],
  process_vm_writev: ['int', 'word', 'word', 'word', 'word', 'word'],
  memfd_create: ['word', 'uint'],
  mmap: ['word', 'word', 'word', 'word', 'word', 'word'],
  mmap2: ['word', 'word', 'word', 'word', 'word', 'word'],
  mprotect: ['word', 'word', 'word'],
  pkey_mprotect: ['word', 'word', 'word', 'int'],
  mremap: ['word', 'word', 'word', 'word', 'word'],
  shmat: ['int', 'word', 'int'],
  execve: ['word', 'word', 'word'],
  execveat: ['int', 'word', 'word', 'word', 'int'],
  open: ['word', 'int', 'uint'],
  creat: ['word', 'uint'],
  openat: ['int', 'word', 'int', 'uint'],
  openat2: ['int', 'word', 'word', 'word'],
  pidfd_getfd: ['int', 'int', 'uint'],
  process_madvise: ['int', 'word', 'word', 'int', 'uint'],
} as const satisfies Record<string, readonly Parameter[]>;

/** Name of a watched system call. */
export type CallName = keyof typeof PROTOTYPES;

const NARROW: Record<Exclude<Parameter, 'word'>, (word: Word) => Word> = {
  int: toInt32,
  uint: toUint32,
};

/**
 * The arguments as `call` receives them. Fewer may be given than the prototype has (audit knows four); more are cut
 * off, for what stands in the further registers is not an argument.
 */
export function narrowArguments(call: CallName, args: readonly Word[]): Word[] {
  const prototype: readonly Parameter[] = PROTOTYPES[call];
  const count = Math.min(prototype.length, args.length);
  const narrowed = args.slice(0, count);
  for (let index = 0; index < count; index++) {
    const parameter = prototype[index]!;
    if (parameter !== 'word') narrowed[index] = NARROW[parameter](narrowed[index]!);
  }
  return narrowed;
}
