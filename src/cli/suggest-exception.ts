import { stringify } from 'yaml';
import { formatDevice } from '../model/device.js';
import type { Incident } from '../model/incident.js';
import type { Process } from '../model/process.js';

const HOUR_MS = 3_600_000;
/** Long enough to find an owner, short enough to be looked at again. */
const DAYS = 90;

type Key = Record<string, unknown>;

/**
 * An entry of `exceptions` that covers `incident` as narrowly as what is known of it allows, as YAML; what only a person
 * can say is left to fill in.
 */
export function suggestException(incident: Incident, now: number = Date.now()): string {
  const { id, actor, target, heuristics, operations, severity, score } = incident;
  const entry = {
    id: `incident-${id}`,
    owner: 'who answers for this',
    reason: 'why this is in order',
    expires: new Date(now + DAYS * 24 * HOUR_MS).toISOString().slice(0, 10),
    actor: keyOf(actor),
    ...(target !== null && { target: keyOf(target) }),
    ...(target !== null && target.ppid === actor.tgid && { relation: 'own-child' }),
    heuristics,
    ...(operations && { operations }),
    maxSeverity: severity,
  };
  const company =
    incident.helpers === undefined
      ? ''
      : '\n# Other programs took part: an exception covers the incident only where each of them is what its actor says';
  const remark = ` incident ${id}, ${severity} ${score}: fill in who answers for it, and why it is in order`;
  return `#${remark}${company}\n${stringify({ exceptions: [entry] })}`;
}

/** By device and inode where the source knows them; a path that is taken for them is easier to read, but not as sure. */
function keyOf({ exe, euid, uid }: Process): Key {
  const user = euid ?? uid;
  return {
    ...(exe?.device !== undefined &&
      exe.inode !== undefined && {
        device: formatDevice(exe.device),
        inode: typeof exe.inode === 'bigint' ? exe.inode.toString() : exe.inode,
      }),
    ...(user !== undefined && { user }),
  };
}
