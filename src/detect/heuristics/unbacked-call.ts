import type { Event } from '../../model/event.js';
import { isInFile } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome } from '../heuristic.js';
import { times } from '../sentence.js';

const CALLED: Clue = {
  id: 'unbacked-call',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} called ${tally.first.call ?? 'the kernel'} from code in ${tally.first.origin?.region ?? 'unknown'} memory, which is in no file${times(tally)}`,
};

const called = fired([CALLED]);

/** After another process has written into the caller, that is the story, which another heuristic tells. */
function evaluate(event: Event, context: Context): Outcome {
  const { origin } = event;
  if (origin === undefined || isInFile(origin.region)) return undefined;
  return context.wasWrittenInto(event) ? undefined : called;
}

/** Code that came into a process as data, running. Source: the instruction pointer at the call. */
export const unbackedCall: Heuristic = {
  definition: {
    id: 'unbacked-call',
    title: 'Code that is in no file called the kernel',
    description:
      'A process called the kernel from memory that is in no file, and nobody else had written into it: it got the code as data, from a connection or out of its own file, and jumped there. Just-in-time compilers generate code too, but that calls the kernel through the C library.',
    attack: ['T1620'],
    analytics: ['AN0839', 'AN1400'],
    operations: [
      'map-exec',
      'protect-exec',
      'remap',
      'memfd-create',
      'attach',
      'seize',
      'write-text',
      'write-data',
      'set-registers',
      'remote-write',
      'remote-read',
      'open-mem',
      'mem-write',
      'fd-steal',
    ],
    sources: ['bpf'],
    parties: 'actor',
    needs: ['origin', 'writer'],
    parameters: ['seconds.afterWrite'],
    knownGaps: [
      'Only calls that are watched have an origin, and an execution has none: code that only connects, reads and writes is not told.',
      'Code that was loaded so and calls through the C library looks like what a just-in-time compiler makes.',
    ],
    falsePositives: [
      'Programs that are packed: they unpack themselves into memory of their own (UPX).',
      'Translators that run whole programs out of a cache of their code, its system calls included; checkpoint tools that restore a process.',
    ],
    nextSteps: [
      'Dump the memory from which the call came before the process ends: it is in no file.',
      'Find out where it came from: connections of the process, what it had read before.',
    ],
  },
  clues: [CALLED],
  evaluate,
};
