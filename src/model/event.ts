import type { File, Process, ProcessReference } from './process.js';
import type { Timestamp } from './timestamp.js';
import type { Word } from './word.js';

/** Which side saw the operation. */
export type Source = 'bpf' | 'audit';

/** The system call interface that was used; one process may use several. */
export type Abi = 'x86_64' | 'i386' | 'x32' | 'aarch64' | 'arm';

/** What an event does, whichever call or record says so. */
export type Operation =
  // ptrace(2), one per group of requests that mean the same to a target
  | 'attach'
  | 'seize'
  | 'traceme'
  | 'detach'
  /** no request: the tracer ended, and so the kernel let go of its tracee, which runs on; no call made it */
  | 'tracer-exit'
  | 'write-text'
  | 'write-data'
  | 'write-user'
  | 'set-registers'
  | 'set-siginfo'
  | 'set-sigmask'
  | 'set-options'
  | 'kill'
  | 'resume'
  | 'interrupt'
  | 'peek'
  | 'get-registers'
  | 'inspect'
  | 'ptrace-unknown'
  // memory of another process by other means
  | 'remote-write'
  | 'remote-read'
  | 'open-mem'
  | 'mem-write'
  | 'remote-advise'
  // files that never were files, and memory that becomes code
  | 'memfd-create'
  | 'map'
  | 'map-exec'
  | 'protect'
  | 'protect-exec'
  /** mremap(2); from bpf only of executable memory, the vDSO among it */
  | 'remap'
  | 'exec'
  // descriptors of another process
  | 'fd-steal';

/** What part of an address space an address lies in. */
export type Region =
  | 'vdso'
  | 'text'
  | 'data'
  | 'heap'
  | 'stack'
  | 'library'
  | 'file'
  | 'memfd'
  | 'unlinked'
  | 'anonymous'
  | 'unmapped';

/** The memory that an operation is about: the caller's, or the target's for a remote operation. */
export interface Memory {
  /** of a call with many vectors that of the first one into executable memory, else of the first one */
  readonly address?: Word;
  /** bytes */
  readonly length?: Word;
  /** PROT_* bits asked for, as in mmap(2); from bpf also a PROT_EXEC that was implied: see personality(2) */
  readonly prot?: number;
  /** MAP_* bits, as in mmap(2) */
  readonly flags?: number;
  readonly region?: Region;
  /** `kernel`: at the moment of the call; `proc`: from /proc/PID/maps, a little later */
  readonly regionFrom?: 'kernel' | 'proc';
  /** the mapping that holds the address, for a write into another process */
  readonly mapping?: MappedAt;
  /** how the mapping is shared: `shared` writes reach the file, `private` do not */
  readonly sharing?: 'shared' | 'private';
  /** the address was read from user memory after the call, where another thread could have changed it */
  readonly unverified?: boolean;
}

/** A mapping of another process, from the kernel at the moment of the call, its path by /proc/PID/maps just after it. */
export interface MappedAt {
  /** its memory can run as code */
  readonly executable: boolean;
  /** what is mapped, as the kernel names it: a library's path, with ` (deleted)` where it was removed; absent for none */
  readonly path?: string;
}

/**
 * The memory in which the code is that made a call, as mapped at that moment. Code in a file (`text`, `library`, `vdso`) is
 * the rule: calls are made through the C library. A call that comes straight from `anonymous`, `memfd`, `unlinked`, `heap`
 * or `stack` memory was made by code that was written there at run time. That a `library` made it says nothing of who
 * called the library.
 */
export interface Origin {
  /** of the instruction after the one that made the call */
  readonly address: Word;
  readonly region: Region;
  /** the memory can be written while it runs */
  readonly writable: boolean;
}

/** The process acted on, or what is known of it. */
export interface Target {
  /** absent where the source could not resolve the argument */
  readonly process?: Process;
  /** the argument as the caller gave it: relative to its pid namespace, and maybe a thread's id */
  readonly argument?: number;
}

/** Finds an event again in the audit log that it came from: `ausearch -a SERIAL`. */
export interface RecordReference {
  readonly serial: number;
  /** name of the host that wrote it, where the log has several */
  readonly node?: string;
  /** keys of the audit rules that matched; one for most */
  readonly keys?: readonly string[];
  /** records of the event that had come when it was handed on, its SYSCALL included; end marks are not counted */
  readonly records?: number;
}

/**
 * One security-relevant operation. A field that is absent, or undefined, is not known to the source or not applicable to
 * the operation. Each field stands in interloper.proto too: src/recording does not compile without it.
 */
export interface Event {
  readonly source: Source;
  readonly operation: Operation;
  /** when the call returned (bpf), or the coarse clock tick when it was entered (audit) */
  readonly time: Timestamp;
  /**
   * When the call was entered (bpf, capture scope `audit`): taken just before the audit subsystem takes its own stamp.
   * Absent where the kernel side did not see the entry: the call was under way when the sensor attached, or seccomp
   * refused it before it was entered (such a call leaves no audit record either).
   */
  readonly entryTime?: Timestamp;
  /** `entryTime` as nanoseconds after boot (CLOCK_BOOTTIME), exact: what the setting of the time does not touch */
  readonly entryBoot?: Word;
  /** `time` as nanoseconds after boot (CLOCK_BOOTTIME), exact; beside `entryBoot` */
  readonly exitBoot?: Word;
  readonly abi?: Abi;
  /** the call was made through another interface than that of the code which made it: `int $0x80` in 64-bit code */
  readonly foreignAbi?: boolean;
  /** system call number in `abi`'s table */
  readonly nr?: number;
  /** name of the system call, without prefix: `ptrace` */
  readonly call?: string;
  /** name of a ptrace request: `PTRACE_POKETEXT` */
  readonly request?: string;
  /** arguments, each truncated by its C prototype; audit knows four */
  readonly args?: readonly Word[];
  /** what the call returned; negative is -errno */
  readonly ret?: number;
  readonly actor: Process;
  readonly target?: Target;
  /** who traces the actor at this moment: a remote call runs in its target */
  readonly tracer?: Process;
  /** another process that wrote into the actor's memory or registers before */
  readonly writer?: ProcessReference;
  readonly memory?: Memory;
  /** where the code is that made the call; from bpf, absent where no mapping was found and of an execution */
  readonly origin?: Origin;
  readonly file?: File;
  /** the descriptor argument named `file`, and another thread may have replaced it before it was looked at */
  readonly fileUnverified?: boolean;
  /** how a file was opened: O_* of open(2), or the flags of memfd_create(2) */
  readonly flags?: number;
  /** bytes moved, for a read or write of another process's memory */
  readonly bytes?: number;
  /** what was missing when the event was put together: record types, a field that could not be read */
  readonly missing?: readonly string[];
  /** dotted paths of fields that this event alone does not show: earlier events of the same process say so */
  readonly inferred?: readonly string[];
  /** where the event stands in an audit log */
  readonly record?: RecordReference;
}

/** An event that only its maker has so far, who may still add to it. */
export type EventDraft = { -readonly [K in keyof Event]: Event[K] };

/**
 * A new event that tells nothing else yet. It has all keys from the beginning on, though undefined: so events of all kinds
 * are of one hidden class to V8, and to read a field of any is a load at a fixed place. Where each kind has a set of keys
 * of its own it is a search, on which the engine would spend a sixth of its time.
 */
export function draftEvent(source: Source, operation: Operation, time: Timestamp, actor: Process): EventDraft {
  const draft: { [K in keyof Required<Event>]: Event[K] | undefined } = {
    source,
    operation,
    time,
    entryTime: undefined,
    entryBoot: undefined,
    exitBoot: undefined,
    abi: undefined,
    foreignAbi: undefined,
    nr: undefined,
    call: undefined,
    request: undefined,
    args: undefined,
    ret: undefined,
    actor,
    target: undefined,
    tracer: undefined,
    writer: undefined,
    memory: undefined,
    origin: undefined,
    file: undefined,
    fileUnverified: undefined,
    flags: undefined,
    bytes: undefined,
    missing: undefined,
    inferred: undefined,
    record: undefined,
  };
  return draft as EventDraft;
}

/** What is known of memory so far, while only its maker has it. */
export type MemoryDraft = { -readonly [K in keyof Memory]: Memory[K] };

/** Memory of which nothing is known yet, with all keys for the same reason as draftEvent(). */
export function draftMemory(): MemoryDraft {
  const draft: { [K in keyof Required<Memory>]: Memory[K] | undefined } = {
    address: undefined,
    length: undefined,
    prot: undefined,
    flags: undefined,
    region: undefined,
    regionFrom: undefined,
    mapping: undefined,
    sharing: undefined,
    unverified: undefined,
  };
  return draft as MemoryDraft;
}

/** Whether the call did what it was asked. An event that does not know is taken for one that did. */
export function succeeded(event: Event): boolean {
  return event.ret === undefined || event.ret >= 0;
}
