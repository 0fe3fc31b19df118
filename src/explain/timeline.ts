import {
  bytesMoved,
  type Clue,
  type Definition,
  type Evidence,
  nameArgument,
  nameProcess,
  nameReference,
  type Tally,
} from '../detect/index.js';
import { type Event, type Operation, type Region, succeeded } from '../model/event.js';
import { type Process, processKey } from '../model/process.js';
import { compareTimestamps, secondsBetween, type Timestamp } from '../model/timestamp.js';

/** One step of an incident: an event, or several of the same kind. */
export interface Step {
  /** of the first of them */
  readonly time: Timestamp;
  /** ms from the incident's first event to the first and to the last of them */
  readonly afterMs: number;
  readonly untilMs: number;
  readonly operation: Operation;
  /** who did what to whom */
  readonly text: string;
  readonly count: number;
  /** bytes moved, where the events say */
  readonly bytes?: number;
  /** where in the address space */
  readonly regions: readonly Region[];
  /** ids of the heuristics that it gave a reason to; none for what only belongs to the story */
  readonly heuristics: readonly string[];
  /** ids of the reasons */
  readonly reasons: readonly string[];
  /** the kernel refused it */
  readonly refused: boolean;
}

/** Those of the incident. */
export interface Parties {
  readonly actor: Process;
  readonly target: Process | null;
}

interface Group {
  readonly key: string;
  /** by heuristic, what was found */
  readonly found: Map<Definition, readonly Clue[]>;
  readonly operations: Set<Operation>;
  readonly regions: Set<Region>;
  readonly first: Event;
  last: Event;
  count: number;
  bytes: number;
}

/** Groups of an incident that are kept apart; what comes later and is new is counted only. */
const MOST_GROUPS = 4096;

/** A step that comes again after at most so many others is the same step: a loop of writes and register changes. */
const LOOP = 6;

/** What belongs to the story of an incident though no heuristic counts it. */
const CONTEXT: ReadonlySet<Operation> = new Set<Operation>([
  'detach',
  'tracer-exit',
  'kill',
  'traceme',
  'interrupt',
  'resume',
]);

const VERBS: Readonly<Record<string, string>> = {
  detach: 'let go of',
  'tracer-exit': 'ended, and so let go of',
  kill: 'killed',
  interrupt: 'stopped',
  resume: 'let run',
};

/** The events of one incident as steps. Bounded, whatever comes. */
export class Timeline {
  readonly #groups: Group[] = [];
  #current: { readonly event: Event; readonly found: Map<Definition, readonly Clue[]> } | undefined;
  #leftOut = 0;

  /** events that stand in no step, because there are too many different ones */
  get leftOut(): number {
    this.#settle();
    return this.#leftOut;
  }

  /** Adds what a heuristic found in an event; the findings of one event come one after the other. */
  add({ event, heuristic, clues }: Evidence): void {
    if (this.#current?.event !== event) {
      this.#settle();
      this.#current = { event, found: new Map() };
    }
    this.#current!.found.set(heuristic, clues);
  }

  /** Adds an event between the same parties that no heuristic counted, if it belongs to the story. */
  addContext(event: Event): void {
    if (!CONTEXT.has(event.operation)) return;
    this.#settle();
    this.#take(event, new Map());
  }

  /** In the order of their first events. `parties`: who is meant where an event does not say it. */
  steps(parties: Parties): Step[] {
    this.#settle();
    const groups = [...this.#groups].sort((a, b) => compareTimestamps(a.first.time, b.first.time));
    const start = groups[0]?.first.time;
    return groups.map((group) => stepOf(group, start!, parties));
  }

  #settle(): void {
    const current = this.#current;
    this.#current = undefined;
    if (current !== undefined) this.#take(current.event, current.found);
  }

  #take(event: Event, found: Map<Definition, readonly Clue[]>): void {
    const key = keyOf(event, found);
    const known = this.#groups.slice(-LOOP).findLast((group) => group.key === key);
    const group = known ?? this.#begin(key, event, found);
    if (group === undefined) return;
    group.count++;
    const writes = [...found.values()].some((clues) => clues.some(({ stage }) => stage === 'write'));
    group.bytes += writes ? bytesMoved(event) : (event.bytes ?? 0);
    group.operations.add(event.operation);
    if (event.memory?.region !== undefined) group.regions.add(event.memory.region);
    group.last = event;
  }

  #begin(key: string, event: Event, found: Map<Definition, readonly Clue[]>): Group | undefined {
    if (this.#groups.length >= MOST_GROUPS) {
      this.#leftOut++;
      return undefined;
    }
    const sets = { operations: new Set<Operation>(), regions: new Set<Region>() };
    const group: Group = { key, found, ...sets, first: event, last: event, count: 0, bytes: 0 };
    this.#groups.push(group);
    return group;
  }
}

const targetKey = ({ target }: Event): string =>
  target?.process === undefined ? String(target?.argument) : processKey(target.process);

function keyOf(event: Event, found: ReadonlyMap<Definition, readonly Clue[]>): string {
  const clues = [...found].flatMap(([{ id }, list]) => list.map((clue) => `${id}/${clue.id}`));
  return [event.operation, processKey(event.actor), targetKey(event), succeeded(event), ...clues].join(' ');
}

function stepOf(group: Group, start: Timestamp, parties: Parties): Step {
  const { first, last, count, bytes, found, regions } = group;
  const milliseconds = (time: Timestamp): number => secondsBetween(start, time) * 1000;
  return {
    time: first.time,
    afterMs: milliseconds(first.time),
    untilMs: milliseconds(last.time),
    operation: first.operation,
    text: found.size === 0 ? contextText(first) : evidenceText(group, parties),
    count,
    ...(bytes > 0 && { bytes }),
    regions: [...regions],
    heuristics: [...found.keys()].map(({ id }) => id),
    reasons: [...found.values()].flatMap((clues) => clues.map(({ id }) => id)),
    refused: !succeeded(first),
  };
}

function evidenceText(group: Group, parties: Parties): string {
  const tally: Tally = { ...group, operations: [...group.operations], regions: [...group.regions] };
  const sentences = [...group.found].flatMap(([definition, clues]) =>
    clues.map((clue) => clue.sentence(namesOf(definition, group.first, parties), tally)),
  );
  return [...new Set(sentences)].join('; ');
}

function namesOf(
  { parties: kind }: Definition,
  event: Event,
  { actor, target }: Parties,
): { actor: string; target: string } {
  if (kind === 'intruder-and-actor') {
    const { tracer, writer } = event;
    // of a writer the event has the number alone
    const isActor = writer === undefined || (writer.tgid === actor.tgid && writer.start === actor.start);
    const intruder = tracer ?? (isActor ? actor : undefined);
    return {
      actor: intruder === undefined ? nameReference(writer!) : nameProcess(intruder),
      target: nameProcess(event.actor),
    };
  }
  const acted = event.target?.process ?? (event.actor.tgid === actor.tgid ? target : undefined);
  const named = acted == null ? nameTarget(event) : nameProcess(acted);
  return { actor: nameProcess(event.actor), target: kind === 'actor' ? '' : named };
}

const nameTarget = ({ target }: Event): string =>
  target?.process === undefined ? nameArgument(target?.argument) : nameProcess(target.process);

function contextText(event: Event): string {
  const who = nameProcess(event.actor);
  if (event.operation === 'traceme') return `${who} asked its parent to trace it (PTRACE_TRACEME)`;
  const request = event.request === undefined ? '' : ` (${event.request})`;
  return `${who} ${VERBS[event.operation]} ${nameTarget(event)}${request}`;
}
