import type { Event, Memory } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { File, Process } from '../model/process.js';
import { formatTimestamp } from '../model/timestamp.js';
import { type Word, wordToHex } from '../model/word.js';
import type { Item, Status } from './item.js';

type Json = { readonly [key: string]: unknown };

/** JSON.stringify leaves undefined properties out, so that what a source does not know is absent. */
const hex = (word: Word | undefined): string | undefined => (word === undefined ? undefined : wordToHex(word));
const decimal = (word: Word | undefined): string | undefined => word?.toString();

function fileJson(file: File): Json {
  return { ...file, inode: decimal(file.inode) };
}

/** A process under the names that a reader of a process list expects: `pid` is the thread group. */
function processJson(process: Process): Json {
  const { tgid, tid, start, ppid, comm, exe, cmdline, uid, ...rest } = process;
  return {
    pid: tgid,
    tid,
    start,
    comm,
    exe: exe?.path,
    cmdline,
    uid,
    ppid,
    ...rest,
    capabilities: hex(process.capabilities),
    cgroup: decimal(process.cgroup),
    exeFile: exe === undefined ? undefined : fileJson(exe),
  };
}

function incidentJson(incident: Incident): Json {
  const { id, revision, host, severity, score, title, heuristics, operations, attack } = incident;
  const { actor, target, argument, reasons, first, last, events, lost, notEvaluable, inferences, suppressedBy } =
    incident;
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
  return { ...memory, address: hex(memory.address), length: decimal(memory.length) };
}

function eventJson(event: Event): Json {
  const { time, entryTime, actor, target, tracer, memory, origin, file, args, ...rest } = event;
  return {
    kind: 'event',
    time: formatTimestamp(time),
    entryTime: entryTime && formatTimestamp(entryTime),
    ...rest,
    entryBoot: decimal(event.entryBoot),
    exitBoot: decimal(event.exitBoot),
    args: args?.map(wordToHex),
    actor: processJson(actor),
    target: target && { ...(target.process && processJson(target.process)), argument: target.argument },
    tracer: tracer && processJson(tracer),
    memory: memory && memoryJson(memory),
    origin: origin && { ...origin, address: hex(origin.address) },
    file: file && fileJson(file),
  };
}

function lossJson(loss: Loss): Json {
  const { kind, from, to, ...rest } = loss;
  return { kind: 'loss', ...rest, of: kind, from: formatTimestamp(from), to: formatTimestamp(to) };
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
