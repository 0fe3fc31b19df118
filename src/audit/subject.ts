import type { File, Process } from '../model/process.js';
import { ByteCache } from './byte-cache.js';
import { exeFile } from './exe-file.js';
import { decodeString } from './scan.js';
import { newSubjectFields, readSyscallSubject, type SubjectFields } from './syscall-record.js';

/** Who made a call, and by which rules it was recorded: the second half of a SYSCALL record. */
export interface Subject {
  readonly pid: number;
  readonly session: number;
  /** path of `exe=`; '' where it is not known */
  readonly exePath: string;
  readonly exe: File | undefined;
  /** keys of the rules */
  readonly keys: readonly string[] | undefined;
  /** the process, but for its command line */
  readonly process: Process;
  /** the process with the command line it was last seen with: the same object for the same */
  titled: Process;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const SLOTS = 2048;

/**
 * Subjects by the bytes that tell of them. A process makes many calls: reading it once and comparing bytes afterwards is
 * several times as fast as reading its twelve fields again.
 */
export class SubjectCache {
  readonly #fields = newSubjectFields();
  readonly #cache = new ByteCache<Subject | undefined>(SLOTS, (bytes, start, end) => this.#read(bytes, start, end));

  /** The subject in [start, end), from `ppid=` to the line's end; undefined where it cannot be read. */
  get(bytes: Buffer, start: number, end: number): Subject | undefined {
    return this.#cache.get(bytes, start, end);
  }

  #read(bytes: Buffer, start: number, end: number): Subject | undefined {
    const fields = this.#fields;
    if (!readSyscallSubject(bytes, start, end, fields)) return undefined;
    const exe = exes.get(bytes, fields.exeStart, fields.exeEnd);
    const process = processOf(bytes, fields, exe);
    return {
      pid: fields.pid,
      session: fields.session,
      exePath: exe?.path ?? '',
      exe,
      keys: keyLists.get(bytes, fields.keyStart, fields.keyEnd),
      process,
      titled: process,
    };
  }
}

const strings = new ByteCache(256, decodeString);

const exes = new ByteCache(256, (bytes, start, end) => {
  const text = decodeString(bytes, start, end);
  return text === undefined ? undefined : exeFile(text);
});

const keyLists = new ByteCache(64, (bytes, start, end) => decodeString(bytes, start, end)?.split('\x01'));

const ttys = new ByteCache(64, (bytes, start, end) => ttyOf(bytes.toString('latin1', start, end)));

/** The process with this command line. */
export function withTitle(subject: Subject, title: string | undefined): Process {
  if (title === undefined) return subject.process;
  if (subject.titled.cmdline !== title) subject.titled = titled(subject.process, title);
  return subject.titled;
}

/** A copy, field by field: several times as fast as spreading. */
function titled(process: Process, cmdline: string): Process {
  const { tgid, ppid, uid, euid, gid, egid, auid, session, tty, comm, exe } = process as Required<Process>;
  if (comm === undefined || exe === undefined) return { ...process, cmdline };
  return { tgid, ppid, uid, euid, gid, egid, auid, session, tty, comm, exe, cmdline };
}

function processOf(bytes: Buffer, fields: SubjectFields, exe: File | undefined): Process {
  const process: Mutable<Process> = {
    tgid: fields.pid,
    ppid: fields.ppid,
    uid: fields.uid,
    euid: fields.euid,
    gid: fields.gid,
    egid: fields.egid,
    auid: fields.auid,
    session: fields.session,
    tty: ttys.get(bytes, fields.ttyStart, fields.ttyEnd),
  };
  const comm = strings.get(bytes, fields.commStart, fields.commEnd);
  if (comm !== undefined) process.comm = comm;
  if (exe !== undefined) process.exe = exe;
  return process;
}

/** The kernel writes `pts0` for what everybody calls pts/0. */
function ttyOf(text: string): string {
  if (text === '(none)') return '';
  return /^pts\d+$/.test(text) ? `pts/${text.slice(3)}` : text;
}
