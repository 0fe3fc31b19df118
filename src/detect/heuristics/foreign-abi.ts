import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { times } from '../sentence.js';

const FOREIGN: Clue = {
  id: 'foreign-abi',
  kind: 'aggravation',
  effect: 'touch',
  grave: true,
  title: '32-bit calls from 64-bit code',
  sentence: ({ actor }, tally) =>
    `${actor} called ${tally.first.call ?? 'the kernel'} through the 32-bit interface from 64-bit code${times(tally)}, as if to hide it`,
};

const foreign = fired([FOREIGN]);

/**
 * No compiler makes 64-bit code that calls through the 32-bit interface; what watches system calls by their 64-bit
 * entries does not see such calls. Source: arch/x86/entry/entry_64_compat.S.
 */
export const foreignAbi: Heuristic = {
  definition: {
    id: 'foreign-abi',
    title: '32-bit calls from 64-bit code',
    description:
      '64-bit code made system calls of the watched kind through the 32-bit interface (int $0x80). Compilers do not; many sensors do not see such calls.',
    attack: ['T1106'],
    analytics: ['AN1400'],
    operations: [
      'attach',
      'seize',
      'write-text',
      'write-data',
      'write-user',
      'set-registers',
      'remote-write',
      'remote-read',
      'open-mem',
      'mem-write',
      'memfd-create',
      'map-exec',
      'protect-exec',
      'exec',
      'fd-steal',
    ],
    sources: ['bpf'],
    parties: 'any',
    needs: ['foreignAbi'],
    parameters: [],
    knownGaps: ['audit does not tell them apart.'],
    falsePositives: ['Emulators and translators of 32-bit programs that run them in 64-bit code.'],
    nextSteps: ['Copy the program and look for int $0x80: it knows what it avoids.'],
  },
  clues: [FOREIGN],
  evaluate: (event) => (event.foreignAbi === true ? foreign : undefined),
};
