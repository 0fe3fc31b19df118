import type { Event } from '../model/event.js';
import { draftProcess, type Process, type ProcessReference } from '../model/process.js';
import { type Identity, isSame, isSelf } from './evidence.js';
import { Lru } from './lru.js';
import { Relation } from './relation.js';

/** Process ids are below 2^22 (PID_MAX_LIMIT in include/linux/threads.h), so two of them make one exact number. */
const PID_LIMIT = 0x40_0000;

const pairKey = (actor: number, target: number): number => actor * PID_LIMIT + target;

function argumentKey(actor: number, argument: number): number {
  const pid = argument > 0 && argument < PID_LIMIT ? argument : 0;
  return -pairKey(actor, pid) - 1;
}

/** Field by field: a rest and a spread cost more than the relation that this is for. */
function fromReference({ tgid, start, uid, comm, exe }: ProcessReference): Process {
  const process = draftProcess(tgid);
  if (start !== undefined) process.start = start;
  if (uid !== undefined) process.uid = uid;
  if (comm !== undefined) process.comm = comm;
  if (exe !== undefined) process.exe = { path: exe };
  return process;
}

/**
 * Finds the relation of two processes, or makes it: bounded, the one unused for longest given up first. A process is its
 * tgid and start; where a start is not known, a long silence makes it another process.
 */
export class Relations {
  readonly #byParties: Lru<number, Relation>;
  readonly #identityMs: number;
  // What between() came to last, for bursts: the same two objects mean the same relation as long as it is the newest.
  #actor: Process | undefined;
  #process: Process | undefined;
  #key = 0;
  #relation: Relation | undefined;

  /** `identityMs`: milliseconds of silence. */
  constructor(limit: number, identityMs: number) {
    this.#byParties = new Lru(limit);
    this.#identityMs = identityMs;
  }

  /** how many were given up for room */
  get evicted(): number {
    return this.#byParties.evicted;
  }

  /** The relation of a process to itself alone. */
  alone(actor: Process, now: number): Relation {
    const key = pairKey(actor.tgid, 0);
    return this.#find(key, actor, undefined, now) ?? this.#add(key, new Relation(actor, undefined, undefined, now));
  }

  /** The relation of the event's actor to its target; undefined where the event names none, or the actor itself. */
  between(event: Event, now: number): Relation | undefined {
    const { actor, target } = event;
    if (target === undefined) return undefined;
    const { process, argument } = target;
    if (process === undefined) {
      return argument === undefined || isSelf(event) ? undefined : this.#unresolved(actor, argument, now);
    }
    const last = this.#relation;
    if (
      last !== undefined &&
      actor === this.#actor &&
      process === this.#process &&
      (argument === undefined || argument === last.named) &&
      this.#byParties.isNewest(this.#key, last)
    ) {
      if (now > last.lastAt) last.lastAt = now;
      return last;
    }
    return isSelf(event) ? undefined : this.#resolved(actor, process, argument, now);
  }

  /** The relation of two processes. */
  pair(actor: Process, target: Process, now: number): Relation {
    const key = pairKey(actor.tgid, target.tgid);
    const known = this.#find(key, actor, target, now);
    if (known === undefined) return this.#add(key, new Relation(actor, target, undefined, now));
    if (known.sketchy) {
      known.sketchy = false;
      known.actor = actor;
      known.target = target;
    } else if (target !== known.target && target.exe?.path !== known.target?.exe?.path) {
      known.target = target;
    }
    return known;
  }

  /** The same of an actor that is known at second hand. */
  sketch(actor: ProcessReference, target: Process, now: number): Relation {
    const key = pairKey(actor.tgid, target.tgid);
    const known = this.#find(key, actor, target, now);
    if (known !== undefined) return known;
    const relation = new Relation(fromReference(actor), target, undefined, now);
    relation.sketchy = true;
    return this.#add(key, relation);
  }

  /** What the target did to the actor; undefined where nothing is known of it. */
  reverse({ actor, target }: Relation, now: number): Relation | undefined {
    return target === undefined ? undefined : this.#find(pairKey(target.tgid, actor.tgid), target, actor, now);
  }

  /** The actor of that id will name the relation's target by `argument`. */
  name(actor: number, argument: number, relation: Relation): void {
    this.#byParties.set(argumentKey(actor, argument), relation);
  }

  /** The relation's target is as `process` says from now on. */
  retarget(relation: Relation, process: Process): void {
    relation.target = process;
    this.#relation = undefined;
  }

  #resolved(actor: Process, process: Process, argument: number | undefined, now: number): Relation {
    const adopted = argument === undefined ? undefined : this.#adopted(actor, process, argument, now);
    const relation = adopted ?? this.pair(actor, process, now);
    if (argument !== undefined && argument !== relation.named) {
      relation.named = argument;
      this.name(actor.tgid, argument, relation);
    }
    const isCertain = actor.start !== undefined && process.start !== undefined;
    this.#actor = actor;
    this.#process = process;
    this.#key = pairKey(actor.tgid, process.tgid);
    this.#relation = isCertain ? relation : undefined;
    return relation;
  }

  #unresolved(actor: Process, argument: number, now: number): Relation {
    const key = argumentKey(actor.tgid, argument);
    const known = this.#find(key, actor, undefined, now);
    if (known === undefined) return this.#add(key, new Relation(actor, undefined, argument, now));
    if (known.target !== undefined) known.inferred = true;
    return known;
  }

  /** What was done to an argument that only now turns out to be `target`, where nothing is known of the two yet. */
  #adopted(actor: Process, target: Process, argument: number, now: number): Relation | undefined {
    if (actor.start !== undefined) return undefined;
    const key = pairKey(actor.tgid, target.tgid);
    if (this.#byParties.get(key) !== undefined) return undefined;
    const relation = this.#byParties.get(argumentKey(actor.tgid, argument));
    if (relation === undefined || relation.target !== undefined || !this.#stillTrue(relation, actor, undefined, now)) {
      return undefined;
    }
    relation.target = target;
    relation.inferred = true;
    relation.lastAt = now;
    return this.#add(key, relation);
  }

  #find(key: number, actor: Identity, target: Process | undefined, now: number): Relation | undefined {
    const known = this.#byParties.get(key);
    if (known === undefined || !this.#stillTrue(known, actor, target, now)) return undefined;
    if (now > known.lastAt) known.lastAt = now;
    return known;
  }

  #add(key: number, relation: Relation): Relation {
    this.#byParties.set(key, relation);
    return relation;
  }

  #stillTrue(relation: Relation, actor: Identity, target: Process | undefined, now: number): boolean {
    const sameActor = isSame(relation.actor.start, actor.start);
    const sameTarget = target === undefined ? true : isSame(relation.target?.start, target.start);
    if (sameActor === false || sameTarget === false) return false;
    if (sameActor === true && sameTarget === true) return true;
    return now - relation.lastAt <= this.#identityMs;
  }
}
