import { draftProcess, type Process, type ProcessDraft, type ProcessReference } from '../model/process.js';
import { fileOf, isFilePresent, isPathInside, pathOf } from './file.js';
import {
  ContextFlags,
  ContextOffset,
  ContextWidth,
  ParentInfoOffset,
  ParentInfoWidth,
  ProcessInfoOffset,
  ProcessInfoWidth,
} from './layout.js';
import type { RecordReader } from './record.js';

const EXE = ContextOffset.process + ProcessInfoOffset.exe;
const PARENT_EXE = ContextOffset.parent + ParentInfoOffset.exe;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Decodes a context of bpf/event.h: a process as it was; undefined where a text is not inside its field. */
export function contextOf(record: RecordReader): Process | undefined {
  if (!isPathInside(record, EXE, ContextWidth.path)) return undefined;
  const process = processOf(record);
  if (!(record.u32(ContextOffset.flags) & ContextFlags.CONTEXT_HAS_PARENT)) return process;

  const length = record.u32(ContextOffset.cmdlineLength);
  if (length > ContextWidth.cmdline || !isPathInside(record, PARENT_EXE, ContextWidth.parentPath)) return undefined;
  if (length > 0) process.cmdline = joinArguments(record.text(ContextOffset.cmdline, length));
  process.parent = parentOf(record);
  return process;
}

function processOf(record: RecordReader): ProcessDraft {
  const info = ContextOffset.process;
  const process = draftProcess(record.u32(info + ProcessInfoOffset.tgid));
  process.tid = record.u32(info + ProcessInfoOffset.tid);
  process.start = record.rounded(info + ProcessInfoOffset.startTime);
  process.ppid = record.u32(info + ProcessInfoOffset.ppid);
  process.uid = record.u32(info + ProcessInfoOffset.uid);
  process.euid = record.u32(info + ProcessInfoOffset.euid);
  process.gid = record.u32(info + ProcessInfoOffset.gid);
  process.egid = record.u32(info + ProcessInfoOffset.egid);
  process.auid = record.u32(info + ProcessInfoOffset.auid);
  process.session = record.u32(info + ProcessInfoOffset.session);
  process.capabilities = record.u64(info + ProcessInfoOffset.capabilities);
  process.comm = record.string(info + ProcessInfoOffset.comm, ProcessInfoWidth.comm);
  process.cgroup = record.u64(info + ProcessInfoOffset.cgroup);
  process.pidNamespace = record.u32(info + ProcessInfoOffset.pidNamespace);
  process.mountNamespace = record.u32(info + ProcessInfoOffset.mountNamespace);
  process.tty = record.string(info + ProcessInfoOffset.tty, ProcessInfoWidth.tty);
  const tracedBy = record.u32(info + ProcessInfoOffset.tracerTgid);
  if (tracedBy !== 0) process.tracedBy = tracedBy;
  if (isFilePresent(record, EXE)) process.exe = fileOf(record, EXE, ContextOffset.path, ContextWidth.path);
  return process;
}

/** Arguments end in a zero byte each; the last one may be cut. */
function joinArguments(text: string): string {
  return text.replace(/\0+$/, '').replaceAll('\0', ' ');
}

function parentOf(record: RecordReader): ProcessReference {
  const info = ContextOffset.parent;
  const parent: Mutable<ProcessReference> = {
    tgid: record.u32(info + ParentInfoOffset.tgid),
    start: record.rounded(info + ParentInfoOffset.startTime),
    uid: record.u32(info + ParentInfoOffset.uid),
    comm: record.string(info + ParentInfoOffset.comm, ParentInfoWidth.comm),
  };
  if (isFilePresent(record, PARENT_EXE)) {
    parent.exe = pathOf(record, PARENT_EXE, ContextOffset.parentPath, ContextWidth.parentPath);
  }
  return parent;
}
