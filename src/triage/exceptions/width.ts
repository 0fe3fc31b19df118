import type { Exception, ProcessKey } from './exception.js';

const YEAR_MS = 366 * 86_400_000;

/** Why an exception lets more pass than its author may think; sentences whose subject is the exception. */
export function tooWide(exception: Exception, now: number): string[] {
  const { actor, target, relation, heuristics, operations, expires } = exception;
  const warnings: string[] = [];
  if (!identifiesFile(actor)) {
    warnings.push('applies to every program: give actor.path, actor.device with actor.inode, or actor.sha256');
  }
  if (target === undefined && relation === undefined) {
    warnings.push('applies to every target: give a target or a relation');
  }
  if (heuristics === undefined && operations === undefined) {
    warnings.push('applies to whatever is done: give heuristics or operations');
  }
  if (expires === undefined) warnings.push('never expires: give expires');
  else if (expires <= now) warnings.push(`expired, and applies to nothing that happens now: renew it or take it out`);
  else if (expires - now > YEAR_MS) warnings.push('expires in more than a year: will anybody look at it again?');
  return warnings;
}

const identifiesFile = (key: ProcessKey | undefined): boolean => key?.file !== undefined || key?.sha256 !== undefined;
