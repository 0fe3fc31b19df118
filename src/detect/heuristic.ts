import type { Event, Operation, Region, Source } from '../model/event.js';
import type { File, Process } from '../model/process.js';
import type { ClueId, Parameters } from './parameters.js';
import type { Relation } from './relation.js';

/** Whose incident a finding belongs to. */
export type Parties =
  /** the caller and the process it acts on; the engine leaves out what a process does to itself */
  | 'actor-and-target'
  /** the caller alone */
  | 'actor'
  /** who traces the caller or wrote into it, and the caller as the target */
  | 'intruder-and-actor'
  /** the caller and the process it acts on, or the caller alone where there is none */
  | 'any';

/** What a clue says was done. */
export type Effect =
  /** tried, and the kernel refused */
  | 'attempt'
  /** touched without changing anything */
  | 'touch'
  /** changed another process, or ran code that is in no file */
  | 'alter';

/** Steps by which a process takes over another one, in their order. */
export type Stage = 'attach' | 'write' | 'control' | 'code' | 'release';

/** How often a clue was found in an incident, and in what. */
export interface Tally {
  readonly count: number;
  /** bytes moved, where the events say */
  readonly bytes: number;
  /** where in the target, for a clue of the stage `write`: each once, in order of time */
  readonly regions: readonly Region[];
  /** by which operations, for the same */
  readonly operations: readonly Operation[];
  readonly first: Event;
  readonly last: Event;
}

/** The parties of an incident as a sentence names them. */
export interface Names {
  readonly actor: string;
  /** '' where there is no target */
  readonly target: string;
}

/** One kind of evidence. Clues are constants, so that finding one again costs a count and no sentence. */
export interface Clue {
  /** also the key of its weight in the parameters */
  readonly id: ClueId;
  /** `act`: only the gravest counts in full; `aggravation`: always counts in full */
  readonly kind: 'act' | 'aggravation';
  readonly effect: Effect;
  readonly stage?: Stage;
  /** it counts in full whoever did it: neither a debugger nor the tracer of its own child is lowered */
  readonly grave?: boolean;
  /** head of an incident of which this is the gravest act, where the heuristic's title says too much */
  readonly title?: string;
  /** technique ids, where the clue points to others than its heuristic does */
  readonly attack?: readonly string[];
  /** the sentence that a person reads: who did what to whom */
  readonly sentence: (names: Names, tally: Tally) => string;
}

/** The heuristic fired. */
export interface Finding {
  readonly outcome: 'fired';
  /** empty where others weigh the same deed, and this heuristic only names it */
  readonly clues: readonly Clue[];
  /** one of them says that something was altered */
  readonly alters: boolean;
  /** fields whose absence left a part of the question open */
  readonly unknown: readonly string[];
}

/** The heuristic could not decide. */
export interface Absent {
  readonly outcome: 'not-evaluable';
  /** dotted path in Event of the field that was absent */
  readonly field: string;
}

/** Fired, not evaluable, or (undefined) not fired. */
export type Outcome = Finding | Absent | undefined;

/** Who traces the process that acts, or wrote into it. */
export interface Intruder {
  readonly relation: Relation;
  /** memory or registers of the process were written by the intruder, not long ago */
  readonly wrote: boolean;
  /** it traces the process now */
  readonly traces: boolean;
}

/**
 * What is known beside the event, and what most heuristics ask of it, read once. One object is used again for every
 * event: do not keep it.
 */
export interface Context {
  readonly parameters: Parameters;
  /** event time, milliseconds since the epoch */
  readonly now: number;
  readonly operation: Operation;
  /** the call did what it was asked, as succeeded() says */
  readonly succeeded: boolean;
  /** bytes that the event moved, as bytesMoved() says */
  readonly bytes: number;
  /** where the event's memory lies */
  readonly region: Region | undefined;
  /** what the actor did to the target so far, this event included; undefined where nobody is acted on */
  readonly relation: Relation | undefined;
  readonly intruder: Intruder | undefined;
  /** whether the actor of `relation` traces its target since that began to run its program; undefined: not known */
  ownTracee(): boolean | undefined;
  /** whether another process wrote into the event's actor, not long ago */
  wasWrittenInto(event: Event): boolean;
  /** who made a memfd, while that is remembered */
  makerOf(file: File): Process | undefined;
}

/** What a heuristic is, as data: for the list of rules, for documents, for dispatch. */
export interface Definition {
  readonly id: string;
  /** a few words for the head of an incident: what happened */
  readonly title: string;
  readonly description: string;
  /** MITRE ATT&CK technique ids */
  readonly attack: readonly string[];
  /** MITRE ATT&CK analytic ids */
  readonly analytics: readonly string[];
  readonly operations: readonly Operation[];
  readonly sources: readonly Source[];
  readonly parties: Parties;
  /** dotted paths in Event without which it cannot decide, or decides less */
  readonly needs: readonly string[];
  /** dotted paths of the parameters that it depends on beside its clues' weights */
  readonly parameters: readonly string[];
  readonly knownGaps: readonly string[];
  readonly falsePositives: readonly string[];
  /** what an analyst does next */
  readonly nextSteps: readonly string[];
}

/** A named, documented rule that turns events into findings. */
export interface Heuristic {
  readonly definition: Definition;
  /** every clue it can find */
  readonly clues: readonly Clue[];
  readonly evaluate: (event: Event, context: Context) => Outcome;
}

/** The outcome of a heuristic that found `clues`. */
export function fired(clues: readonly Clue[], unknown: readonly string[] = []): Finding {
  return { outcome: 'fired', clues, alters: clues.some(({ effect }) => effect === 'alter'), unknown };
}

/** The outcome of a heuristic that lacks `field`. */
export function notEvaluable(field: string): Absent {
  return { outcome: 'not-evaluable', field };
}
