import { type Event, succeeded } from '../model/event.js';
import type { File, Process, ProcessReference } from '../model/process.js';
import type { Word } from '../model/word.js';
import { isChildOf, isForCode, isSameFile } from './evidence.js';
import type { Intruder } from './heuristic.js';
import { Lru } from './lru.js';
import type { OpenIncident } from './open-incident.js';
import type { Parameters } from './parameters.js';

/** Process ids are below 2^22 (PID_MAX_LIMIT in include/linux/threads.h), so two of them make one exact number. */
const PID_LIMIT = 0x40_0000;

/** What one process did to another, or what it did alone. */
export class Relation {
  actor: Process;
  target: Process | undefined;
  /** how the actor named the target, where no source resolved it */
  readonly argument: number | undefined;
  /** what the actor called the target last, where a source resolved it */
  named: number | undefined;
  /** the target was not in the event: an earlier event of the same actor resolved the same argument */
  inferred = false;
  /** a party is known at second hand only: the next event of it says more */
  sketchy = false;
  /** milliseconds since the epoch, of the last successful write into memory or registers */
  wroteAt = Number.NEGATIVE_INFINITY;
  /** the same, of the last change of registers */
  controlledAt = Number.NEGATIVE_INFINITY;
  /** the actor let go of a child that it had traced since that began, and had written into */
  letGoChanged = false;
  /** the address just after the last write into code, NaN before the first, and how many bytes were written in a row up to there */
  codeEnd = Number.NaN;
  codeRun = 0;
  lastAt: number;
  incident: OpenIncident | undefined;

  constructor(actor: Process, target: Process | undefined, argument: number | undefined, now: number) {
    this.actor = actor;
    this.target = target;
    this.argument = argument;
    this.lastAt = now;
  }
}

/** A process that was traced or written to. */
class Subject {
  readonly start: number | undefined;
  tracer: Relation | undefined;
  /** traced by the process that started it, or through such a one, since it began; undefined: not known */
  ownTracee: boolean | undefined;
  /** it counts as such only once it runs another file than this one, which its tracer runs too */
  until: File | undefined;
  writer: Relation | undefined;
  /** its tracer wrote into the memory of the program that it runs now */
  changed = false;
  /** who had incidents with it as their target, the latest last */
  readonly intruders: Relation[] = [];
  lastAt: number;

  constructor(start: number | undefined, now: number) {
    this.start = start;
    this.lastAt = now;
  }
}

const isSame = (a: number | undefined, b: number | undefined): boolean | undefined =>
  a === undefined || b === undefined ? undefined : a === b;

const fromReference = (reference: ProcessReference): Process => {
  const { exe, ...rest } = reference;
  return exe === undefined ? rest : { ...rest, exe: { path: exe } };
};

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
  readonly #relations: Lru<number, Relation>;
  readonly #subjects: Lru<number, Subject>;
  readonly #tracers: Lru<number, Tracer>;
  /** who made a memfd, by the file */
  readonly #makers: Lru<Word, Process>;
  readonly #identityMs: number;
  readonly #afterWriteMs: number;
  readonly #helperMs: number;
  readonly #writeThreshold: number;

  constructor(parameters: Parameters) {
    this.#relations = new Lru(parameters.limits.relations);
    this.#subjects = new Lru(parameters.limits.subjects);
    this.#makers = new Lru(parameters.limits.memfds);
    this.#tracers = new Lru(parameters.limits.subjects);
    this.#helperMs = parameters.seconds.helper * 1000;
    this.#writeThreshold = parameters.writeThreshold;
    this.#identityMs = parameters.seconds.identity * 1000;
    this.#afterWriteMs = parameters.seconds.afterWrite * 1000;
  }

  get sizes(): { relations: number; subjects: number } {
    return { relations: this.#relations.size, subjects: this.#subjects.size };
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
    return this.#relation(actor.tgid * PID_LIMIT, actor, undefined, undefined, now);
  }

  /** The relation of the event's actor to its target; undefined where the event names none. */
  between(event: Event, now: number): Relation | undefined {
    const { actor, target } = event;
    if (target === undefined) return undefined;
    const { process, argument } = target;
    if (process !== undefined) {
      if (argument === undefined) return this.#pair(actor, process, now);
      const relation = this.#adopted(actor, process, argument, now) ?? this.#pair(actor, process, now);
      if (argument !== relation.named) {
        relation.named = argument;
        this.#relations.set(this.#argumentKey(actor.tgid, argument), relation);
      }
      return relation;
    }
    if (argument === undefined) return undefined;
    const relation = this.#relation(this.#argumentKey(actor.tgid, argument), actor, undefined, argument, now);
    if (relation.target !== undefined) relation.inferred = true;
    return relation;
  }

  /** Takes note of what the event did, with the bytes it moved. Call once per event, before the heuristics. */
  observe(event: Event, relation: Relation | undefined, bytes: number, now: number): void {
    if (!succeeded(event)) return;
    switch (event.operation) {
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
        if (relation !== undefined) this.#handedOver(relation, now);
        break;
      case 'remote-write':
      case 'mem-write':
        if (relation !== undefined) this.#handedOver(relation, now);
        if (relation !== undefined && bytes >= this.#writeThreshold) this.#wrote(relation, event, bytes, now);
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
    const subject = this.#known(actor, now);
    if (writer !== undefined && writer.tgid !== actor.tgid) {
      const relation = this.#pair(fromReference(writer), actor, now, true);
      return { relation, wrote: true, traces: subject?.tracer === relation || tracer?.tgid === writer.tgid };
    }
    const written = subject?.writer;
    if (written !== undefined && now - written.wroteAt <= this.#afterWriteMs) {
      const traces = subject?.tracer === written || tracer?.tgid === written.actor.tgid;
      return { relation: written, wrote: true, traces };
    }
    if (tracer !== undefined && tracer.tgid !== actor.tgid) {
      const relation = this.#pair(tracer, actor, now);
      return { relation, wrote: now - relation.wroteAt <= this.#afterWriteMs, traces: true };
    }
    return subject?.tracer === undefined ? undefined : { relation: subject.tracer, wrote: false, traces: true };
  }

  /** Whether the actor traces the target since the target began; undefined where that is not known. */
  ownTracee(relation: Relation, now: number): boolean | undefined {
    if (relation.target === undefined) return undefined;
    const subject = this.#known(relation.target, now);
    return subject?.tracer === relation ? isOwn(subject, relation.target) : false;
  }

  /** Who made a memfd. */
  makerOf(file: File): Process | undefined {
    const key = memfdKey(file);
    return key === undefined ? undefined : this.#makers.get(key);
  }

  /** The relation of a parent or a child of the actor to the same target, where they have an incident together. */
  kin(relation: Relation, now: number): Relation | undefined {
    if (relation.target === undefined) return undefined;
    const intruders = this.#known(relation.target, now)?.intruders;
    if (intruders === undefined) return undefined;
    for (let index = intruders.length - 1; index >= 0; index--) {
      const other = intruders[index]!;
      if (other === relation || other.incident === undefined) continue;
      if (now - other.incident.lastMs > this.#helperMs) continue;
      if (isChildOf(relation.actor, other.actor) === true || isChildOf(other.actor, relation.actor) === true) {
        return other;
      }
    }
    return undefined;
  }

  /** The relation has an incident from now on. */
  intruded(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const { intruders } = this.#subject(relation.target, now);
    const index = intruders.indexOf(relation);
    if (index >= 0) intruders.splice(index, 1);
    else if (intruders.length >= INTRUDERS) intruders.shift();
    intruders.push(relation);
  }

  #argumentKey(actor: number, argument: number): number {
    const pid = argument > 0 && argument < PID_LIMIT ? argument : 0;
    return -(actor * PID_LIMIT + pid) - 1;
  }

  /** What was done to an argument that only now turns out to be `target`, where nothing is known of the two yet. */
  #adopted(actor: Process, target: Process, argument: number, now: number): Relation | undefined {
    if (actor.start !== undefined) return undefined;
    const key = actor.tgid * PID_LIMIT + target.tgid;
    if (this.#relations.get(key) !== undefined) return undefined;
    const relation = this.#relations.get(this.#argumentKey(actor.tgid, argument));
    if (relation === undefined || relation.target !== undefined || !this.#stillTrue(relation, actor, undefined, now)) {
      return undefined;
    }
    relation.target = target;
    relation.inferred = true;
    relation.lastAt = now;
    this.#relations.set(key, relation);
    return relation;
  }

  #pair(actor: Process, target: Process, now: number, sketchy = false): Relation {
    const relation = this.#relation(actor.tgid * PID_LIMIT + target.tgid, actor, target, undefined, now, sketchy);
    if (relation.sketchy && !sketchy) {
      relation.sketchy = false;
      relation.actor = actor;
      relation.target = target;
    } else if (!sketchy && target !== relation.target && target.exe?.path !== relation.target?.exe?.path) {
      relation.target = target;
    }
    return relation;
  }

  #relation(
    key: number,
    actor: Process,
    target: Process | undefined,
    argument: number | undefined,
    now: number,
    sketchy = false,
  ): Relation {
    const known = this.#relations.get(key);
    if (known !== undefined && this.#stillTrue(known, actor, target, now)) {
      if (now > known.lastAt) known.lastAt = now;
      return known;
    }
    const relation = new Relation(actor, target, argument, now);
    relation.sketchy = sketchy;
    this.#relations.set(key, relation);
    return relation;
  }

  #stillTrue(relation: Relation, actor: Process, target: Process | undefined, now: number): boolean {
    const sameActor = isSame(relation.actor.start, actor.start);
    const sameTarget = target === undefined ? true : isSame(relation.target?.start, target.start);
    if (sameActor === false || sameTarget === false) return false;
    if (sameActor === true && sameTarget === true) return true;
    return now - relation.lastAt <= this.#identityMs;
  }

  #known(process: Process, now: number): Subject | undefined {
    const subject = this.#subjects.get(process.tgid);
    if (subject === undefined) return undefined;
    const same = isSame(subject.start, process.start);
    return (same ?? now - subject.lastAt <= this.#identityMs) ? subject : undefined;
  }

  #subject(process: Process, now: number): Subject {
    let subject = this.#known(process, now);
    if (subject === undefined) {
      subject = new Subject(process.start, now);
      this.#subjects.set(process.tgid, subject);
    }
    if (now > subject.lastAt) subject.lastAt = now;
    return subject;
  }

  #tracedByParent(event: Event, now: number): void {
    const { actor } = event;
    const tgid = actor.parent?.tgid ?? actor.ppid;
    if (tgid === undefined) return;
    const parent = actor.parent === undefined ? { tgid } : fromReference(actor.parent);
    const relation = this.#pair(parent, actor, now, true);
    this.#relations.set(this.#argumentKey(tgid, actor.tgid), relation);
    const subject = this.#subject(actor, now);
    subject.tracer = relation;
    subject.ownTracee = true;
    subject.until = undefined;
    this.#tracer(parent).own = true;
  }

  /** execve(2) gives the process a new address space: what was written into the old one is gone. */
  #imageReplaced(event: Event, now: number): void {
    const subject = this.#known(event.actor, now);
    if (subject === undefined) return;
    subject.writer = undefined;
    subject.changed = false;
    subject.until = undefined;
    if (subject.tracer?.target !== undefined) subject.tracer.target = event.actor;
  }

  #attached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#subject(relation.target, now);
    if (subject.tracer === relation && subject.ownTracee === true) return;
    subject.tracer = relation;
    this.#adopt(subject, relation.actor, relation.target);
  }

  /** strace attaches to a child that has run no other program yet: it traces it from then on, once that happens. */
  #adopt(subject: Subject, actor: Process, target: Process): void {
    const isChild = isChildOf(target, actor);
    const isSame = isChild === true ? isSameFile(actor.exe, target.exe) : isChild;
    subject.ownTracee = isSame;
    subject.until = isSame === true ? actor.exe : undefined;
    if (isSame === true) this.#tracer(actor).own = true;
    else this.#tracer(actor).foreign = true;
  }

  #tracer(actor: Process): Tracer {
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
    const subject = this.#subject(target, now);
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
    if (target === undefined || this.#known(target, now)?.tracer !== undefined) return;
    const isTraced =
      this.#isChildOfTracee(target, actor) || (isTracedBy(target, actor) && this.#tracesOnlyItsOwn(actor));
    if (!isTraced) return;
    const subject = this.#subject(target, now);
    subject.tracer = relation;
    subject.ownTracee = true;
    subject.until = undefined;
  }

  /** PTRACE_O_TRACEFORK and its like hand a tracee's children to its tracer. */
  #isChildOfTracee(target: Process, actor: Process): boolean {
    if (target.ppid === undefined) return false;
    const parent = this.#subjects.get(target.ppid);
    return parent?.ownTracee === true && parent.tracer?.actor.tgid === actor.tgid;
  }

  #detached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#known(relation.target, now);
    if (subject?.tracer !== relation) return;
    relation.letGoChanged = subject.changed && isOwn(subject, relation.target) === true;
    subject.tracer = undefined;
    subject.changed = false;
    subject.ownTracee = undefined;
    subject.until = undefined;
  }

  #wrote(relation: Relation, { memory }: Event, bytes: number, now: number): void {
    relation.wroteAt = now;
    if (relation.target !== undefined) {
      const subject = this.#subject(relation.target, now);
      subject.writer = relation;
      if (subject.tracer === relation) subject.changed = true;
    }
    if (memory !== undefined && isForCode(memory)) noteCode(relation, memory.address, bytes);
  }

  #controlled(relation: Relation, now: number): void {
    relation.controlledAt = now;
    if (relation.target !== undefined) this.#subject(relation.target, now).writer = relation;
    relation.wroteAt = now;
  }

  #made({ file, actor }: Event): void {
    const key = file && memfdKey(file);
    if (key !== undefined) this.#makers.set(key, actor);
  }
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
