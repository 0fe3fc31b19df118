import type { Process } from '../../model/process.js';
import type { Circumstance } from '../circumstance.js';

/** Every capability that a kernel knows: at least those up to CAP_CHECKPOINT_RESTORE (40). */
const ALL = (1n << 38n) - 1n;

/**
 * Whether the target has them only in a user namespace of its own. A user other than root has all of them nowhere else:
 * unprivileged containers and sandboxes begin so.
 */
function areOfOwnNamespace(actor: Process, target: Process, capabilities: bigint): boolean {
  if (target.euid === undefined || target.euid === 0 || target.euid !== actor.euid) return false;
  return (capabilities & ALL) === ALL;
}

/** Source: capabilities(7), user_namespaces(7). */
export const morePrivileged: Circumstance = {
  id: 'more-privileged',
  description: 'The target has effective capabilities that the actor lacks.',
  evenOverOwnTracee: true,
  border: true,
  judge: ({ actor, target, remote }) => {
    if (!remote) return false;
    if (actor.capabilities === undefined) return 'actor.capabilities';
    if (target?.capabilities === undefined) return 'target.process.capabilities';
    // in all but a few cases
    if (target.capabilities === actor.capabilities) return false;
    const capabilities = BigInt(target.capabilities);
    if ((capabilities & ~BigInt(actor.capabilities)) === 0n) return false;
    return !areOfOwnNamespace(actor, target, capabilities);
  },
  sentence: ({ actor, target }) => `${target} has capabilities that ${actor} lacks`,
};
