import { interpret, type Meaning } from '../interpret/interpret.js';
import {
  draftEvent,
  draftMemory,
  type Event,
  type EventDraft,
  type MemoryDraft,
  type RecordReference,
  type Target,
} from '../model/event.js';
import type { File, Process } from '../model/process.js';
import { ATTACHING_REQUESTS } from './attaching.js';
import { ByteCache } from './byte-cache.js';
import { commandLine } from './execve-record.js';
import { EXEC, OPEN } from './interest.js';
import { MemfdTable } from './memfd-table.js';
import { type PathRecord, readPath } from './path-record.js';
import {
  type Line,
  type Pending,
  WAITS_EXECVE,
  WAITS_MMAP,
  WAITS_PATHS,
  WAITS_TARGET,
  WAITS_TITLE,
} from './pending.js';
import { memoryOwner } from './proc-mem-path.js';
import { CWD, MMAP, OBJ_PID, OPENAT2, PATH, PROCTITLE } from './record-type.js';
import {
  ascii,
  decodeString,
  findField,
  type Literal,
  readDecimal,
  readId,
  readOctal,
  readSigned,
  scanned,
  skipString,
  startsWith,
  valueEnd,
} from './scan.js';
import { withTitle } from './subject.js';

const TITLE = ascii('proctitle=');
const FD = ascii('fd=');
const OFLAG = ascii('oflag=0');
const OPID = ascii('opid=');
const OAUID = ascii('oauid=');
const OUID = ascii('ouid=');
const OSES = ascii('oses=');
const FIRST_ITEM = ascii('item=0 ');
const OCOMM = ascii('ocomm=');
const WORKING_DIRECTORY = ascii('cwd=');

/** A title has 128 bytes at most (MAX_PROCTITLE_AUDIT_LEN); the arguments of an EXECVE may be much longer. */
const LONGEST_COMMAND_LINE = 4096;

const MFD_CLOEXEC = 1;
const MAP_SHARED = 1;
const MAP_ANONYMOUS = 0x20;
const AT_FDCWD = -100;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const RW_BY_OWNER = 0o600;
/** file systems without a block device have major number 0 */
const MAJOR_SHIFT = 20;
/** the kernel's own tmpfs mount, the first file system that has no device: memfds live there */
const INTERNAL_TMPFS = 1;

const MISSING: readonly (readonly [number, string])[] = [
  [WAITS_TITLE, 'PROCTITLE'],
  [WAITS_PATHS, 'PATH'],
  [WAITS_EXECVE, 'EXECVE'],
  [WAITS_TARGET, 'OBJ_PID'],
  [WAITS_MMAP, 'MMAP'],
];

const TRAILING_NULS = /\0+$/;

/** By all fields of the record: to look for the title's end costs as much as to compare it. */
const titles = new ByteCache(1024, (bytes, start, end) => {
  if (!startsWith(bytes, start, end, TITLE)) return undefined;
  const at = start + TITLE.length;
  return decodeString(bytes, at, valueEnd(bytes, at, end))
    ?.replace(TRAILING_NULS, '')
    .replaceAll('\0', ' ');
});

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Makes one host's audit events into events of the model. Call it in the order of their serial numbers. */
export class EventBuilder {
  readonly memfds = new MemfdTable();
  /** device numbers of procfs mounts, learned from paths that are certain */
  readonly #procDevices = new Set<number>();
  readonly #node: string | undefined;

  constructor(node: string | undefined) {
    this.#node = node;
  }

  /** An open of an ordinary file: a descriptor of the process is not what it was. */
  opened(pending: Pending): void {
    if (pending.success !== false) this.memfds.replaced(pending.subject.pid, pending.exit);
  }

  /** The event; undefined for an open of anything but a process's memory. */
  build(pending: Pending): Event | undefined {
    const abi = pending.abi!;
    const meaning = interpret(abi, pending.nr, [pending.a0, pending.a1, pending.a2, pending.a3])!;
    const opened = pending.kind === OPEN ? this.#openedMemory(pending, meaning) : undefined;
    if (pending.kind === OPEN && opened === undefined) {
      this.opened(pending);
      return undefined;
    }
    const time = { seconds: pending.seconds, nanos: pending.millis * 1_000_000 };
    const event = draftEvent('audit', meaning.operation, time, withTitle(pending.subject, commandLineOf(pending)));
    event.abi = abi;
    event.nr = pending.nr;
    event.call = meaning.call;
    event.args = meaning.args;
    event.record = this.#reference(pending);
    if (meaning.request !== undefined) event.request = meaning.request;
    if (pending.success !== undefined) event.ret = pending.exit;
    if (meaning.flags !== undefined) event.flags = meaning.flags;
    const missing = missingOf(pending);
    if (missing !== undefined) event.missing = missing;
    switch (meaning.operation) {
      case 'exec':
        this.#exec(event, pending);
        break;
      case 'open-mem':
        this.#open(event, pending, opened!);
        break;
      case 'memfd-create':
        this.#memfdCreated(event, pending);
        break;
      case 'map':
      case 'map-exec':
        this.#map(event, pending, meaning);
        break;
      case 'protect':
      case 'protect-exec':
        event.memory = memoryOf(meaning);
        break;
      default:
        this.#remote(event, pending, meaning);
    }
    return event;
  }

  #reference(pending: Pending): RecordReference {
    const reference: Mutable<RecordReference> = { serial: pending.serial, records: pending.records };
    if (this.#node !== undefined) reference.node = this.#node;
    const { keys } = pending.subject;
    if (keys !== undefined) reference.keys = keys;
    return reference;
  }

  #exec(event: EventDraft, pending: Pending): void {
    const looked = firstPath(pending);
    if (pending.success === false) {
      // exe= is still the caller's; what it tried to run is only named
      if (looked?.name) event.file = looked.name.startsWith('/') ? withName(looked) : identity(looked);
      return;
    }
    const { exe, pid } = pending.subject;
    this.memfds.executed(pid);
    if (exe === undefined) return;
    if (looked !== undefined && isExecuted(looked, exe)) {
      event.file = executed(looked, exe);
    } else if (looked !== undefined && looked.device === INTERNAL_TMPFS && exe.memfd === false) {
      // a script in a memfd: the file that was executed is not its interpreter
      event.file = { ...identity(looked), memfd: true };
      event.inferred = ['file.memfd'];
    } else {
      event.file = exe;
    }
    const loader = event.file.memfd === false ? loaderInMemory(pending) : undefined;
    if (loader === undefined) return;
    event.file = { ...identity(loader), memfd: true };
    event.inferred = ['file.memfd'];
    const memory = draftMemory();
    memory.region = 'memfd';
    event.memory = memory;
  }

  #open(event: EventDraft, pending: Pending, opened: OpenedMemory): void {
    const { path, owner } = opened;
    event.file = withName(path);
    if (owner !== undefined) {
      if (owner.self || owner.pid === pending.subject.pid) event.target = { process: event.actor };
      else event.target = { argument: owner.pid! };
    }
    const how = pending.companion(OPENAT2);
    if (how === undefined) return;
    const at = findField(how.bytes, how.start, how.end, OFLAG);
    if (at < 0) return;
    const flags = readOctal(how.bytes, at, how.end);
    if (scanned >= 0) event.flags = flags;
  }

  #memfdCreated(event: EventDraft, pending: Pending): void {
    if (pending.success === false) return;
    event.file = { memfd: true };
    const closeOnExec = ((event.flags ?? 0) & MFD_CLOEXEC) !== 0;
    const { pid, exePath, session } = pending.subject;
    this.memfds.created(pid, pending.exit, { closeOnExec, exe: exePath, session });
  }

  #map(event: EventDraft, pending: Pending, meaning: Meaning): void {
    const memory = memoryOf(meaning);
    if (meaning.flags !== undefined) memory.sharing = (meaning.flags & MAP_SHARED) !== 0 ? 'shared' : 'private';
    // the argument is a hint, the result is where it is
    if (pending.success) memory.address = pending.exit;
    event.memory = memory;
    if (meaning.call === 'shmat') {
      memory.sharing = 'shared';
      event.file = SHARED_MEMORY;
      return;
    }
    if (((meaning.flags ?? 0) & MAP_ANONYMOUS) !== 0) return;
    const line = pending.companion(MMAP);
    if (line === undefined) return;
    const at = findField(line.bytes, line.start, line.end, FD);
    if (at < 0) return;
    const fd = readSigned(line.bytes, at, line.end);
    const { pid, exePath, session } = pending.subject;
    if (scanned < 0 || !this.memfds.has(pid, fd, exePath, session)) return;
    event.file = { memfd: true };
    event.inferred = ['file'];
  }

  #remote(event: EventDraft, pending: Pending, meaning: Meaning): void {
    if (meaning.operation === 'remote-write' || meaning.operation === 'remote-read') {
      if (pending.success) event.bytes = pending.exit;
    } else if (meaning.address !== undefined) {
      event.memory = memoryOf(meaning);
    }
    if (meaning.pid === undefined) return;
    const target: Mutable<Target> = { argument: meaning.pid };
    const line = ATTACHING_REQUESTS.has(pending.a0) ? pending.companion(OBJ_PID) : undefined;
    const process = line === undefined ? undefined : readTarget(line);
    if (process !== undefined) target.process = process;
    event.target = target;
  }

  #openedMemory(pending: Pending, meaning: Meaning): OpenedMemory | undefined {
    const paths = pathsOf(pending);
    for (const path of paths) {
      const { name, device, mode } = path;
      if (name === undefined || (name !== 'mem' && !name.endsWith('/mem'))) continue;
      if (device !== undefined && (device >>> MAJOR_SHIFT !== 0 || !isMemoryMode(mode))) continue;
      const full = absolute(name, pending, meaning);
      const owner = full === undefined ? undefined : memoryOwner(full);
      if (owner !== undefined) {
        if (device !== undefined) this.#procDevices.add(device);
        return { path, owner };
      }
      // through a link, `..` or a descriptor: certain by the file system it lies on, but not whose it is
      if (device !== undefined && this.#procDevices.has(device)) return { path, owner: undefined };
    }
    return undefined;
  }
}

/** System V's, which the kernel keeps in files of its own that no directory has. Source: shmat(2), ipc/shm.c. */
const SHARED_MEMORY: File = { memfd: false, unlinked: true };

interface OpenedMemory {
  readonly path: PathRecord;
  readonly owner: ReturnType<typeof memoryOwner>;
}

function commandLineOf(pending: Pending): string | undefined {
  // the title of an execve is still that of the program before
  if (pending.kind === EXEC && pending.success !== false) {
    const line = commandLine(pending.companions, pending.companionCount, LONGEST_COMMAND_LINE);
    if (line !== undefined) return line;
  }
  const title = pending.companion(PROCTITLE);
  return title === undefined ? undefined : titles.get(title.bytes, title.start, title.end);
}

function stringField(line: Line, name: Literal): string | undefined {
  const start = findField(line.bytes, line.start, line.end, name);
  if (start < 0) return undefined;
  skipString(line.bytes, start, line.end);
  return scanned < 0 ? undefined : decodeString(line.bytes, start, scanned);
}

function pathsOf(pending: Pending): PathRecord[] {
  const paths: PathRecord[] = [];
  for (const line of pending.companionsOf(PATH)) {
    const path = readPath(line.bytes, line.start, line.end);
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

/** The file that was looked up first: records may have come out of order. */
function firstPath(pending: Pending): PathRecord | undefined {
  for (let index = 0; index < pending.companionCount; index++) {
    const { type, bytes, start, end } = pending.companions[index]!;
    if (type === PATH && startsWith(bytes, start, end, FIRST_ITEM)) return readPath(bytes, start, end);
  }
  return undefined;
}

/** The loader that a program names (PT_INTERP), which the kernel looks up after the program. Source: fs/binfmt_elf.c. */
function loaderInMemory(pending: Pending): PathRecord | undefined {
  for (const { bytes, start, end } of pending.companionsOf(PATH)) {
    if (startsWith(bytes, start, end, FIRST_ITEM)) continue;
    const path = readPath(bytes, start, end);
    if (path?.device === INTERNAL_TMPFS) return path;
  }
  return undefined;
}

const identity = ({ item: _item, name: _name, ...file }: PathRecord): File => file;

const withName = (path: PathRecord): File =>
  path.name === undefined ? identity(path) : { ...identity(path), path: path.name };

const isMemoryMode = (mode: number | undefined): boolean =>
  mode !== undefined && (mode & S_IFMT) === S_IFREG && (mode & 0o777) === RW_BY_OWNER;

/** The image that runs: its path and state from `exe=`, its identity from the PATH record. */
function executed({ inode, device, mode, ownerUid }: PathRecord, { path, memfd, unlinked }: File): File {
  if (inode === undefined || device === undefined || mode === undefined || ownerUid === undefined) {
    return { path: path!, memfd: memfd!, unlinked: unlinked! };
  }
  return { path: path!, memfd: memfd!, unlinked: unlinked!, inode, device, mode, ownerUid };
}

/** Whether the first file looked up is the image that runs, and not a script whose interpreter is. */
function isExecuted(looked: PathRecord, exe: File): boolean {
  if (exe.memfd) return looked.device !== undefined && looked.device >>> MAJOR_SHIFT === 0;
  const { name } = looked;
  if (name === undefined || exe.path === undefined) return false;
  return name.slice(name.lastIndexOf('/') + 1) === exe.path.slice(exe.path.lastIndexOf('/') + 1);
}

function absolute(name: string, pending: Pending, meaning: Meaning): string | undefined {
  if (name.startsWith('/')) return name;
  const fromDirectory = meaning.call === 'openat' || meaning.call === 'openat2';
  if (fromDirectory && meaning.args[0] !== AT_FDCWD) return undefined;
  const line = pending.companion(CWD);
  const directory = line === undefined ? undefined : stringField(line, WORKING_DIRECTORY);
  return directory === undefined ? undefined : `${directory}/${name}`;
}

function memoryOf(meaning: Meaning): MemoryDraft {
  const memory = draftMemory();
  if (meaning.address !== undefined) memory.address = meaning.address;
  if (meaning.length !== undefined) memory.length = meaning.length;
  if (meaning.prot !== undefined) memory.prot = meaning.prot;
  if (meaning.operation.startsWith('map') && meaning.flags !== undefined) memory.flags = meaning.flags;
  return memory;
}

/** Format: audit_log_pid_context in kernel/auditsc.c. */
function readTarget({ bytes, start, end }: Line): Process | undefined {
  const pidAt = findField(bytes, start, end, OPID);
  if (pidAt < 0) return undefined;
  const process: Mutable<Process> = { tgid: readDecimal(bytes, pidAt, end) };
  if (scanned < 0) return undefined;
  const id = (name: Literal): number | undefined => {
    const at = findField(bytes, start, end, name);
    if (at < 0) return undefined;
    const value = readId(bytes, at, end);
    return scanned < 0 ? undefined : value;
  };
  const auid = id(OAUID);
  const uid = id(OUID);
  const session = id(OSES);
  const comm = stringField({ type: OBJ_PID, bytes, start, end }, OCOMM);
  if (auid !== undefined) process.auid = auid;
  if (uid !== undefined) process.uid = uid;
  if (session !== undefined) process.session = session;
  if (comm !== undefined) process.comm = comm;
  return process;
}

function missingOf(pending: Pending): string[] | undefined {
  if (pending.waits === 0) return undefined;
  return MISSING.filter(([bit]) => (pending.waits & bit) !== 0).map(([, name]) => name);
}
