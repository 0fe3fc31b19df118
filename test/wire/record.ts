import {
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
} from '../../src/wire/layout.js';

export const SIZE_ALONE = EventOffset.otherPath;
const X86_64 = 0xc000003e;

/** A record of bpf/event.h, field by field, as the kernel side would write it. */
export class RecordBuilder {
  readonly bytes: Buffer;

  constructor(kind: keyof typeof EventKind, nr: number, withOther = false) {
    // Not zeroes: what the kernel does not write holds what was in the ring before.
    this.bytes = Buffer.alloc(withOther ? EventSize : SIZE_ALONE, 0xa5);
    this.u32(EventOffset.size, this.bytes.length);
    this.bytes.writeUInt16LE(1, EventOffset.version);
    this.bytes.writeUInt16LE(EventKind[kind], EventOffset.kind);
    this.u32(EventOffset.flags, 0).u32(EventOffset.arch, X86_64).u32(EventOffset.nr, nr);
    this.u64(EventOffset.time, 0n).u64(EventOffset.entryTime, 0n).u32(EventOffset.cmdlineLength, 0);
    this.process(EventOffset.actor, 100, EventOffset.actorPath, EventWidth.actorPath, '/usr/bin/actor');
    this.parent(99, '/usr/bin/parent');
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

  flag(...names: (keyof typeof EventFlags)[]): this {
    const flags = names.reduce((sum, name) => sum | EventFlags[name], this.bytes.readUInt32LE(EventOffset.flags));
    return this.u32(EventOffset.flags, flags);
  }

  call(ret: bigint, ...args: bigint[]): this {
    for (const [index, arg] of args.entries()) this.u64(EventOffset.args + index * 8, arg);
    return this.u64(EventOffset.ret, ret).flag('EVENT_HAS_ARGS', 'EVENT_HAS_RET');
  }

  file(path: string, flags: number = FileFlags.FILE_PRESENT, inode = 7n): this {
    this.#file(EventOffset.file, EventOffset.filePath, EventWidth.filePath, path, flags, inode);
    return this.flag('EVENT_HAS_FILE');
  }

  target(tgid: number, path = '/usr/bin/target'): this {
    this.process(EventOffset.other, tgid, EventOffset.otherPath, EventWidth.otherPath, path);
    return this.flag('EVENT_OTHER_IS_TARGET');
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

  process(info: number, tgid: number, pathField: number, width: number, path: string): this {
    this.u64(info + ProcessInfoOffset.startTime, 1_000_000_007n).u64(info + ProcessInfoOffset.capabilities, 1n << 63n);
    this.u64(info + ProcessInfoOffset.cgroup, 1n);
    for (const field of ['uid', 'euid', 'gid', 'egid', 'auid', 'session', 'pidNamespace', 'mountNamespace'] as const) {
      this.u32(info + ProcessInfoOffset[field], 1000);
    }
    this.u32(info + ProcessInfoOffset.tgid, tgid).u32(info + ProcessInfoOffset.tid, tgid);
    this.u32(info + ProcessInfoOffset.ppid, 1).u32(info + ProcessInfoOffset.tracerTgid, 0);
    this.text(info + ProcessInfoOffset.comm, 16, 'comm').text(info + ProcessInfoOffset.tty, 16, 'pts/0');
    this.#file(info + ProcessInfoOffset.exe, pathField, width, path, FileFlags.FILE_PRESENT, 7n);
    return this;
  }

  parent(tgid: number, path: string): this {
    const info = EventOffset.parent;
    this.u64(info + ParentInfoOffset.startTime, 5n).u32(info + ParentInfoOffset.tgid, tgid);
    this.u32(info + ParentInfoOffset.uid, 0).text(info + ParentInfoOffset.comm, 16, 'parent');
    this.#file(
      info + ParentInfoOffset.exe,
      EventOffset.parentPath,
      EventWidth.parentPath,
      path,
      FileFlags.FILE_PRESENT,
      7n,
    );
    return this;
  }

  #file(info: number, pathField: number, width: number, path: string, flags: number, inode: bigint): void {
    const start = width - Buffer.byteLength(path);
    this.u64(info + FileInfoOffset.inode, inode).u32(info + FileInfoOffset.device, 0x801);
    this.u32(info + FileInfoOffset.ownerUid, 0).u32(info + FileInfoOffset.magic, 0xef53);
    this.bytes.writeUInt16LE(0o100755, info + FileInfoOffset.mode);
    this.bytes.writeUInt16LE(flags, info + FileInfoOffset.flags);
    this.bytes.writeUInt16LE(start, info + FileInfoOffset.pathOffset);
    this.bytes.write(path, pathField + start);
  }
}
