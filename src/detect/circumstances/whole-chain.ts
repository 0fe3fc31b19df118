import type { Circumstance, Situation } from '../circumstance.js';

function isChain({ stages, parameters }: Situation): boolean {
  const { attach, write, control } = stages;
  if (attach === undefined || write === undefined || control === undefined) return false;
  const window = parameters.seconds.chain * 1000;
  return Math.abs(write - attach) <= window && Math.abs(control - write) <= window;
}

/** AN0579's TimeWindowBetweenPtraceAndMemoryWrite. */
export const wholeChain: Circumstance = {
  id: 'whole-chain',
  description: 'Attach, write and register change followed each other within seconds.',
  evenOverOwnTracee: false,
  judge: (situation) => situation.altered && isChain(situation),
  sentence: (_names, { parameters }) =>
    `attach, write and register change came within ${parameters.seconds.chain} s of each other: the steps by which code is put into a process and started`,
};
