import type { File } from '../model/process.js';
import { FileFlags, FileInfoOffset } from './layout.js';
import type { RecordReader } from './record.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Decodes a file_info of bpf/event.h, whose path ends with the field at `path` of `width` bytes. */
export function fileOf(record: RecordReader, info: number, path: number, width: number): File {
  const flags = record.u16(info + FileInfoOffset.flags);
  const file: Mutable<File> = {
    device: record.u32(info + FileInfoOffset.device),
    inode: record.u64(info + FileInfoOffset.inode),
    ownerUid: record.u32(info + FileInfoOffset.ownerUid),
    mode: record.u16(info + FileInfoOffset.mode),
    memfd: (flags & FileFlags.FILE_MEMFD) !== 0,
    unlinked: (flags & FileFlags.FILE_UNLINKED) !== 0,
    inMemory: (flags & FileFlags.FILE_IN_MEMORY) !== 0,
    path: pathOf(record, info, path, width),
  };
  if (flags & FileFlags.FILE_PATH_TRUNCATED) file.pathTruncated = true;
  if (flags & FileFlags.FILE_UNMOUNTED) file.unmounted = true;
  return file;
}

export function pathOf(record: RecordReader, info: number, path: number, width: number): string {
  const start = record.u16(info + FileInfoOffset.pathOffset);
  return record.text(path + start, width - start);
}

/** Whether there is such a file: kernel threads have no binary, for one. */
export function isFilePresent(record: RecordReader, info: number): boolean {
  return (record.u16(info + FileInfoOffset.flags) & FileFlags.FILE_PRESENT) !== 0;
}

/** Whether its path begins in its field. */
export function isPathInside(record: RecordReader, info: number, width: number): boolean {
  return record.u16(info + FileInfoOffset.pathOffset) <= width;
}
