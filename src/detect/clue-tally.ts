import type { Event, Operation, Region } from '../model/event.js';
import type { Clue, Context, Definition, Tally } from './heuristic.js';
import type { Weight } from './parameters.js';
import type { Relation } from './relation.js';

/** Where a clue was found, and what it weighs. */
export interface FoundIn {
  readonly definition: Definition;
  readonly clue: Clue;
  readonly weight: Weight;
  /** who did it first */
  readonly relation: Relation;
  readonly event: Event;
  readonly context: Context;
}

const NONE: readonly never[] = [];

/** A clue of an incident, with what it was found in. */
export class ClueTally implements Tally {
  readonly definition: Definition;
  readonly clue: Clue;
  readonly weight: Weight;
  readonly relation: Relation;
  readonly first: Event;
  last: Event;
  count = 1;
  bytes: number;
  regions: readonly Region[] = NONE;
  operations: readonly Operation[] = NONE;
  readonly #writes: boolean;
  // Of the last event.
  #region: Region | undefined;
  #operation: Operation;

  constructor({ definition, clue, weight, relation, event, context }: FoundIn) {
    this.definition = definition;
    this.clue = clue;
    this.weight = weight;
    this.relation = relation;
    this.first = event;
    this.last = event;
    this.#writes = clue.stage === 'write';
    this.#region = context.region;
    this.#operation = context.operation;
    this.bytes = this.#bytesOf(event, context);
    if (this.#writes) this.#note(context);
  }

  /** The clue was found in another event. */
  add(event: Event, context: Context): void {
    this.count++;
    this.bytes += this.#bytesOf(event, context);
    this.last = event;
    const isAsBefore = context.operation === this.#operation && context.region === this.#region;
    if (this.#writes && !isAsBefore) this.#note(context);
  }

  #bytesOf(event: Event, context: Context): number {
    return this.#writes ? context.bytes : (event.bytes ?? 0);
  }

  /** Takes note of where and how was written. */
  #note({ operation, region }: Context): void {
    this.#operation = operation;
    this.#region = region;
    this.operations = including(this.operations, operation);
    if (region !== undefined) this.regions = including(this.regions, region);
  }
}

/** The few that are in `array`, and `one`. */
export function including<T>(array: readonly T[], one: T): readonly T[] {
  return array.includes(one) ? array : [...array, one];
}
