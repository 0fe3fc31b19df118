import { atLeast, type Incident } from '../../model/incident.js';
import type { Process } from '../../model/process.js';
import type { Timestamp } from '../../model/timestamp.js';
import type { Exception, ProcessKey, RelationName } from './exception.js';

/** What only the host can tell. */
export interface HostAnswers {
  /** SHA-256 of the executable of a process as it was at `time`, in lower-case hexadecimal; undefined where it cannot be told */
  readonly sha256: (process: Process, time: Timestamp) => string | undefined;
}

/** Holds, does not hold, or the dotted path of the field without which it cannot be told. */
export type Match = boolean | string;

/** Whether `exception` covers `incident` as it stands, its expiry aside. */
export function matches(exception: Exception, incident: Incident, host: HostAnswers): Match {
  const { actor, helpers = [], target, first } = incident;
  const actors = [actor, ...helpers];
  return every([
    () => exception.maxSeverity === undefined || atLeast(exception.maxSeverity, incident.severity),
    () => isWithin(incident.heuristics, exception.heuristics),
    () => operationsMatch(incident, exception),
    // what one may do, nobody may do in its company
    ...actors.map((one) => () => relationHolds(exception.relation, { ...incident, actor: one })),
    ...actors.map((one) => () => identityMatches(exception.actor, one, 'actor')),
    () =>
      exception.target === undefined
        ? true
        : ofTarget(incident, (process) => identityMatches(exception.target, process, 'target.process')),
    // last, for it may have to read the whole file
    ...actors.map((one) => () => contentMatches(exception.actor, one, first, 'actor', host)),
    () => contentMatches(exception.target, target ?? undefined, first, 'target.process', host),
  ]);
}

/** One that does not hold decides; else the first that cannot be told. */
function every(conditions: readonly (() => Match)[]): Match {
  let unknown: string | undefined;
  for (const condition of conditions) {
    const match = condition();
    if (match === false) return false;
    if (match !== true) unknown ??= match;
  }
  return unknown ?? true;
}

const isWithin = <T>(all: readonly T[], allowed: ReadonlySet<T> | undefined): boolean =>
  allowed === undefined || all.every((one) => allowed.has(one));

function operationsMatch({ operations }: Incident, exception: Exception): Match {
  if (exception.operations === undefined) return true;
  return operations === undefined ? 'operations' : isWithin(operations, exception.operations);
}

/** An incident about one process alone is not about a target. */
function ofTarget({ target, argument }: Incident, judge: (target: Process) => Match): Match {
  if (target !== null) return judge(target);
  return argument === undefined ? false : 'target.process';
}

function relationHolds(relation: RelationName | undefined, incident: Incident): Match {
  if (relation === undefined) return true;
  const { actor } = incident;
  return ofTarget(incident, (target) => {
    switch (relation) {
      case 'own-child':
        return isChild(target, actor, 'target.process');
      case 'parent':
        return isChild(actor, target, 'actor');
      case 'same-user':
        return haveSameUser(actor, target);
    }
  });
}

function isChild(child: Process, parent: Process, whose: string): Match {
  if (child.ppid === undefined) return `${whose}.ppid`;
  if (child.ppid !== parent.tgid) return false;
  const { start } = child.parent ?? {};
  return start === undefined || parent.start === undefined || start === parent.start;
}

const userOf = ({ euid, uid }: Process): number | undefined => euid ?? uid;

function haveSameUser(actor: Process, target: Process): Match {
  const [from, to] = [userOf(actor), userOf(target)];
  if (from === undefined) return 'actor.euid';
  return to === undefined ? 'target.process.euid' : from === to;
}

function identityMatches(key: ProcessKey | undefined, process: Process, whose: string): Match {
  if (key === undefined) return true;
  const { exe } = process;
  return every([
    () => equal(key.user, userOf(process), `${whose}.euid`),
    () => equal(key.fileOwner, exe?.ownerUid, `${whose}.exe.ownerUid`),
    () => equal(key.file?.inode, exe?.inode, `${whose}.exe.inode`),
    () => equal(key.file?.device, exe?.device, `${whose}.exe.device`),
  ]);
}

function equal<T>(wanted: T | undefined, found: T | undefined, field: string): Match {
  if (wanted === undefined) return true;
  return found === undefined ? field : wanted === found;
}

function contentMatches(
  key: ProcessKey | undefined,
  process: Process | undefined,
  time: Timestamp,
  whose: string,
  host: HostAnswers,
): Match {
  if (key?.sha256 === undefined || process === undefined) return true;
  return equal(key.sha256, host.sha256(process, time), `${whose}.exe.sha256`);
}
