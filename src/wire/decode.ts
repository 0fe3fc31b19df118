import { abiOf, tableNumber } from '../interpret/arch.js';
import { asExecutable, interpret, type Meaning } from '../interpret/interpret.js';
import type { CallName } from '../interpret/prototypes.js';
import { callName } from '../interpret/syscalls.js';
import { writeName } from '../interpret/writes.js';
import {
  type Abi,
  draftEvent,
  draftMemory,
  type EventDraft,
  type Memory,
  type Operation,
  type Origin,
  type Region,
  type Target,
} from '../model/event.js';
import type { Process, ProcessReference } from '../model/process.js';
import type { Word } from '../model/word.js';
import type { WallClock } from './clock.js';
import { contextOf } from './context.js';
import { Contexts } from './contexts.js';
import { fileOf, isPathInside } from './file.js';
import {
  CompatNumber,
  ContextOffset,
  ContextSize,
  EventFlags,
  EventKind,
  EventOffset,
  EventSize,
  EventWidth,
  MemoryFlags,
  MemoryInfoOffset,
  MemoryRegion,
  OriginInfoOffset,
  RecordKind,
} from './layout.js';
import { RecordReader } from './record.js';

const VERSION = 2;
/** EVENT_SIZE_PLAIN of bpf/event.h: all that stands before the file that an event is about. */
const SIZE_PLAIN = EventOffset.file;

const REGIONS = new Map<number, Region>([
  [MemoryRegion.REGION_VDSO, 'vdso'],
  [MemoryRegion.REGION_TEXT, 'text'],
  [MemoryRegion.REGION_DATA, 'data'],
  [MemoryRegion.REGION_HEAP, 'heap'],
  [MemoryRegion.REGION_STACK, 'stack'],
  [MemoryRegion.REGION_ANONYMOUS, 'anonymous'],
  [MemoryRegion.REGION_FILE, 'file'],
  [MemoryRegion.REGION_MEMFD, 'memfd'],
  [MemoryRegion.REGION_UNLINKED, 'unlinked'],
  [MemoryRegion.REGION_LIBRARY, 'library'],
]);

/** The calls that make events of each kind. */
const CALLS: Record<number, readonly CallName[]> = {
  [EventKind.EVENT_PTRACE]: ['ptrace'],
  [EventKind.EVENT_REMOTE_WRITE]: ['process_vm_writev'],
  [EventKind.EVENT_REMOTE_READ]: ['process_vm_readv'],
  [EventKind.EVENT_MEMFD_CREATE]: ['memfd_create'],
  [EventKind.EVENT_MMAP]: ['mmap', 'mmap2'],
  [EventKind.EVENT_MPROTECT]: ['mprotect', 'pkey_mprotect'],
  [EventKind.EVENT_MREMAP]: ['mremap'],
  [EventKind.EVENT_SHMAT]: ['shmat'],
  [EventKind.EVENT_EXEC]: ['execve', 'execveat'],
  [EventKind.EVENT_OPEN_MEM]: ['open', 'creat', 'openat', 'openat2'],
  [EventKind.EVENT_FD_STEAL]: ['pidfd_getfd'],
  [EventKind.EVENT_REMOTE_ADVISE]: ['process_madvise'],
};

/** Kinds whose calls return how many bytes went from one process to another. */
const MOVES_BYTES = new Set<number>([
  EventKind.EVENT_REMOTE_WRITE,
  EventKind.EVENT_REMOTE_READ,
  EventKind.EVENT_MEM_WRITE,
]);

/** Kinds that the kernel side decides by the file, and not by the call: any call may have led there. */
const BY_FILE: Record<number, Operation> = {
  [EventKind.EVENT_OPEN_MEM]: 'open-mem',
  [EventKind.EVENT_MEM_WRITE]: 'mem-write',
};

/**
 * Calls of i386 that are given with the arguments of another one: the oldest mmap, which takes a pointer to those of
 * mmap2, and ipc(SHMAT).
 */
const GIVEN_AS: ReadonlyMap<number, number> = new Map([
  [CompatNumber.NR32_MMAP, CompatNumber.NR32_MMAP2],
  [CompatNumber.NR32_IPC, CompatNumber.NR32_SHMAT],
]);

/** Why bytes of a batch became no event. */
export type CorruptReason = 'truncated' | 'size' | 'version' | 'kind' | 'call' | 'path' | 'context';

/** Told once for each place in a batch that is not as the layout says. `bytes` are those that became no event. */
export interface Corrupt {
  readonly reason: CorruptReason;
  readonly bytes: number;
}

/** A meaning, of a call that need not be a watched one. */
type Told = Omit<Meaning, 'call'> & { readonly call: string | undefined };

/** No call makes it. */
const TRACER_EXIT: Told = { call: undefined, operation: 'tracer-exit', args: [] };

/**
 * Decodes batches of records of bpf/event.h. It never throws on what a batch holds: a record that is not as the layout
 * says is told to onCorrupt, and the rest of the batch with it where the next record cannot be found.
 */
export class Decoder {
  readonly #clock: WallClock;
  readonly #onEvent: (event: EventDraft) => void;
  readonly #onCorrupt: (corrupt: Corrupt) => void;
  readonly #contexts = new Contexts();

  /** `onEvent` gets each event for itself, with processes that other events may share */
  constructor(clock: WallClock, onEvent: (event: EventDraft) => void, onCorrupt: (corrupt: Corrupt) => void) {
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#onCorrupt = onCorrupt;
  }

  /** @param batch whole records, one after another; it may be overwritten after the call */
  decode(batch: Uint8Array): void {
    const aligned = batch.byteOffset % 8 === 0 ? batch : Uint8Array.from(batch);
    const record = new RecordReader(aligned);
    let at = 0;
    while (at < record.length) {
      record.seek(at);
      const size = sizeOf(record, record.length - at);
      if (typeof size === 'string') {
        this.#onCorrupt({ reason: size, bytes: record.length - at });
        return;
      }
      const decoded = this.#record(record, size);
      if (typeof decoded === 'string') this.#onCorrupt({ reason: decoded, bytes: size });
      else if (decoded !== undefined) this.#onEvent(decoded);
      at += size;
    }
  }

  /** Undefined for a record that is no event. */
  #record(record: RecordReader, size: number): EventDraft | CorruptReason | undefined {
    if (record.u16(EventOffset.version) !== VERSION) return 'version';
    const kind = record.u16(EventOffset.kind);
    if (kind === RecordKind.RECORD_CONTEXT) return size === ContextSize ? this.#context(record) : 'size';
    if (kind >= EventKind.EVENT_KINDS) return 'kind';
    return size === ContextSize ? 'size' : this.#event(record, kind, size);
  }

  #context(record: RecordReader): CorruptReason | undefined {
    const process = contextOf(record);
    if (process === undefined) return 'path';
    this.#contexts.add(record.rounded(ContextOffset.id), record.rounded(ContextOffset.time), process);
    return undefined;
  }

  #event(record: RecordReader, kind: number, size: number): EventDraft | CorruptReason {
    const flags = record.u32(EventOffset.flags);
    if (flags & EventFlags.EVENT_HAS_FILE && size !== EventSize) return 'size';
    if (flags & EventFlags.EVENT_HAS_FILE && !isPathInside(record, EventOffset.file, EventWidth.filePath))
      return 'path';

    const called = record.i32(EventOffset.nr);
    const abi = abiOf(record.u32(EventOffset.arch), called);
    const nr = abi === undefined ? called : tableNumber(abi, called);
    const isCall = kind !== EventKind.EVENT_TRACER_EXIT;
    const meaning = isCall ? abi && meaningOf(record, kind, flags, abi, nr) : TRACER_EXIT;
    if (abi === undefined || meaning === undefined) return 'call';
    const actor = this.#contexts.get(record.rounded(EventOffset.actor));
    const hasOther = flags & (EventFlags.EVENT_OTHER_IS_TARGET | EventFlags.EVENT_OTHER_IS_TRACER);
    const other = hasOther ? this.#contexts.get(record.rounded(EventOffset.other)) : undefined;
    if (actor === undefined || (hasOther && other === undefined)) return 'context';

    const time = this.#clock.at(record.u32(EventOffset.time), record.high(EventOffset.time));
    const operation = isMadeExecutable(record, flags) ? asExecutable(meaning.operation) : meaning.operation;
    const event = draftEvent('bpf', operation, time, actor);
    if (isCall) {
      event.abi = abi;
      event.nr = nr;
    }
    const entryBoot = record.u64(EventOffset.entryTime);
    if (entryBoot !== 0) {
      event.entryTime = this.#clock.at(record.u32(EventOffset.entryTime), record.high(EventOffset.entryTime));
      event.entryBoot = entryBoot;
      event.exitBoot = record.u64(EventOffset.time);
    }
    if (flags & EventFlags.EVENT_FOREIGN_ABI) event.foreignAbi = true;
    if (meaning.call !== undefined) event.call = meaning.call;
    if (meaning.request !== undefined) event.request = meaning.request;
    if (flags & EventFlags.EVENT_HAS_ARGS) event.args = meaning.args;
    if (flags & EventFlags.EVENT_HAS_RET) event.ret = record.i64(EventOffset.ret);
    const target = targetOf(record, flags, meaning, other);
    if (target !== undefined) event.target = target;
    if (other !== undefined && flags & EventFlags.EVENT_OTHER_IS_TRACER) event.tracer = other;
    if (flags & EventFlags.EVENT_HAS_WRITER) event.writer = writerOf(record);
    if (flags & EventFlags.EVENT_HAS_MEMORY) event.memory = memoryOf(record, flags);
    const origin = flags & EventFlags.EVENT_HAS_ORIGIN ? originOf(record) : undefined;
    if (origin !== undefined) event.origin = origin;
    if (flags & EventFlags.EVENT_HAS_FILE) {
      event.file = fileOf(record, EventOffset.file, EventOffset.filePath, EventWidth.filePath);
      if (flags & EventFlags.EVENT_FILE_BY_DESCRIPTOR) event.fileUnverified = true;
    }
    if (flags & EventFlags.EVENT_HAS_OPEN_MODE) event.flags = record.u32(EventOffset.openFlags);
    else if (meaning.flags !== undefined && kind !== EventKind.EVENT_MMAP) event.flags = meaning.flags;
    if (MOVES_BYTES.has(kind)) {
      event.bytes = Math.max(0, event.ret ?? 0);
    }
    return event;
  }
}

/** The size of a record of which `rest` bytes are there, or why it cannot be told. */
function sizeOf(record: RecordReader, rest: number): number | CorruptReason {
  if (rest < Uint32Array.BYTES_PER_ELEMENT) return 'truncated';
  const size = record.u32(EventOffset.size);
  if (size !== SIZE_PLAIN && size !== EventSize && size !== ContextSize) return 'size';
  return size > rest ? 'truncated' : size;
}

/** Undefined where the number is not that of a call which makes events of this kind. */
function meaningOf(record: RecordReader, kind: number, flags: number, abi: Abi, nr: number): Told | undefined {
  if (kind === EventKind.EVENT_EXEC && !(flags & EventFlags.EVENT_HAS_ARGS)) {
    return { call: 'execve', operation: 'exec', args: [] };
  }
  const args: Word[] = [];
  for (let at = 0; at < EventWidth.args; at += 8) args.push(record.u64(EventOffset.args + at));
  const number = (abi === 'i386' && GIVEN_AS.get(nr)) || nr;
  const call = callName(abi, number);
  if (call !== undefined && CALLS[kind]?.includes(call)) return interpret(abi, number, args);
  const operation = BY_FILE[kind];
  return operation && { call: writeName(abi, nr), operation, args };
}

const PROT_EXEC = 4;

/** Whether memory is executable by what was mapped, whatever the call had asked for. */
function isMadeExecutable(record: RecordReader, eventFlags: number): boolean {
  if (!(eventFlags & EventFlags.EVENT_HAS_MEMORY)) return false;
  const info = EventOffset.memory;
  const hasProt = (record.u32(info + MemoryInfoOffset.flags) & MemoryFlags.MEMORY_HAS_PROT) !== 0;
  return hasProt && (record.u32(info + MemoryInfoOffset.prot) & PROT_EXEC) !== 0;
}

function targetOf(record: RecordReader, flags: number, meaning: Told, other: Process | undefined): Target | undefined {
  const named = flags & EventFlags.EVENT_HAS_TARGET_ARGUMENT;
  const argument = named ? record.i32(EventOffset.targetArgument) : meaning.pid;
  if (other !== undefined && flags & EventFlags.EVENT_OTHER_IS_TARGET) {
    return argument === undefined ? { process: other } : { process: other, argument };
  }
  return argument === undefined ? undefined : { argument };
}

function writerOf(record: RecordReader): ProcessReference {
  return { tgid: record.u32(EventOffset.writerTgid), start: record.rounded(EventOffset.writerStart) };
}

function originOf(record: RecordReader): Origin | undefined {
  const info = EventOffset.origin;
  const region = REGIONS.get(record.u32(info + OriginInfoOffset.region));
  if (region === undefined) return undefined;
  const writable = (record.u32(info + OriginInfoOffset.flags) & MemoryFlags.MEMORY_WRITABLE) !== 0;
  return { address: record.u64(info + OriginInfoOffset.address), region, writable };
}

function memoryOf(record: RecordReader, eventFlags: number): Memory {
  const info = EventOffset.memory;
  const flags = record.u32(info + MemoryInfoOffset.flags);
  const memory = draftMemory();
  memory.address = record.u64(info + MemoryInfoOffset.address);
  if (flags & MemoryFlags.MEMORY_HAS_LENGTH) memory.length = record.u64(info + MemoryInfoOffset.length);
  if (flags & MemoryFlags.MEMORY_HAS_PROT) memory.prot = record.u32(info + MemoryInfoOffset.prot);
  if (flags & MemoryFlags.MEMORY_HAS_MAP_FLAGS) memory.flags = record.u32(info + MemoryInfoOffset.mapFlags);
  if (flags & MemoryFlags.MEMORY_HAS_SHARING) {
    memory.sharing = flags & MemoryFlags.MEMORY_SHARED ? 'shared' : 'private';
  }
  const region = REGIONS.get(record.u32(info + MemoryInfoOffset.region));
  if (flags & MemoryFlags.MEMORY_HAS_REGION && region !== undefined) {
    memory.region = region;
    memory.regionFrom = 'kernel';
  }
  if (flags & MemoryFlags.MEMORY_HAS_ACCESS) {
    memory.mapping = { executable: (flags & MemoryFlags.MEMORY_EXECUTABLE) !== 0 };
  }
  if (eventFlags & EventFlags.EVENT_MEMORY_UNVERIFIED) memory.unverified = true;
  return memory;
}
