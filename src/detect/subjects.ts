import type { File, Process } from '../model/process.js';
import { isSame } from './evidence.js';
import { Lru } from './lru.js';
import type { Relation } from './relation.js';

/** A process that was traced or written to. */
export class Subject {
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

/**
 * Processes that were traced or written to: bounded, the one unused for longest given up first. A process is its tgid and
 * start; where a start is not known, a long silence makes it another process.
 */
export class Subjects {
  readonly #byId: Lru<number, Subject>;
  readonly #identityMs: number;
  // Of what was asked last: bursts ask for the same two again and again, who acts being none and who is acted on one.
  #stranger: Process | undefined;
  #process: Process | undefined;
  #id = 0;
  #subject: Subject | undefined;

  /** `identityMs`: milliseconds of silence. */
  constructor(limit: number, identityMs: number) {
    this.#byId = new Lru(limit);
    this.#identityMs = identityMs;
  }

  /** how many were given up for room */
  get evicted(): number {
    return this.#byId.evicted;
  }

  /** The process as a subject; undefined where it is none. */
  find(process: Process, now: number): Subject | undefined {
    if (process === this.#stranger) return undefined;
    const last = this.#subject;
    if (last !== undefined && process === this.#process && this.#byId.isNewest(this.#id, last)) return last;
    const subject = this.#byId.get(process.tgid);
    if (subject === undefined) {
      this.#stranger = process;
      return undefined;
    }
    const same = isSame(subject.start, process.start);
    if (same === true) {
      this.#process = process;
      this.#id = process.tgid;
      this.#subject = subject;
    }
    return (same ?? now - subject.lastAt <= this.#identityMs) ? subject : undefined;
  }

  /** The process as a subject, which it is from now on. */
  get(process: Process, now: number): Subject {
    let subject = this.find(process, now);
    if (subject === undefined) {
      subject = new Subject(process.start, now);
      this.#byId.set(process.tgid, subject);
      this.#stranger = undefined;
    }
    if (now > subject.lastAt) subject.lastAt = now;
    return subject;
  }

  /** Whatever process is known under an id. */
  withId(tgid: number): Subject | undefined {
    return this.#byId.get(tgid);
  }
}
