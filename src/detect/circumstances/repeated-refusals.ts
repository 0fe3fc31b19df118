import type { Circumstance } from '../circumstance.js';

export const repeatedRefusals: Circumstance = {
  id: 'repeated-refusals',
  description: 'The kernel forbade the actor again and again what it tried (EPERM, EACCES).',
  evenOverOwnTracee: false,
  judge: ({ refusals, parameters }) => refusals >= parameters.repeatedRefusals,
  sentence: ({ actor }, { parameters }) =>
    `${actor} went on trying after the kernel had refused ${parameters.repeatedRefusals} times`,
};
