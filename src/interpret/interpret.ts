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
  /** a descriptor that names the file (mmap, execveat) or the process (pidfd_getfd) */
  readonly fd?: number;
  readonly address?: Word;
  /** bytes */
  readonly length?: Word;
  /** PROT_* */
  readonly prot?: number;
  /** MAP_* of mmap, MFD_* of memfd_create, O_* of an open */
  readonly flags?: number;
}

type Parts = Omit<Meaning, 'call' | 'args'>;

const at = (args: readonly Word[], index: number): Word => args[index] ?? 0;

/** Given for an argument that was not: audit has four of six. */
const optionalInt = <K extends string>(key: K, args: readonly Word[], index: number): { [P in K]?: number } =>
  index < args.length ? ({ [key]: toInt32(at(args, index)) } as { [P in K]: number }) : {};

function meaningOfPtrace(abi: Abi, args: readonly Word[]): Parts {
  const number = at(args, 0);
  const known = typeof number === 'number' ? ptraceRequest(abi, number) : undefined;
  const operation = known?.operation ?? 'ptrace-unknown';
  const parts = { operation, ...(known && { request: known.name }) };
  if (operation === 'traceme') return parts;
  const pid = toInt32(at(args, 1));
  if (operation === 'write-text' || operation === 'write-data' || operation === 'peek') {
    const wordSize = abi === 'i386' || abi === 'arm' || abi === 'x32' ? 4 : 8;
    return { ...parts, pid, address: at(args, 2), length: wordSize };
  }
  return { ...parts, pid };
}

function meaningOfMapping(operation: 'map' | 'protect', args: readonly Word[]): Parts {
  const prot = toInt32(at(args, 2));
  const executable = (prot & PROT_EXEC) !== 0;
  return {
    operation: executable ? `${operation}-exec` : operation,
    address: at(args, 0),
    length: at(args, 1),
    prot,
    ...(operation === 'map' ? { ...optionalInt('flags', args, 3), ...optionalInt('fd', args, 4) } : {}),
  };
}

const MEANINGS: Record<CallName, (abi: Abi, args: readonly Word[]) => Parts> = {
  ptrace: meaningOfPtrace,
  process_vm_readv: (_abi, args) => ({ operation: 'remote-read', pid: toInt32(at(args, 0)) }),
  process_vm_writev: (_abi, args) => ({ operation: 'remote-write', pid: toInt32(at(args, 0)) }),
  memfd_create: (_abi, args) => ({ operation: 'memfd-create', flags: toInt32(at(args, 1)) }),
  mmap: (_abi, args) => meaningOfMapping('map', args),
  mmap2: (_abi, args) => meaningOfMapping('map', args),
  mprotect: (_abi, args) => meaningOfMapping('protect', args),
  pkey_mprotect: (_abi, args) => meaningOfMapping('protect', args),
  execve: () => ({ operation: 'exec' }),
  execveat: (_abi, args) => ({ operation: 'exec', ...optionalInt('fd', args, 0) }),
  open: (_abi, args) => ({ operation: 'open-mem', flags: toInt32(at(args, 1)) }),
  creat: () => ({ operation: 'open-mem', flags: 0o1101 }),
  openat: (_abi, args) => ({ operation: 'open-mem', flags: toInt32(at(args, 2)) }),
  openat2: () => ({ operation: 'open-mem' }),
  pidfd_getfd: (_abi, args) => ({ operation: 'fd-steal', ...optionalInt('fd', args, 0) }),
};

/**
 * What the call with number `nr` of `abi` means with these arguments, raw from the registers (sources may know only
 * the first four). Undefined where the call is not a watched one. An open is `open-mem` only if the caller knows that
 * the opened file is a process's memory.
 */
export function interpret(abi: Abi, nr: number, args: readonly Word[]): Meaning | undefined {
  const call = callName(abi, nr);
  if (call === undefined) return undefined;
  const narrowed = narrowArguments(call, args);
  return { call, args: narrowed, ...MEANINGS[call](abi, narrowed) };
}
