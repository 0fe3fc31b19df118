import type { Process } from '../../model/process.js';
import type { Circumstance } from '../circumstance.js';

const user = (process: Process | undefined): number | undefined => process?.euid ?? process?.uid;

/** Whose rights count is the effective user, as in ptrace_may_access() (kernel/ptrace.c). */
export const otherUser: Circumstance = {
  id: 'other-user',
  description: 'The target runs as another user than the actor.',
  evenOverOwnTracee: false,
  border: true,
  judge: ({ actor, target, remote }) => {
    if (!remote) return false;
    const from = user(actor);
    const to = user(target);
    if (from === undefined) return 'actor.uid';
    return to === undefined ? 'target.process.uid' : from !== to;
  },
  sentence: ({ actor, target }, situation) =>
    `${actor} runs as uid ${user(situation.actor)}, ${target} as uid ${user(situation.target)}`,
};
