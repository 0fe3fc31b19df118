import { isCode } from '../evidence.js';
import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { byRegion, MEMORY_WRITES, ONE_VECTOR_TOLD } from '../memory-write.js';
import { times, where } from '../sentence.js';

const WROTE_CODE: Clue = {
  id: 'wrote-code',
  kind: 'aggravation',
  effect: 'alter',
  title: 'Code of another process changed',
  sentence: ({ target }, tally) =>
    `what was written lies in the code of ${target}${tally.first.memory?.region === 'library' ? "'s libraries" : "'s program"}${times(tally)}${where(tally)}`,
};

const WROTE_DATA: Clue = {
  id: 'wrote-data',
  kind: 'aggravation',
  effect: 'alter',
  title: 'Data of another process changed',
  // calls redirected through the GOT stand under the same technique as those through the vDSO
  attack: ['T1055.014'],
  sentence: ({ target }, tally) =>
    `what was written lies in the data segment of ${target}'s program${times(tally)}${where(tally)}: the table of imported functions (GOT) is there`,
};

const code = fired([WROTE_CODE]);
const data = fired([WROTE_DATA]);

const evaluate = byRegion((region) => {
  if (isCode(region)) return code;
  return region === 'data' ? data : undefined;
});

/** Changing code in place, or the tables by which it calls. Source: elf(5), proc(5). */
export const codeTamper: Heuristic = {
  definition: {
    id: 'code-tamper',
    title: 'Code or jump tables of another process changed',
    description:
      'A process wrote into the text of the program or of a library that another one runs, or into the data segment in which the global offset table (GOT) is. No program does that to itself through these calls; debuggers do it for breakpoints.',
    attack: ['T1055'],
    analytics: ['AN1241', 'AN1400'],
    operations: MEMORY_WRITES,
    sources: ['bpf'],
    parties: 'actor-and-target',
    needs: ['memory.region'],
    parameters: ['writeThreshold'],
    knownGaps: [
      'The GOT is not told apart from the rest of the data segment; that of a library counts as the library.',
      ONE_VECTOR_TOLD,
    ],
    falsePositives: ['Breakpoints of debuggers and tracers (gdb, ltrace, uprobes of user space).'],
    nextSteps: [
      'Compare the pages with the file on disk (/proc/PID/map_files): what differs is breakpoints or a payload.',
    ],
  },
  clues: [WROTE_CODE, WROTE_DATA],
  evaluate,
};
