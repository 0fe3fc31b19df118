import type { Process } from '../model/process.js';
import type { OpenIncident } from './open-incident.js';

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
  /** the same, of the last change of registers */
  controlledAt = Number.NEGATIVE_INFINITY;
  /** the same, of the first copy out of or into the target's memory by process_vm_readv(2) or process_vm_writev(2) */
  copiedAt = Number.POSITIVE_INFINITY;
  /** all that the actor wrote into the target was data, by process_vm_writev(2), after the target had copied so itself */
  peers = false;
  /** the actor let go of a child that it had traced since that began, and had written into */
  letGoChanged = false;
  /** the address just after the last write into code, NaN before the first, and how many bytes were written in a row up to there */
  codeEnd = Number.NaN;
  codeRun = 0;
  lastAt: number;
  incident: OpenIncident | undefined;

  constructor(actor: Process, target: Process | undefined, argument: number | undefined, now: number) {
    this.actor = actor;
    this.target = target;
    this.argument = argument;
    this.lastAt = now;
  }
}
