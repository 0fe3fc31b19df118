import type { Event } from '../../model/event.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome } from '../heuristic.js';
import { errno, request, times } from '../sentence.js';

const ATTACHED: Clue = {
  id: 'attach',
  kind: 'act',
  effect: 'touch',
  stage: 'attach',
  sentence: ({ actor, target }, tally) => `${actor} attached to ${target}${times(tally)}${request(tally)}`,
};

const REFUSED: Clue = {
  id: 'attach-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to attach to another process',
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to attach to ${target}, in vain${errno(tally.last)}`,
};

const DETACHED: Clue = {
  id: 'detach',
  kind: 'act',
  effect: 'touch',
  stage: 'release',
  title: 'Let go of another process',
  sentence: ({ actor, target }, tally) => `${actor} let go of ${target}${times(tally)} (PTRACE_DETACH)`,
};

/** By ending, a tracer lets go of what it did not let go of before. */
const ENDED: Clue = {
  id: 'detach',
  kind: 'act',
  effect: 'touch',
  stage: 'release',
  title: 'Let go of another process',
  sentence: ({ actor, target }) => `${actor} ended, so that the kernel let go of ${target} for it: ${target} runs on`,
};

const attached = fired([ATTACHED]);
const tried = fired([REFUSED]);
const detached = fired([DETACHED]);
const ended = fired([ENDED]);

function evaluate(_event: Event, { operation, succeeded, relation }: Context): Outcome {
  if (operation === 'attach' || operation === 'seize') return succeeded ? attached : tried;
  if (!succeeded || relation?.incident === undefined) return undefined;
  return operation === 'detach' ? detached : ended;
}

/** Attaching alone. Source: ptrace(2), PTRACE_ATTACH and PTRACE_SEIZE. */
export const ptraceAttach: Heuristic = {
  definition: {
    id: 'ptrace-attach',
    title: 'Attached to another process',
    description:
      'A process became the tracer of another one, or tried to. By itself this reads and controls, it changes nothing: every debugger and tracer starts so. It is the first step of a chain, and letting go is the last.',
    attack: ['T1055.008'],
    analytics: ['AN0579', 'AN1400'],
    operations: ['attach', 'seize', 'detach', 'tracer-exit'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target'],
    parameters: ['seconds.chain'],
    knownGaps: [
      'A child that asks to be traced (PTRACE_TRACEME) and children that a tracer gets by PTRACE_O_TRACEFORK are traced without an attach.',
      'audit: the target is known by OBJ_PID only if the call got as far as finding it.',
    ],
    falsePositives: ['gdb, strace, ltrace, perf trace, crash reporters, checkpoint tools'],
    nextSteps: [
      'Where nothing else was done: see whether writes or register changes follow in the same incident.',
      'Ask the owner of the session whether they were debugging.',
    ],
  },
  clues: [ATTACHED, REFUSED, DETACHED, ENDED],
  evaluate,
};
