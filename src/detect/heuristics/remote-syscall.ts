import type { Event } from '../../model/event.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome, type Tally } from '../heuristic.js';
import { nameFile, times } from '../sentence.js';

/** `mmap`, and of which file where that is one: how a library gets into another process. */
function calls({ first }: Tally): string {
  const call = first.call ?? first.operation;
  return first.file?.path === undefined ? call : `${call} of ${nameFile(first.file)}`;
}

const CALLED: Clue = {
  id: 'remote-call',
  kind: 'act',
  effect: 'alter',
  stage: 'code',
  sentence: ({ actor, target }, tally) =>
    `${target} called ${calls(tally)}${times(tally)} while ${actor} traced it and had just set its registers`,
};

const called = fired([CALLED]);

function evaluate(_event: Event, { intruder, parameters, now }: Context): Outcome {
  if (intruder === undefined || !intruder.traces) return undefined;
  return now - intruder.relation.controlledAt <= parameters.seconds.remoteCall * 1000 ? called : undefined;
}

/** Making another process call the kernel. Source: ptrace(2). */
export const remoteSyscall: Heuristic = {
  definition: {
    id: 'remote-syscall',
    title: 'Another process was made to call the kernel',
    description:
      'A traced process made a call that injection needs (memory that can be executed, a file in memory, a handle on a third process) just after its tracer had set its registers: so a tracer makes its target call for it.',
    attack: ['T1055.008'],
    analytics: ['AN1400', 'AN1241'],
    operations: ['map-exec', 'protect-exec', 'memfd-create', 'attach', 'seize', 'remote-write', 'open-mem', 'fd-steal'],
    sources: ['bpf', 'audit'],
    parties: 'intruder-and-actor',
    needs: ['tracer'],
    parameters: ['seconds.remoteCall'],
    knownGaps: [
      'Calls that injection does not need are not watched: reptyr opens a terminal in its target, which is seen only as its register changes.',
      'Whether the target called by itself or by force is told by the time between, not by where the call came from.',
    ],
    falsePositives: ['A program that goes on working under a debugger that has just called a function in it.'],
    nextSteps: ['See what memory the target gained, and which thread runs in it.'],
  },
  clues: [CALLED],
  evaluate,
};
