import type { Process } from '../model/process.js';
import type { Names } from './heuristic.js';
import type { CircumstanceId, Parameters } from './parameters.js';

/** What a circumstance is judged by. */
export interface Situation {
  readonly actor: Process;
  readonly target: Process | undefined;
  /** there is a target, though maybe an unresolved one: this is not about one process alone */
  readonly remote: boolean;
  /** calls that the kernel forbade */
  readonly refusals: number;
  /** calls made through another interface than that of the code that made them */
  readonly foreignCalls: number;
  readonly parameters: Parameters;
}

/** `true` and `false`, or the dotted path of the field without which it cannot be told (`target.uid`). */
export type Judgement = boolean | string;

/** Something about the parties of an incident, as opposed to what was done, that makes it graver. */
export interface Circumstance {
  readonly id: CircumstanceId;
  readonly description: string;
  /** it counts in full also where a tracer works on what it started itself, which then is not lowered */
  readonly evenOverOwnTracee: boolean;
  readonly judge: (situation: Situation) => Judgement;
  readonly sentence: (names: Names, situation: Situation) => string;
}
