import type { Circumstance } from '../circumstance.js';

/** Source: capabilities(7). Capabilities of another user namespace than the actor's count as if they were the host's. */
export const morePrivileged: Circumstance = {
  id: 'more-privileged',
  description: 'The target has effective capabilities that the actor lacks.',
  evenOverOwnTracee: true,
  judge: ({ actor, target, remote }) => {
    if (!remote) return false;
    if (actor.capabilities === undefined) return 'actor.capabilities';
    if (target?.capabilities === undefined) return 'target.process.capabilities';
    return (BigInt(target.capabilities) & ~BigInt(actor.capabilities)) !== 0n;
  },
  sentence: ({ actor, target }) => `${target} has capabilities that ${actor} lacks`,
};
