import { succeeded } from '../../model/event.js';
import { movedBytes } from '../evidence.js';
import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { bytes, errno, times, where } from '../sentence.js';
import { withRegion } from '../written-region.js';

const WROTE: Clue = {
  id: 'remote-write',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor, target }, tally) =>
    `${actor} wrote ${bytes(tally)} into ${target} with process_vm_writev${times(tally)}${where(tally)}`,
};

const REFUSED: Clue = {
  id: 'remote-write-refused',
  kind: 'act',
  effect: 'attempt',
  title: "Tried to write into another process's memory",
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to write into ${target} with process_vm_writev, in vain${errno(tally.last)}`,
};

const wrote = withRegion(WROTE);
const tried = fired([REFUSED]);

/** Writing without stopping the target. Source: process_vm_writev(2). */
export const remoteMemoryWrite: Heuristic = {
  definition: {
    id: 'remote-memory-write',
    title: "Wrote into another process's memory",
    description:
      'A process wrote into the memory of another one with process_vm_writev, which needs no attach and does not stop the target.',
    attack: ['T1055'],
    analytics: ['AN1400'],
    operations: ['remote-write'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'memory.region'],
    parameters: ['repeatedRefusals'],
    knownGaps: [
      'Cannot write where the target may not write itself, so code follows from data: a return address, a function pointer.',
      'audit: no target, only the argument; not where the data went.',
    ],
    falsePositives: ['MPI and other shared-memory transports write into sibling ranks this way.'],
    nextSteps: [
      'Compare the region: a stack or a data segment with pointers is where control is taken.',
      'See whether the target gains executable memory afterwards.',
    ],
  },
  clues: [WROTE, REFUSED],
  evaluate: (event) => {
    if (movedBytes(event)) return wrote(event);
    return succeeded(event) ? undefined : tried;
  },
};
