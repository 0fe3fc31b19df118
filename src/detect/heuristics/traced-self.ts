import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { errno, times } from '../sentence.js';

const ASKED: Clue = {
  id: 'traceme',
  kind: 'act',
  effect: 'touch',
  title: 'Asked its parent to trace it',
  sentence: ({ actor, target }, tally) => `${target} let its parent ${actor} trace it${times(tally)} (PTRACE_TRACEME)`,
};

const REFUSED: Clue = {
  id: 'traceme-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Looked whether it is traced',
  sentence: ({ actor, target }, tally) =>
    `${target} asked to be traced${times(tally)}, in vain${errno(tally.last)}: so a program finds out that ${actor} traces it`,
};

const asked = fired([ASKED]);
const tried = fired([REFUSED]);

/** Being traced by choice. Source: ptrace(2), PTRACE_TRACEME. */
export const tracedSelf: Heuristic = {
  definition: {
    id: 'traced-self',
    title: 'Asked its parent to trace it',
    description:
      'A process made its parent its tracer. Debuggers start programs so; a program that does it by itself keeps debuggers away, for only one tracer is possible. Information, by itself.',
    attack: ['T1622'],
    analytics: ['AN0579'],
    operations: ['traceme'],
    sources: ['bpf', 'audit'],
    parties: 'intruder-and-actor',
    needs: ['actor.parent'],
    parameters: [],
    knownGaps: ['A refused request is told only where the tracer is known.'],
    falsePositives: ['Everything that is started under a debugger, and the self-tests of debuggers.'],
    nextSteps: ['Nothing, unless the program has no reason to be debugged or to hide from it.'],
  },
  clues: [ASKED, REFUSED],
  evaluate: (_event, { succeeded }) => (succeeded ? asked : tried),
};
