import {
  ContextFlags,
  ContextOffset,
  ContextSize,
  ContextWidth,
  EventFlags,
  EventKind,
  EventOffset,
  EventSize,
  EventWidth,
  FileFlags,
  FileInfoOffset,
  MemoryFlags,
  MemoryInfoOffset,
  MemoryRegion,
  ParentInfoOffset,
  ProcessInfoOffset,
  RecordKind,
} from '../../src/wire/layout.js';

export const SIZE_PLAIN = EventOffset.file;
const VERSION = 2;
const X86_64 = 0xc000003e;

/** Bytes of a record, which it does not fill with zeroes: what the kernel does not write holds what was in the ring before. */
abstract class Record {
  readonly bytes: Buffer;

  constructor(size: number, kind: number) {
    this.bytes = Buffer.alloc(size, 0xa5);
    this.u32(EventOffset.size, size);
    this.bytes.writeUInt16LE(VERSION, EventOffset.version);
    this.bytes.writeUInt16LE(kind, EventOffset.kind);
  }

  u32(offset: number, value: number): this {
    this.bytes.writeUInt32LE(value >>> 0, offset);
    return this;
  }

  u64(offset: number, value: bigint): this {
    this.bytes.writeBigUInt64LE(BigInt.asUintN(64, value), offset);
    return this;
  }

  text(offset: number, width: number, text: string): this {
    this.bytes.fill(0, offset, offset + width);
    this.bytes.write(text, offset, width - 1);
    return this;
  }

  protected setFile(info: number, pathField: number, width: number, path: string, flags: number, inode: bigint): void {
    const start = width - Buffer.byteLength(path);
    this.u64(info + FileInfoOffset.inode, inode).u32(info + FileInfoOffset.device, 0x801);
    this.u32(info + FileInfoOffset.ownerUid, 0).u32(info + FileInfoOffset.magic, 0xef53);
    this.bytes.writeUInt16LE(0o100755, info + FileInfoOffset.mode);
    this.bytes.writeUInt16LE(flags, info + FileInfoOffset.flags);
    this.bytes.writeUInt16LE(start, info + FileInfoOffset.pathOffset);
    this.bytes.write(path, pathField + start);
  }
}

/** A context of bpf/event.h, field by field, as the kernel side would write it. */
export class ContextBuilder extends Record {
  constructor(id: number, tgid: number, path: string, time = 0n) {
    super(ContextSize, RecordKind.RECORD_CONTEXT);
    this.u64(ContextOffset.id, BigInt(id)).u64(ContextOffset.time, time);
    this.u32(ContextOffset.flags, 0).u32(ContextOffset.cmdlineLength, 0);
    this.#process(ContextOffset.process, tgid, path);
  }

  parent(tgid: number, path: string): this {
    const info = ContextOffset.parent;
    this.u64(info + ParentInfoOffset.startTime, 5n).u32(info + ParentInfoOffset.tgid, tgid);
    this.u32(info + ParentInfoOffset.uid, 0).text(info + ParentInfoOffset.comm, 16, 'parent');
    const exe = info + ParentInfoOffset.exe;
    this.setFile(exe, ContextOffset.parentPath, ContextWidth.parentPath, path, FileFlags.FILE_PRESENT, 7n);
    return this.u32(ContextOffset.flags, ContextFlags.CONTEXT_HAS_PARENT);
  }

  #process(info: number, tgid: number, path: string): void {
    this.u64(info + ProcessInfoOffset.startTime, 1_000_000_007n).u64(info + ProcessInfoOffset.capabilities, 1n << 63n);
    this.u64(info + ProcessInfoOffset.cgroup, 1n);
    for (const field of ['uid', 'euid', 'gid', 'egid', 'auid', 'session', 'pidNamespace', 'mountNamespace'] as const) {
      this.u32(info + ProcessInfoOffset[field], 1000);
    }
    this.u32(info + ProcessInfoOffset.tgid, tgid).u32(info + ProcessInfoOffset.tid, tgid);
    this.u32(info + ProcessInfoOffset.ppid, 1).u32(info + ProcessInfoOffset.tracerTgid, 0);
    this.text(info + ProcessInfoOffset.comm, 16, 'comm').text(info + ProcessInfoOffset.tty, 16, 'pts/0');
    const exe = info + ProcessInfoOffset.exe;
    this.setFile(exe, ContextOffset.path, ContextWidth.path, path, FileFlags.FILE_PRESENT, 7n);
  }
}

/** The id of the context of the actor that events have unless they say otherwise. */
export const ACTOR_ID = 0xf_ffff_ffff_fff0;

/** That context. */
export const actor = (): ContextBuilder =>
  new ContextBuilder(ACTOR_ID, 100, '/usr/bin/actor').parent(99, '/usr/bin/parent');

/** The context of a target, whose id is its number. */
export const target = (tgid: number): ContextBuilder => new ContextBuilder(tgid, tgid, '/usr/bin/target');

/** An event of bpf/event.h, field by field, as the kernel side would write it. */
export class EventBuilder extends Record {
  constructor(kind: keyof typeof EventKind, nr: number, withFile = false) {
    super(withFile ? EventSize : SIZE_PLAIN, EventKind[kind]);
    this.u32(EventOffset.flags, 0).u32(EventOffset.arch, X86_64).u32(EventOffset.nr, nr);
    this.u64(EventOffset.time, 0n).u64(EventOffset.entryTime, 0n).u64(EventOffset.actor, BigInt(ACTOR_ID));
  }

  flag(...names: (keyof typeof EventFlags)[]): this {
    const flags = names.reduce((sum, name) => sum | EventFlags[name], this.bytes.readUInt32LE(EventOffset.flags));
    return this.u32(EventOffset.flags, flags);
  }

  call(ret: bigint, ...args: bigint[]): this {
    for (const [index, arg] of args.entries()) this.u64(EventOffset.args + index * 8, arg);
    return this.u64(EventOffset.ret, ret).flag('EVENT_HAS_ARGS', 'EVENT_HAS_RET');
  }

  file(path: string, flags: number = FileFlags.FILE_PRESENT, inode = 7n): this {
    this.setFile(EventOffset.file, EventOffset.filePath, EventWidth.filePath, path, flags, inode);
    return this.flag('EVENT_HAS_FILE');
  }

  target(id: number): this {
    return this.u64(EventOffset.other, BigInt(id)).flag('EVENT_OTHER_IS_TARGET');
  }

  memory(address: bigint, length: bigint, prot: number): this {
    const flags = MemoryFlags.MEMORY_HAS_LENGTH | MemoryFlags.MEMORY_HAS_PROT | MemoryFlags.MEMORY_HAS_REGION;
    this.u64(EventOffset.memory + MemoryInfoOffset.address, address);
    this.u64(EventOffset.memory + MemoryInfoOffset.length, length);
    this.u32(EventOffset.memory + MemoryInfoOffset.prot, prot);
    this.u32(EventOffset.memory + MemoryInfoOffset.flags, flags);
    this.u32(EventOffset.memory + MemoryInfoOffset.region, MemoryRegion.REGION_ANONYMOUS);
    return this.flag('EVENT_HAS_MEMORY');
  }
}
