import type { Event } from '../../model/event.js';
import { isInFile } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome } from '../heuristic.js';
import { times } from '../sentence.js';

const RAN: Clue = {
  id: 'injected-call',
  kind: 'act',
  effect: 'alter',
  stage: 'code',
  sentence: ({ actor, target }, tally) =>
    `${target} called ${tally.first.call ?? 'the kernel'} from code in ${tally.first.origin?.region ?? 'unknown'} memory, which is in no file${times(tally)}, after ${actor} had written into it`,
};

const ran = fired([RAN]);

function evaluate({ origin }: Event, { intruder }: Context): Outcome {
  if (intruder === undefined || !intruder.wrote || origin === undefined) return undefined;
  return isInFile(origin.region) ? undefined : ran;
}

/** What was written, running. Source: the instruction pointer at the call. */
export const injectedCall: Heuristic = {
  definition: {
    id: 'injected-call',
    title: 'Injected code ran in another process',
    description:
      'A process that another one had written into called the kernel from memory that is in no file. Calls are made through the C library, also by just-in-time compilers: code that calls by itself was made to need nobody.',
    attack: ['T1055'],
    analytics: ['AN1400', 'AN1241'],
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
      'fd-steal',
    ],
    sources: ['bpf'],
    parties: 'intruder-and-actor',
    needs: ['origin', 'writer'],
    parameters: ['seconds.afterWrite', 'ownTraceeCeiling'],
    knownGaps: [
      'Only calls that are watched have an origin, and an execution has none: shellcode that only executes a program is not told.',
      'Injected code that calls through the C library looks like the program itself.',
    ],
    falsePositives: ['A program whose own generated code calls the kernel directly, while a debugger has changed it.'],
    nextSteps: ['Dump the memory from which the call came: it is the payload.'],
  },
  clues: [RAN],
  evaluate,
};
