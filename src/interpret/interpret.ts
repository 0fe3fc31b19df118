import type { Abi, Operation } from '../model/event.js';
import { toInt32, type Word } from '../model/word.js';
import { type CallName, narrowArguments } from './prototypes.js';
import { ptraceRequest } from './ptrace.js';
import { callName } from './syscalls.js';

const PROT_EXEC = 4;

/** What a system call means, told from its number and arguments alone. */
export interface Meaning {
  readonly call: CallName;
  readonly operation: Operation;
  /** arguments narrowed by the call's prototype, as many as were given */
  readonly args: readonly Word[];
  /** name of a ptrace request */
  readonly request?: string;
  /** the process that is acted on: relative to the caller's pid namespace, and maybe a thread's id */
  readonly pid?: number;
  /** a descriptor that names the file (mmap, execveat) or the process (pidfd_getfd, process_madvise) */
  readonly fd?: number;
  readonly address?: Word;
  /** bytes */
  readonly length?: Word;
  /** PROT_* */
  readonly prot?: number;
  /** MAP_* of mmap, MFD_* of memfd_create, O_* of an open */
  readonly flags?: number;
}

/** A meaning on its way: made once and filled in, for this runs once an event. */
type Draft = { -readonly [K in keyof Meaning]: Meaning[K] };

const at = (args: readonly Word[], index: number): Word => args[index] ?? 0;

function meaningOfPtrace(draft: Draft, abi: Abi): void {
  const { args } = draft;
  const number = at(args, 0);
  const known = typeof number === 'number' ? ptraceRequest(abi, number) : undefined;
  if (known !== undefined) {
    draft.operation = known.operation;
    draft.request = known.name;
  }
  if (draft.operation === 'traceme') return;
  draft.pid = toInt32(at(args, 1));
  if (draft.operation === 'write-text' || draft.operation === 'write-data' || draft.operation === 'peek') {
    draft.address = at(args, 2);
    draft.length = abi === 'i386' || abi === 'arm' || abi === 'x32' ? 4 : 8;
  }
}

function meaningOfMapping(draft: Draft, executable: 'map-exec' | 'protect-exec'): void {
  const { args } = draft;
  const prot = toInt32(at(args, 2));
  if ((prot & PROT_EXEC) !== 0) draft.operation = executable;
  draft.address = at(args, 0);
  draft.length = at(args, 1);
  draft.prot = prot;
}

function meaningOfMap(draft: Draft): void {
  meaningOfMapping(draft, 'map-exec');
  const { args } = draft;
  // audit has four of six arguments
  if (args.length > 3) draft.flags = toInt32(at(args, 3));
  if (args.length > 4) draft.fd = toInt32(at(args, 4));
}

const meaningOfProtect = (draft: Draft): void => meaningOfMapping(draft, 'protect-exec');

const SHM_EXEC = 0o100000;
const SHM_RDONLY = 0o10000;
const PROT_READ = 1;
const PROT_WRITE = 2;

/** Where it was asked for: the kernel chooses where that is 0. Source: shmat(2). */
function meaningOfAttachment(draft: Draft): void {
  const { args } = draft;
  const flags = toInt32(at(args, 2));
  const executable = (flags & SHM_EXEC) !== 0;
  if (executable) draft.operation = 'map-exec';
  draft.address = at(args, 1);
  draft.prot = PROT_READ | (flags & SHM_RDONLY ? 0 : PROT_WRITE) | (executable ? PROT_EXEC : 0);
}

/** Where the mapping was: where it went is what the call returned. */
function meaningOfRemap(draft: Draft): void {
  draft.address = at(draft.args, 0);
  draft.length = at(draft.args, 2);
}

function meaningOfRemote(draft: Draft): void {
  draft.pid = toInt32(at(draft.args, 0));
}

function descriptorFirst(draft: Draft): void {
  if (draft.args.length > 0) draft.fd = toInt32(at(draft.args, 0));
}

const flagsAt =
  (index: number) =>
  (draft: Draft): void => {
    draft.flags = toInt32(at(draft.args, index));
  };

const nothingMore = (): void => {};

/** The operation before its arguments are looked at, and what the arguments add. */
const MEANINGS: Record<CallName, readonly [Operation, (draft: Draft, abi: Abi) => void]> = {
  ptrace: ['ptrace-unknown', meaningOfPtrace],
  process_vm_readv: ['remote-read', meaningOfRemote],
  process_vm_writev: ['remote-write', meaningOfRemote],
  memfd_create: ['memfd-create', flagsAt(1)],
  mmap: ['map', meaningOfMap],
  mmap2: ['map', meaningOfMap],
  mprotect: ['protect', meaningOfProtect],
  pkey_mprotect: ['protect', meaningOfProtect],
  mremap: ['remap', meaningOfRemap],
  shmat: ['map', meaningOfAttachment],
  execve: ['exec', nothingMore],
  execveat: ['exec', descriptorFirst],
  open: ['open-mem', flagsAt(1)],
  creat: [
    'open-mem',
    (draft) => {
      draft.flags = 0o1101;
    },
  ],
  openat: ['open-mem', flagsAt(2)],
  openat2: ['open-mem', nothingMore],
  pidfd_getfd: ['fd-steal', descriptorFirst],
  process_madvise: ['remote-advise', descriptorFirst],
};

const EXECUTABLE: Partial<Record<Operation, Operation>> = { map: 'map-exec', protect: 'protect-exec' };

/**
 * What an operation is where the memory came to be executable, asked for or not: in a process of the personality
 * READ_IMPLIES_EXEC whatever can be read is. Source: personality(2).
 */
export function asExecutable(operation: Operation): Operation {
  return EXECUTABLE[operation] ?? operation;
}

/**
 * What the call with number `nr` of `abi` means with these arguments, raw from the registers (sources may know only
 * the first four). Undefined where the call is not a watched one. An open is `open-mem` only if the caller knows that
 * the opened file is a process's memory.
 */
export function interpret(abi: Abi, nr: number, args: readonly Word[]): Meaning | undefined {
  const call = callName(abi, nr);
  if (call === undefined) return undefined;
  const [operation, fill] = MEANINGS[call];
  const draft: Draft = { call, operation, args: narrowArguments(call, args) };
  fill(draft, abi);
  return draft;
}
