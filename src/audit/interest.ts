import { ptraceRequest } from '../interpret/ptrace.js';
import { callName } from '../interpret/syscalls.js';
import type { Abi, Operation } from '../model/event.js';
import { toUint32 } from '../model/word.js';
import type { CallFields } from './syscall-record.js';

/** How a watched call's event is put together. */
export const NOT_WATCHED = 0;
export const PTRACE = 1;
export const MAP = 2;
const PROTECT = 3;
export const EXEC = 4;
export const OPEN = 5;
export const PLAIN = 6;
const ATTACH_MEMORY = 7;
export type Kind =
  | typeof NOT_WATCHED
  | typeof PTRACE
  | typeof MAP
  | typeof PROTECT
  | typeof EXEC
  | typeof OPEN
  | typeof PLAIN
  | typeof ATTACH_MEMORY;

/** What becomes an event: all that the audit rules record of watched calls, or what the heuristics look at. */
export type Scope = 'selective' | 'audit';

const KIND_OF_CALL: Readonly<Record<string, Kind>> = {
  ptrace: PTRACE,
  mmap: MAP,
  mmap2: MAP,
  mprotect: PROTECT,
  pkey_mprotect: PROTECT,
  execve: EXEC,
  execveat: EXEC,
  open: OPEN,
  creat: OPEN,
  openat: OPEN,
  openat2: OPEN,
  shmat: ATTACH_MEMORY,
};

const HIGHEST_NUMBER = 1023;
const ABIS = ['x86_64', 'i386', 'x32', 'aarch64', 'arm'] as const satisfies readonly Abi[];

const KINDS = Object.fromEntries(
  ABIS.map((abi) => {
    const kinds = new Uint8Array(HIGHEST_NUMBER + 1);
    for (let nr = 0; nr <= HIGHEST_NUMBER; nr++) {
      const call = callName(abi, nr);
      if (call !== undefined) kinds[nr] = KIND_OF_CALL[call] ?? PLAIN;
    }
    return [abi, kinds];
  }),
) as Record<Abi, Uint8Array>;

/** The kind of the call with number `nr` in `abi`'s table. */
export function kindOf(abi: Abi, nr: number): Kind {
  return (nr <= HIGHEST_NUMBER ? KINDS[abi][nr]! : NOT_WATCHED) as Kind;
}

const PASSIVE: ReadonlySet<Operation> = new Set(['peek', 'get-registers', 'inspect', 'resume', 'interrupt']);
const PROT_EXEC = 4;
const SHM_EXEC = 0o100000;

const ENOENT = -2;

/**
 * Whether the scope `selective` leaves the call out: ptrace requests that read or continue, mappings without PROT_EXEC or
 * SHM_EXEC, and attempts to execute what is not there, which a shell makes for each directory of its PATH.
 */
export function isPassive(kind: Kind, { abi, a0, a2, success, exit }: CallFields): boolean {
  switch (kind) {
    case PTRACE: {
      const known = typeof a0 === 'number' ? ptraceRequest(abi!, a0) : undefined;
      return known !== undefined && PASSIVE.has(known.operation);
    }
    case MAP:
    case PROTECT:
      return (toUint32(a2) & PROT_EXEC) === 0;
    case ATTACH_MEMORY:
      return (toUint32(a2) & SHM_EXEC) === 0;
    case EXEC:
      return success === false && exit === ENOENT;
    default:
      return false;
  }
}
