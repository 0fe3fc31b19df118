import type { Operation } from './event.js';
import type { Process } from './process.js';
import type { Timestamp } from './timestamp.js';

/** Severities from least to most. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Why an incident has the score it has. */
export interface Reason {
  /** id of the heuristic that gave it, or of the circumstance */
  readonly heuristic: string;
  /** what kind of reason it is, the same in every revision: an incident has at most one of a kind */
  readonly id?: string;
  /** a sentence for a person */
  readonly text: string;
  /** what it adds to the score; may be negative */
  readonly weight: number;
  /** how many events gave it */
  readonly count: number;
}

/** A heuristic that could not decide, and the field whose absence was the cause. */
export interface NotEvaluable {
  readonly heuristic: string;
  readonly field: string;
  readonly count: number;
}

/** Everything found about one actor and one target, or about one actor alone. It grows under one id. */
export interface Incident {
  /** stable over all revisions, and the same in a replay of the same events */
  readonly id: string;
  /** 1 for the first report, one more for each later one */
  readonly revision: number;
  /** name of the host, where the source tells of several */
  readonly host?: string;
  readonly severity: Severity;
  /** 0 to 100 */
  readonly score: number;
  /** what happened, in a few words: the gravest of it */
  readonly title?: string;
  /** ids of the heuristics that fired, in the order in which they first did */
  readonly heuristics: readonly string[];
  /** what was done, in the order in which it first was */
  readonly operations?: readonly Operation[];
  /** ATT&CK technique ids */
  readonly attack: readonly string[];
  readonly actor: Process;
  readonly target: Process | null;
  /**
   * Others that acted on the same target: relatives of the actor, which started each other or were started by one process.
   * One of each program and user; those of the actor's own program and user are not among them. Absent where there are none.
   */
  readonly helpers?: readonly Process[];
  /** how the actor named the target, where no source resolved it: relative to its pid namespace, maybe a thread's id */
  readonly argument?: number;
  /** sentences: what was concluded from other events because the events themselves do not say it */
  readonly inferences?: readonly string[];
  readonly reasons: readonly Reason[];
  readonly notEvaluable: readonly NotEvaluable[];
  readonly first: Timestamp;
  readonly last: Timestamp;
  /** events that took part */
  readonly events: number;
  /** events lost, by any counter, between `first` and `last` */
  readonly lost: number;
  /** id of the exception in the configuration that keeps this incident from being reported */
  readonly suppressedBy?: string;
}

/** Whether `severity` is `floor` or worse. */
export function atLeast(severity: Severity, floor: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(floor);
}
