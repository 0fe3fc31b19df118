import type { Circumstance } from '../circumstance.js';

/** Ranks of a parallel program hand each other messages so. Source: process_vm_writev(2). */
export const peers: Circumstance = {
  id: 'peers',
  description:
    "The target runs the same program for the same user, and had copied out of or into the actor's memory before the actor first wrote: they work together.",
  evenOverOwnTracee: false,
  lowers: true,
  judge: ({ peers: work }) => work,
  sentence: ({ actor, target }) =>
    `${actor} and ${target} run the same program, and ${target} had reached into the memory of ${actor} before: they hand each other data, as the ranks of a parallel program do`,
};
