import type { Event } from '../model/event.js';
import type { File, Process } from '../model/process.js';
import type { Word } from '../model/word.js';
import { areKin, type Identity, isChildOf, isForCode, isSame, isSameFile } from './evidence.js';
import type { Context, Intruder } from './heuristic.js';
import { Lru } from './lru.js';
import type { Parameters } from './parameters.js';
import type { Relation } from './relation.js';
import { Relations } from './relations.js';
import { type Subject, Subjects } from './subjects.js';

/** A process that traces others. */
interface Tracer {
  readonly start: number | undefined;
  /** it traces processes that it started */
  own: boolean;
  /** it attached to a process that was none of these */
  foreign: boolean;
}

/** Relations that a subject remembers. */
const INTRUDERS = 8;

const memfdKey = ({ device = 0, inode }: File): Word | undefined =>
  typeof inode === 'number' && inode <= Number.MAX_SAFE_INTEGER / 4096 ? inode * 4096 + (device % 4096) : inode;

/**
 * What processes did to each other, as far as the events told: bounded, the least recently used given up first. A
 * process is its tgid and start; where a start is not known, a long silence makes it another process.
 */
export class History {
  readonly #relations: Relations;
  readonly #subjects: Subjects;
  readonly #tracers: Lru<number, Tracer>;
  /** who made a memfd, by the file */
  readonly #makers: Lru<Word, Process>;
  readonly #afterWriteMs: number;
  readonly #helperMs: number;
  readonly #writeThreshold: number;

  constructor(parameters: Parameters) {
    const identityMs = parameters.seconds.identity * 1000;
    this.#relations = new Relations(parameters.limits.relations, identityMs);
    this.#subjects = new Subjects(parameters.limits.subjects, identityMs);
    this.#makers = new Lru(parameters.limits.memfds);
    this.#tracers = new Lru(parameters.limits.subjects);
    this.#helperMs = parameters.seconds.helper * 1000;
    this.#writeThreshold = parameters.writeThreshold;
    this.#afterWriteMs = parameters.seconds.afterWrite * 1000;
  }

  get evicted(): { relations: number; subjects: number; memfds: number } {
    return {
      relations: this.#relations.evicted,
      subjects: this.#subjects.evicted + this.#tracers.evicted,
      memfds: this.#makers.evicted,
    };
  }

  /** The relation of a process to itself alone. */
  alone(actor: Process, now: number): Relation {
    return this.#relations.alone(actor, now);
  }

  /** The relation of the event's actor to its target; undefined where the event names none, or the actor itself. */
  between(event: Event, now: number): Relation | undefined {
    return this.#relations.between(event, now);
  }

  /** Takes note of what the event did. Call once per event, before the heuristics. */
  observe(event: Event, { now, operation, succeeded, bytes, relation }: Context): void {
    if (!succeeded) return;
    switch (operation) {
      case 'traceme':
        this.#tracedByParent(event, now);
        break;
      case 'exec':
        this.#imageReplaced(event, now);
        break;
      case 'attach':
      case 'seize':
        if (relation !== undefined) this.#attached(relation, now);
        break;
      case 'detach':
      case 'tracer-exit':
        if (relation !== undefined) this.#detached(relation, now);
        break;
      case 'write-text':
      case 'write-data':
        if (relation === undefined) break;
        this.#traced(relation, now);
        this.#wrote(relation, event, bytes, now);
        break;
      case 'write-user':
      case 'set-registers':
        if (relation === undefined) break;
        this.#traced(relation, now);
        this.#controlled(relation, now);
        break;
      case 'remote-read':
        if (relation === undefined) break;
        this.#handedOver(relation, now);
        noteCopy(relation, now);
        break;
      case 'remote-write':
      case 'mem-write':
        if (relation === undefined) break;
        this.#handedOver(relation, now);
        if (bytes >= this.#writeThreshold) this.#wrote(relation, event, bytes, now);
        if (operation === 'remote-write') noteCopy(relation, now);
        break;
      case 'memfd-create':
        this.#made(event);
        break;
      case 'set-options':
      case 'set-siginfo':
      case 'set-sigmask':
        if (relation !== undefined) this.#traced(relation, now);
        break;
    }
  }

  /** Who wrote into the event's actor not long ago, or else who traces it. */
  intruder(event: Event, now: number): Intruder | undefined {
    const { actor, writer, tracer } = event;
    const subject = this.#subjects.find(actor, now);
    if (writer !== undefined && writer.tgid !== actor.tgid) {
      const relation = this.#relations.sketch(writer, actor, now);
      return { relation, wrote: true, traces: subject?.tracer === relation || tracer?.tgid === writer.tgid };
    }
    const written = subject?.writer;
    if (written !== undefined && now - written.wroteAt <= this.#afterWriteMs) {
      const traces = subject?.tracer === written || tracer?.tgid === written.actor.tgid;
      return { relation: written, wrote: true, traces };
    }
    if (tracer !== undefined && tracer.tgid !== actor.tgid) {
      const relation = this.#relations.pair(tracer, actor, now);
      return { relation, wrote: now - relation.wroteAt <= this.#afterWriteMs, traces: true };
    }
    return subject?.tracer === undefined ? undefined : { relation: subject.tracer, wrote: false, traces: true };
  }

  /** Whether the actor traces the target since the target began; undefined where that is not known. */
  ownTracee(relation: Relation, now: number): boolean | undefined {
    if (relation.target === undefined) return undefined;
    const subject = this.#subjects.find(relation.target, now);
    return subject?.tracer === relation ? isOwn(subject, relation.target) : false;
  }

  /** Who made a memfd. */
  makerOf(file: File): Process | undefined {
    const key = memfdKey(file);
    return key === undefined ? undefined : this.#makers.get(key);
  }

  /** The relation of a parent, a child or a sibling of the actor to the same target, where that has an incident. */
  kin(relation: Relation, now: number): Relation | undefined {
    if (relation.target === undefined) return undefined;
    const intruders = this.#subjects.find(relation.target, now)?.intruders;
    if (intruders === undefined) return undefined;
    for (let index = intruders.length - 1; index >= 0; index--) {
      const other = intruders[index]!;
      if (other === relation || other.incident === undefined || other.incident.isFull) continue;
      if (now - other.incident.lastMs > this.#helperMs) continue;
      if (areKin(relation.actor, other.actor)) return other;
    }
    return undefined;
  }

  /** The relation has an incident from now on. */
  intruded(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const { intruders } = this.#subjects.get(relation.target, now);
    const index = intruders.indexOf(relation);
    if (index >= 0) intruders.splice(index, 1);
    else if (intruders.length >= INTRUDERS) intruders.shift();
    intruders.push(relation);
  }

  #tracedByParent(event: Event, now: number): void {
    const { actor } = event;
    const tgid = actor.parent?.tgid ?? actor.ppid;
    if (tgid === undefined) return;
    const parent = actor.parent ?? { tgid };
    const relation = this.#relations.sketch(parent, actor, now);
    this.#relations.name(tgid, actor.tgid, relation);
    const subject = this.#subjects.get(actor, now);
    subject.tracer = relation;
    subject.ownTracee = true;
    subject.until = undefined;
    this.#tracer(parent).own = true;
  }

  /** execve(2) gives the process a new address space: what was written into the old one is gone. */
  #imageReplaced(event: Event, now: number): void {
    const subject = this.#subjects.find(event.actor, now);
    if (subject === undefined) return;
    subject.writer = undefined;
    subject.changed = false;
    subject.until = undefined;
    if (subject.tracer?.target !== undefined) this.#relations.retarget(subject.tracer, event.actor);
  }

  #attached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#subjects.get(relation.target, now);
    if (subject.tracer === relation && subject.ownTracee === true) return;
    subject.tracer = relation;
    this.#adopt(subject, relation.actor, relation.target);
  }

  /** strace attaches to a child that has run no other program yet: it traces it from then on, once that happens. */
  #adopt(subject: Subject, actor: Process, target: Process): void {
    const isChild = isChildOf(target, actor);
    const isItself = isChild === true ? isSameFile(actor.exe, target.exe) : isChild;
    subject.ownTracee = isItself;
    subject.until = isItself === true ? actor.exe : undefined;
    if (isItself === true) this.#tracer(actor).own = true;
    else this.#tracer(actor).foreign = true;
  }

  #tracer(actor: Identity): Tracer {
    let tracer = this.#tracers.get(actor.tgid);
    if (tracer === undefined || isSame(tracer.start, actor.start) === false) {
      tracer = { start: actor.start, own: false, foreign: false };
      this.#tracers.set(actor.tgid, tracer);
    }
    return tracer;
  }

  /**
   * Whether all that the actor traces is its own. Then a tracee that it did not attach to is a descendant of another one,
   * handed to it at birth: there is no other way to become one (kernel/ptrace.c, ptrace_init_task()).
   */
  #tracesOnlyItsOwn(actor: Process): boolean {
    const tracer = this.#tracers.get(actor.tgid);
    return tracer !== undefined && isSame(tracer.start, actor.start) !== false && tracer.own && !tracer.foreign;
  }

  /** A request that only a tracer can make: where no attach was seen, the target was traced from its start on. */
  #traced(relation: Relation, now: number): void {
    const { actor, target } = relation;
    if (target === undefined) return;
    const subject = this.#subjects.get(target, now);
    if (subject.tracer === relation) return;
    subject.tracer = relation;
    subject.ownTracee = isChildOf(target, actor);
    subject.until = isSameFile(actor.exe, target.exe) === true ? actor.exe : undefined;
    if (subject.ownTracee === true) this.#tracer(actor).own = true;
    else if (this.#isChildOfTracee(target, actor) || this.#tracesOnlyItsOwn(actor)) subject.ownTracee = true;
  }

  /** A tracer may act on a tracee's child before it makes any request that only a tracer can make. */
  #handedOver(relation: Relation, now: number): void {
    const { actor, target } = relation;
    if (target === undefined || this.#subjects.find(target, now)?.tracer !== undefined) return;
    const isTraced =
      this.#isChildOfTracee(target, actor) || (isTracedBy(target, actor) && this.#tracesOnlyItsOwn(actor));
    if (!isTraced) return;
    const subject = this.#subjects.get(target, now);
    subject.tracer = relation;
    subject.ownTracee = true;
    subject.until = undefined;
  }

  /** PTRACE_O_TRACEFORK and its like hand a tracee's children to its tracer. */
  #isChildOfTracee(target: Process, actor: Process): boolean {
    if (target.ppid === undefined) return false;
    const parent = this.#subjects.withId(target.ppid);
    return parent?.ownTracee === true && parent.tracer?.actor.tgid === actor.tgid;
  }

  #detached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#subjects.find(relation.target, now);
    if (subject?.tracer !== relation) return;
    relation.letGoChanged = subject.changed && isOwn(subject, relation.target) === true;
    subject.tracer = undefined;
    subject.changed = false;
    subject.ownTracee = undefined;
    subject.until = undefined;
  }

  #wrote(relation: Relation, { memory, operation }: Event, bytes: number, now: number): void {
    const isFirst = relation.wroteAt === Number.NEGATIVE_INFINITY;
    if (operation !== 'remote-write' || (memory !== undefined && isForCode(memory))) relation.peers = false;
    else if (isFirst) relation.peers = this.#isPeer(relation, now);
    relation.wroteAt = now;
    if (relation.target !== undefined) {
      const subject = this.#subjects.get(relation.target, now);
      subject.writer = relation;
      if (subject.tracer === relation) subject.changed = true;
    }
    if (memory !== undefined && isForCode(memory)) noteCode(relation, memory.address, bytes);
  }

  /**
   * Whether the target runs the same program for the same user, and had copied out of or into the actor's memory before
   * the actor wrote anything into it: nobody can make it do that who has not got into it already.
   */
  #isPeer(relation: Relation, now: number): boolean {
    const { actor, target } = relation;
    if (target === undefined || target.euid === undefined || target.euid !== actor.euid) return false;
    if (isSameFile(actor.exe, target.exe) !== true) return false;
    const reverse = this.#relations.reverse(relation, now);
    return reverse !== undefined && reverse.copiedAt <= now;
  }

  #controlled(relation: Relation, now: number): void {
    relation.peers = false;
    relation.controlledAt = now;
    if (relation.target !== undefined) this.#subjects.get(relation.target, now).writer = relation;
    relation.wroteAt = now;
  }

  #made({ file, actor }: Event): void {
    const key = file && memfdKey(file);
    if (key !== undefined) this.#makers.set(key, actor);
  }
}

function noteCopy(relation: Relation, now: number): void {
  if (relation.copiedAt > now) relation.copiedAt = now;
}

const isTracedBy = ({ tracedBy }: Process, { tgid }: Process): boolean => tracedBy === tgid;

function isOwn(subject: Subject, target: Process): boolean | undefined {
  if (subject.ownTracee !== true || subject.until === undefined) return subject.ownTracee;
  if (isSameFile(subject.until, target.exe) === true) return false;
  subject.until = undefined;
  return true;
}

/** Breakpoints lie apart, a payload is written in a row. */
function noteCode(relation: Relation, address: Word | undefined, bytes: number): void {
  if (typeof address !== 'number') return;
  relation.codeRun = address === relation.codeEnd ? relation.codeRun + bytes : bytes;
  relation.codeEnd = address + bytes;
}
