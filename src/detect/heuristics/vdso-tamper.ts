import type { Event } from '../../model/event.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
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
const regionAbsent = notEvaluable('memory.region');

function evaluate(event: Event, { bytes, parameters }: Context): Outcome {
  if (bytes < parameters.writeThreshold) return undefined;
  const region = event.memory?.region;
  if (region === undefined) return regionAbsent;
  return region === 'vdso' ? tampered : undefined;
}

/** Redirecting calls where they leave the program. Source: vdso(7). */
export const vdsoTamper: Heuristic = {
  definition: {
    id: 'vdso-tamper',
    title: 'vDSO of another process changed',
    description:
      'A process wrote into the vDSO of another one: the page of code that the kernel maps into every process, for calls that programs make all the time. Who writes there gets control without touching a file or the stack.',
    attack: ['T1055.014'],
    analytics: ['AN1241', 'AN1400'],
    operations: ['remote-write', 'mem-write', 'write-text', 'write-data'],
    sources: ['bpf'],
    parties: 'actor-and-target',
    needs: ['memory.region'],
    parameters: ['writeThreshold'],
    knownGaps: [
      'A process that replaces its own vDSO (mremap, mmap with MAP_FIXED) is not reported: checkpoint tools do so.',
      'Of process_vm_writev one place is told: the first of its first 64 vectors that is in executable memory, else the first of all.',
    ],
    falsePositives: ['A recorder that patches the vDSO of processes that it started, to see their calls (rr).'],
    nextSteps: ['Dump the vDSO of the target and compare it with that of another process: they are the same pages.'],
  },
  clues: [WROTE_VDSO],
  evaluate,
};
