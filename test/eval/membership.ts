import type { Event } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import type { Process } from '../../src/model/process.js';
import type { Word } from '../../src/model/word.js';

/**
 * What marks the processes of one case among all of the host. Both are inherited by children and kept over exec and
 * setuid: the login uid, which audit tells too, and the cgroup, which a program with a login of its own (sshd) keeps.
 */
export interface Mark {
  readonly login: number;
  /** ids of the case's cgroup and of those below it */
  readonly cgroups: ReadonlySet<Word>;
}

function bears({ login, cgroups }: Mark, process: Process | null | undefined): boolean {
  if (process === null || process === undefined) return false;
  return process.auid === login || (process.cgroup !== undefined && cgroups.has(process.cgroup));
}

/** Whether a process of the case does it, or it is done to one. */
export function isEventOf(mark: Mark, { actor, target }: Event): boolean {
  return bears(mark, actor) || bears(mark, target?.process);
}

export function isIncidentOf(mark: Mark, { actor, target }: Incident): boolean {
  return bears(mark, actor) || bears(mark, target);
}
