import type { Event, Memory, RecordReference } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { File, HostFacts, Process, ProcessReference } from '../model/process.js';
import { formatTimestamp } from '../model/timestamp.js';
import { type Word, wordToHex } from '../model/word.js';
import type { Item, Status } from './item.js';

export type Json = { readonly [key: string]: unknown };

/** JSON.stringify leaves undefined properties out, so that what a source does not know is absent. */
const hex = (word: Word | undefined): string | undefined => (word === undefined ? undefined : wordToHex(word));
const decimal = (word: Word | undefined): string | undefined => word?.toString();

/**
 * A property for each field of T, so that a new one finds its place here: the order is that of the lines, whatever the
 * order in which the object was filled.
 */
type Every<T> = { readonly [K in keyof Required<T>]: unknown };

function fileJson(file: File): Json {
  return {
    path: file.path,
    pathTruncated: file.pathTruncated,
    device: file.device,
    inode: decimal(file.inode),
    ownerUid: file.ownerUid,
    mode: file.mode,
    memfd: file.memfd,
    unlinked: file.unlinked,
    unmounted: file.unmounted,
    inMemory: file.inMemory,
    elf: file.elf,
  } satisfies Every<File>;
}

function referenceJson({ tgid, start, uid, comm, exe }: ProcessReference): Json {
  return { tgid, start, uid, comm, exe } satisfies Every<ProcessReference>;
}

function hostFactsJson(facts: HostFacts): Json {
  const { sensor, hostMounts, roles, protected: isProtected, packaged, ancestor, ancestryUnknown } = facts;
  return {
    sensor,
    hostMounts,
    roles,
    protected: isProtected,
    packaged,
    ancestor: ancestor && { process: referenceJson(ancestor.process), roles: ancestor.roles },
    ancestryUnknown,
  } satisfies Every<HostFacts>;
}

/** A process under the names that a reader of a process list expects: `pid` is the thread group. */
export function processJson(process: Process): Json {
  return {
    pid: process.tgid,
    tid: process.tid,
    start: process.start,
    comm: process.comm,
    exe: process.exe?.path,
    cmdline: process.cmdline,
    uid: process.uid,
    ppid: process.ppid,
    tracedBy: process.tracedBy,
    euid: process.euid,
    gid: process.gid,
    egid: process.egid,
    auid: process.auid,
    session: process.session,
    tty: process.tty,
    capabilities: hex(process.capabilities),
    cgroup: decimal(process.cgroup),
    pidNamespace: process.pidNamespace,
    mountNamespace: process.mountNamespace,
    parent: process.parent && referenceJson(process.parent),
    host: process.host && hostFactsJson(process.host),
    exeFile: process.exe && fileJson(process.exe),
  } satisfies Every<Omit<Process, 'tgid'>> & Json;
}

function incidentJson(incident: Incident): Json {
  const { id, revision, host, severity, score, title, heuristics, operations, attack } = incident;
  const {
    actor,
    target,
    helpers,
    argument,
    reasons,
    first,
    last,
    events,
    lost,
    notEvaluable,
    inferences,
    suppressedBy,
  } = incident;
  return {
    kind: 'incident',
    id,
    revision,
    host,
    severity,
    score,
    title,
    heuristics,
    attack,
    actor: processJson(actor),
    target: target === null ? null : processJson(target),
    helpers: helpers?.map(processJson),
    argument,
    reasons: reasons.map(({ text }) => text),
    first: formatTimestamp(first),
    last: formatTimestamp(last),
    events,
    lost,
    operations,
    notEvaluable,
    inferences,
    suppressedBy,
    reasonDetails: reasons,
  };
}

function memoryJson(memory: Memory): Json {
  return {
    address: hex(memory.address),
    length: decimal(memory.length),
    prot: memory.prot,
    flags: memory.flags,
    region: memory.region,
    regionFrom: memory.regionFrom,
    mapping: memory.mapping && { executable: memory.mapping.executable, path: memory.mapping.path },
    sharing: memory.sharing,
    unverified: memory.unverified,
  } satisfies Every<Memory>;
}

function recordJson({ serial, node, keys, records }: RecordReference): Json {
  return { serial, node, keys, records } satisfies Every<RecordReference>;
}

export function eventJson(event: Event): Json {
  const { target } = event;
  return {
    kind: 'event',
    time: formatTimestamp(event.time),
    entryTime: event.entryTime && formatTimestamp(event.entryTime),
    source: event.source,
    operation: event.operation,
    abi: event.abi,
    foreignAbi: event.foreignAbi,
    nr: event.nr,
    call: event.call,
    request: event.request,
    ret: event.ret,
    flags: event.flags,
    bytes: event.bytes,
    fileUnverified: event.fileUnverified,
    missing: event.missing,
    inferred: event.inferred,
    record: event.record && recordJson(event.record),
    writer: event.writer && referenceJson(event.writer),
    entryBoot: decimal(event.entryBoot),
    exitBoot: decimal(event.exitBoot),
    args: event.args?.map(wordToHex),
    actor: processJson(event.actor),
    target: target && { ...(target.process && processJson(target.process)), argument: target.argument },
    tracer: event.tracer && processJson(event.tracer),
    memory: event.memory && memoryJson(event.memory),
    origin: event.origin && { ...event.origin, address: wordToHex(event.origin.address) },
    file: event.file && fileJson(event.file),
  } satisfies Every<Event> & Json;
}

function lossJson(loss: Loss): Json {
  const { source, where, kind, count, serial, from, to } = loss;
  return { kind: 'loss', source, where, count, serial, of: kind, from: formatTimestamp(from), to: formatTimestamp(to) };
}

function statusJson({ state, time, details }: Status): Json {
  const head = { kind: 'status', state, time: formatTimestamp(time) };
  // Twice: first for the order, last so that no detail takes its place.
  return { ...head, ...details, ...head };
}

/**
 * An item as a plain object for JSON. Times are RFC 3339 with nanoseconds. Words (64 bits) are strings in every case,
 * for JSON's numbers lose their low bits: addresses, arguments and capabilities in hexadecimal (`0x7f…`), lengths,
 * inode and cgroup numbers in decimal. A field that no source knew is absent; `target` of an incident is null where
 * there is none, or none that was resolved (then `argument` is what the actor named it).
 */
export function toJson(item: Item): Json {
  switch (item.kind) {
    case 'incident':
      return incidentJson(item.incident);
    case 'event':
      return eventJson(item.event);
    case 'loss':
      return lossJson(item.loss);
    case 'status':
      return statusJson(item.status);
  }
}
