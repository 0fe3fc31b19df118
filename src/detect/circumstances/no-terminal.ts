import type { Circumstance } from '../circumstance.js';

/** A person who debugs sits at one; a daemon, or what got in through one, does not. Source: credentials(7), tty(4). */
export const noTerminal: Circumstance = {
  id: 'no-terminal',
  description: 'The actor has no controlling terminal.',
  evenOverOwnTracee: false,
  judge: ({ actor, remote }) => {
    if (!remote) return false;
    return actor.tty === undefined ? 'actor.tty' : actor.tty === '';
  },
  sentence: ({ actor }) => `${actor} has no terminal: nobody sits at it`,
};
