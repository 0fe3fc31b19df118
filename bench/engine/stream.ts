import { draftEvent, draftMemory, type Event } from '../../src/model/event.js';
import { draftProcess, type Process, type ProcessReference, processKey } from '../../src/model/process.js';
import { compareTimestamps, secondsBetween, type Timestamp } from '../../src/model/timestamp.js';

/** Process ids are below 2^22 (PID_MAX_LIMIT in include/linux/threads.h). */
const PID_LIMIT = 0x40_0000;
const FIRST_PID = 1000;
/** The recordings follow each other in this rhythm. */
const STEP_MS = 20;

/**
 * What was recorded of many programs, over and over: each time by other processes, and later. So any number of processes
 * is made of few recordings, with the proportions that real programs have.
 */
export class Stream {
  readonly #recordings: readonly (readonly Event[])[];
  readonly #pids = new Map<number, number>();
  /** what became of each process in this turn: as the decoder does, events of one process share what is told of it */
  readonly #moves = new Map<Process, Process>();
  #nextPid = FIRST_PID;
  #turn = 0;
  /** index of the next event of this turn's recording */
  #next = 0;
  readonly #alive = new Set<string>();

  /** The events of one recording each, in the order of their times. */
  constructor(recordings: readonly (readonly Event[])[]) {
    this.#recordings = recordings
      .filter((events) => events.length > 0)
      .map((events) => asDecoded([...events].sort((a, b) => compareTimestamps(a.time, b.time))));
  }

  /** Processes that acted or were acted on so far. */
  get processes(): number {
    return this.#alive.size;
  }

  /** The next `count` events. `longest`: leave out recordings that have more. */
  take(count: number, longest = Number.POSITIVE_INFINITY): Event[] {
    const batch: Event[] = [];
    while (batch.length < count) {
      const events = this.#recordings[this.#turn % this.#recordings.length]!;
      if (events.length > longest) {
        this.#nextTurn();
        continue;
      }
      const from = events[0]!.time;
      const begin = timeAt(this.#turn * STEP_MS);
      while (this.#next < events.length && batch.length < count) {
        batch.push(this.#moved(events[this.#next++]!, from, begin));
      }
      if (this.#next === events.length) this.#nextTurn();
    }
    return batch;
  }

  #nextTurn(): void {
    this.#turn++;
    this.#next = 0;
    this.#pids.clear();
    this.#moves.clear();
  }

  #moved(event: Event, from: Timestamp, to: Timestamp): Event {
    const { actor, target, tracer, writer } = event;
    return {
      ...event,
      time: later(to, secondsBetween(from, event.time)),
      actor: this.#process(actor),
      ...(target && {
        target: {
          ...(target.argument !== undefined && { argument: this.#pid(target.argument) }),
          ...(target.process && { process: this.#process(target.process) }),
        },
      }),
      ...(tracer && { tracer: this.#process(tracer) }),
      ...(writer && { writer: { ...writer, ...this.#identity(writer) } }),
    };
  }

  #process(process: Process): Process {
    let moved = this.#moves.get(process);
    if (moved === undefined) {
      moved = this.#another(process);
      this.#moves.set(process, moved);
      this.#alive.add(processKey(moved));
    }
    return moved;
  }

  #another(process: Process): Process {
    const { parent, ppid, tid } = process;
    return {
      ...process,
      ...this.#identity(process),
      ...(tid !== undefined && { tid: this.#pid(tid) }),
      ...(ppid !== undefined && { ppid: this.#pid(ppid) }),
      ...(parent && { parent: { ...parent, ...this.#identity(parent) } }),
    };
  }

  #identity({ tgid, start }: ProcessReference | Process): { tgid: number; start?: number } {
    return { tgid: this.#pid(tgid), ...(start !== undefined && { start: start + this.#turn }) };
  }

  /** Another one in each turn; init stays what it is. */
  #pid(pid: number): number {
    if (pid <= 1) return pid;
    let moved = this.#pids.get(pid);
    if (moved === undefined) {
      moved = this.#nextPid++;
      if (this.#nextPid === PID_LIMIT) this.#nextPid = FIRST_PID;
      this.#pids.set(pid, moved);
    }
    return moved;
  }
}

/**
 * The same events as the decoder hands them on: all have the same keys, equal processes are one object, and words that it
 * takes from its tables (an operation, a call, a region) are one string each.
 */
function asDecoded(events: readonly Event[]): Event[] {
  const known = new Map<string, Process>();
  const shared = (process: Process): Process => {
    const key = JSON.stringify(process, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const same = known.get(key) ?? { ...draftProcess(process.tgid), ...process };
    known.set(key, same);
    return same;
  };
  return events.map((event) => ({
    ...draftEvent(event.source, event.operation, event.time, event.actor),
    ...withSharedWords(event),
    ...(event.memory && { memory: { ...draftMemory(), ...withSharedWords(event.memory) } }),
    ...(event.origin && { origin: withSharedWords(event.origin) }),
    actor: shared(event.actor),
    ...(event.target?.process && { target: { ...event.target, process: shared(event.target.process) } }),
    ...(event.tracer && { tracer: shared(event.tracer) }),
  }));
}

/** Equal strings that were read from a file are many; as the name of a property each is there once, as in a program's text. */
function withSharedWords<T extends object>(object: T): T {
  const shared = Object.entries(object).map(([key, value]) => [
    key,
    typeof value === 'string' ? Object.keys({ [value]: true })[0] : value,
  ]);
  return Object.fromEntries(shared) as T;
}

const START_SECONDS = 1_800_000_000;

const timeAt = (ms: number): Timestamp => ({
  seconds: START_SECONDS + Math.floor(ms / 1000),
  nanos: (ms % 1000) * 1_000_000,
});

function later({ seconds, nanos }: Timestamp, by: number): Timestamp {
  const total = nanos + Math.round(by * 1e9);
  return { seconds: seconds + Math.floor(total / 1e9), nanos: total % 1e9 };
}
