import type { Process } from '../model/process.js';
import type { Names, Stage } from './heuristic.js';
import type { CircumstanceId, Parameters } from './parameters.js';

/** What a circumstance is judged by. */
export interface Situation {
  readonly actor: Process;
  readonly target: Process | undefined;
  /** there is a target, though maybe an unresolved one: this is not about one process alone */
  readonly remote: boolean;
  /** the target was changed, or code was run that is in no file */
  readonly altered: boolean;
  /** calls that the kernel forbade */
  readonly refusals: number;
  /** milliseconds since the epoch of the first event of each stage that was seen */
  readonly stages: { readonly [S in Stage]?: number };
  /** relatives of the actor that acted on the same target */
  readonly helpers: readonly Process[];
  /** each reaches into the memory of the other, of both's own accord */
  readonly peers: boolean;
  readonly parameters: Parameters;
}

/** `true` and `false`, or the dotted path of the field without which it cannot be told (`target.uid`). */
export type Judgement = boolean | string;

/** Something about the parties of an incident, as opposed to what was done, that makes it graver or less grave. */
export interface Circumstance {
  readonly id: CircumstanceId;
  readonly description: string;
  /** it counts in full also where a tracer works on what it started itself, which then is not lowered */
  readonly evenOverOwnTracee: boolean;
  /** it weighs half where the kernel refused all that was tried: nothing came of it */
  readonly halfInVain?: true;
  /** it takes its weight from the score */
  readonly lowers?: true;
  /** the actor reaches over a border that a debugger's user stays within: a debugger that alters is not lowered then */
  readonly border?: true;
  readonly judge: (situation: Situation) => Judgement;
  readonly sentence: (names: Names, situation: Situation) => string;
}
