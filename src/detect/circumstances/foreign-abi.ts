import type { Circumstance } from '../circumstance.js';

/**
 * No compiler makes 64-bit code that calls through the 32-bit interface; what watches system calls by their 64-bit
 * entries does not see such calls.
 */
export const foreignAbi: Circumstance = {
  id: 'foreign-abi',
  description: '64-bit code of the actor made 32-bit system calls (int $0x80), which many tools do not see.',
  evenOverOwnTracee: true,
  judge: ({ foreignCalls }) => foreignCalls > 0,
  sentence: ({ actor }) => `${actor} made the calls through the 32-bit interface from 64-bit code, as if to hide them`,
};
