import type { File, Process } from '../model/process.js';
import { exeFile } from './exe-file.js';
import { decodeString } from './scan.js';
import { newSubjectFields, readSyscallSubject, type SubjectFields } from './syscall-record.js';
import { copyOf, hashOf, isSameAt, viewOf } from './words.js';

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

const SLOTS = 4096;
const LONGEST = 1024;

const empty: readonly (never | undefined)[] = new Array(SLOTS).fill(undefined);

/**
 * Subjects by the bytes that tell of them. A process makes many calls: reading it once and comparing bytes afterwards is
 * several times as fast as reading its twelve fields again. One slot for each hash, the newest wins.
 */
export class SubjectCache {
  readonly #bytes: (DataView | undefined)[] = [...empty];
  readonly #subjects: (Subject | undefined)[] = [...empty];
  readonly #fields = newSubjectFields();

  /** The subject in [start, end), from `ppid=` to the line's end; undefined where it cannot be read. */
  get(bytes: Buffer, start: number, end: number): Subject | undefined {
    const length = end - start;
    if (length > LONGEST) return this.#read(bytes, start, end);
    const view = viewOf(bytes);
    const slot = hashOf(view, start, end) & (SLOTS - 1);
    const known = this.#bytes[slot];
    if (known !== undefined && known.byteLength === length && isSameAt(known, view, start)) return this.#subjects[slot];
    const subject = this.#read(bytes, start, end);
    this.#subjects[slot] = subject;
    this.#bytes[slot] = copyOf(bytes, start, end);
    return subject;
  }

  #read(bytes: Buffer, start: number, end: number): Subject | undefined {
    const fields = this.#fields;
    if (!readSyscallSubject(bytes, start, end, fields)) return undefined;
    const exeText = decodeString(bytes, fields.exeStart, fields.exeEnd);
    const exe = exeText === undefined ? undefined : exeFile(exeText);
    const process = processOf(bytes, fields, exe);
    return {
      pid: fields.pid,
      session: fields.session,
      exePath: exe?.path ?? '',
      exe,
      keys: decodeString(bytes, fields.keyStart, fields.keyEnd)?.split('\x01'),
      process,
      titled: process,
    };
  }
}

/** The process with this command line. */
export function withTitle(subject: Subject, title: string | undefined): Process {
  if (title === undefined) return subject.process;
  if (subject.titled.cmdline !== title) subject.titled = { ...subject.process, cmdline: title };
  return subject.titled;
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
    tty: ttyOf(bytes.toString('latin1', fields.ttyStart, fields.ttyEnd)),
  };
  const comm = decodeString(bytes, fields.commStart, fields.commEnd);
  if (comm !== undefined) process.comm = comm;
  if (exe !== undefined) process.exe = exe;
  return process;
}

/** The kernel writes `pts0` for what everybody calls pts/0. */
function ttyOf(text: string): string {
  if (text === '(none)') return '';
  return /^pts\d+$/.test(text) ? `pts/${text.slice(3)}` : text;
}
