import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { byRegion, MEMORY_WRITES, ONE_VECTOR_TOLD } from '../memory-write.js';
import { times, where } from '../sentence.js';

/** No debugger sets a breakpoint in the vDSO: it belongs to the kernel. */
const WROTE_VDSO: Clue = {
  id: 'wrote-vdso',
  kind: 'aggravation',
  effect: 'alter',
  grave: true,
  title: 'vDSO of another process changed',
  sentence: ({ target }, tally) =>
    `what was written lies in the vDSO of ${target}, which many of its system calls pass${times(tally)}${where(tally)}`,
};

const tampered = fired([WROTE_VDSO]);

const evaluate = byRegion((region) => (region === 'vdso' ? tampered : undefined));

/** Redirecting calls where they leave the program. Source: vdso(7). */
export const vdsoTamper: Heuristic = {
  definition: {
    id: 'vdso-tamper',
    title: 'vDSO of another process changed',
    description:
      'A process wrote into the vDSO of another one: the page of code that the kernel maps into every process, for calls that programs make all the time. Who writes there gets control without touching a file or the stack.',
    attack: ['T1055.014'],
    analytics: ['AN1241', 'AN1400'],
    operations: MEMORY_WRITES,
    sources: ['bpf'],
    parties: 'actor-and-target',
    needs: ['memory.region'],
    parameters: ['writeThreshold'],
    knownGaps: [
      'A process that replaces its own vDSO (mremap, mmap with MAP_FIXED) is not reported: checkpoint tools do so.',
      ONE_VECTOR_TOLD,
    ],
    falsePositives: ['A recorder that patches the vDSO of processes that it started, to see their calls (rr).'],
    nextSteps: ['Dump the vDSO of the target and compare it with that of another process: they are the same pages.'],
  },
  clues: [WROTE_VDSO],
  evaluate,
};
