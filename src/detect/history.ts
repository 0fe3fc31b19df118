import { type Event, succeeded } from '../model/event.js';
import type { Process, ProcessReference } from '../model/process.js';
import { movedBytes } from './evidence.js';
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
  writer: Relation | undefined;
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

/**
 * Whether a tracer attaches to a child of its own that has run no other program yet: so strace starts what it traces.
 * A child that runs something else already is a target like any other.
 */
function attachedBeforeExec(actor: Process, target: Process): boolean | undefined {
  const isChild = isSame(target.ppid, actor.tgid);
  return isChild === true ? isSameImage(actor.exe, target.exe) : isChild;
}

function isSameImage(a: Process['exe'], b: Process['exe']): boolean | undefined {
  if (a?.inode !== undefined && b?.inode !== undefined) return a.inode === b.inode && a.device === b.device;
  return a?.path === undefined || b?.path === undefined ? undefined : a.path === b.path;
}

/**
 * What processes did to each other, as far as the events told: bounded, the least recently used given up first. A
 * process is its tgid and start; where a start is not known, a long silence makes it another process.
 */
export class History {
  readonly #relations: Lru<number, Relation>;
  readonly #subjects: Lru<number, Subject>;
  readonly #identityMs: number;
  readonly #afterWriteMs: number;

  constructor(parameters: Parameters) {
    this.#relations = new Lru(parameters.limits.relations);
    this.#subjects = new Lru(parameters.limits.subjects);
    this.#identityMs = parameters.seconds.identity * 1000;
    this.#afterWriteMs = parameters.seconds.afterWrite * 1000;
  }

  get sizes(): { relations: number; subjects: number } {
    return { relations: this.#relations.size, subjects: this.#subjects.size };
  }

  get evicted(): { relations: number; subjects: number } {
    return { relations: this.#relations.evicted, subjects: this.#subjects.evicted };
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

  /** Takes note of what the event did. Call once per event, before the heuristics. */
  observe(event: Event, relation: Relation | undefined, now: number): void {
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
      case 'write-user':
      case 'set-registers':
        if (relation === undefined) break;
        this.#traced(relation, now);
        this.#wrote(relation, now);
        break;
      case 'remote-write':
      case 'mem-write':
        if (relation !== undefined && movedBytes(event)) this.#wrote(relation, now);
        break;
      case 'set-options':
      case 'set-siginfo':
      case 'set-sigmask':
        if (relation !== undefined) this.#traced(relation, now);
        break;
    }
  }

  /** Who wrote into the event's actor not long ago, or else who traces it. */
  intruder(event: Event, now: number): { relation: Relation; wrote: boolean } | undefined {
    const { actor, writer, tracer } = event;
    if (writer !== undefined && writer.tgid !== actor.tgid) {
      return { relation: this.#pair(fromReference(writer), actor, now, true), wrote: true };
    }
    const subject = this.#known(actor, now);
    const written = subject?.writer;
    if (written !== undefined && now - written.wroteAt <= this.#afterWriteMs) return { relation: written, wrote: true };
    if (tracer !== undefined && tracer.tgid !== actor.tgid) {
      const relation = this.#pair(tracer, actor, now);
      return { relation, wrote: now - relation.wroteAt <= this.#afterWriteMs };
    }
    return subject?.tracer === undefined ? undefined : { relation: subject.tracer, wrote: false };
  }

  /** Whether the actor traces the target since the target began; undefined where that is not known. */
  ownTracee(relation: Relation, now: number): boolean | undefined {
    if (relation.target === undefined) return undefined;
    const subject = this.#known(relation.target, now);
    return subject?.tracer === relation ? subject.ownTracee : false;
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
    } else if (!sketchy && target.exe?.path !== relation.target?.exe?.path) relation.target = target;
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
  }

  /** execve(2) gives the process a new address space: what was written into the old one is gone. */
  #imageReplaced(event: Event, now: number): void {
    const subject = this.#known(event.actor, now);
    if (subject === undefined) return;
    subject.writer = undefined;
    if (subject.tracer?.target !== undefined) subject.tracer.target = event.actor;
  }

  #attached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#subject(relation.target, now);
    if (subject.tracer === relation && subject.ownTracee === true) return;
    subject.tracer = relation;
    subject.ownTracee = attachedBeforeExec(relation.actor, relation.target);
  }

  /** A request that only a tracer can make: where no attach was seen, the target was traced from its start on. */
  #traced(relation: Relation, now: number): void {
    const { actor, target } = relation;
    if (target === undefined) return;
    const subject = this.#subject(target, now);
    if (subject.tracer === relation) return;
    subject.tracer = relation;
    subject.ownTracee = isSame(target.ppid, actor.tgid);
    if (subject.ownTracee !== false || target.ppid === undefined) return;
    // PTRACE_O_TRACEFORK and its like hand a tracee's children to its tracer
    const parent = this.#subjects.get(target.ppid);
    if (parent?.ownTracee === true && parent.tracer?.actor.tgid === actor.tgid) subject.ownTracee = true;
  }

  #detached(relation: Relation, now: number): void {
    if (relation.target === undefined) return;
    const subject = this.#known(relation.target, now);
    if (subject?.tracer !== relation) return;
    subject.tracer = undefined;
    subject.ownTracee = undefined;
  }

  #wrote(relation: Relation, now: number): void {
    relation.wroteAt = now;
    if (relation.target !== undefined) this.#subject(relation.target, now).writer = relation;
  }
}
