import { type Clue, fired, type Heuristic } from '../heuristic.js';
import { errno, times } from '../sentence.js';

const TOOK: Clue = {
  id: 'fd-steal',
  kind: 'act',
  effect: 'touch',
  sentence: ({ actor, target }, tally) => `${actor} took a descriptor out of ${target}${times(tally)} (pidfd_getfd)`,
};

const REFUSED: Clue = {
  id: 'fd-steal-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to take a descriptor of another process',
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to take a descriptor out of ${target}, in vain${errno(tally.last)}`,
};

const took = fired([TOOK]);
const tried = fired([REFUSED]);

/** Taking what another process has open. Source: pidfd_getfd(2). */
export const fdSteal: Heuristic = {
  definition: {
    id: 'fd-steal',
    title: 'Took a descriptor of another process',
    description:
      'A process copied an open descriptor out of another one with pidfd_getfd: a socket that is already authenticated, a file that it may not open, a memory file.',
    attack: ['T1055'],
    analytics: ['AN1400'],
    operations: ['fd-steal'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process'],
    parameters: [],
    knownGaps: [
      'Which file was taken is not told.',
      'audit: the process is named by a descriptor of the caller, so the target is not known.',
    ],
    falsePositives: ['Container managers and supervisors that serve seccomp notifications for their own children.'],
    nextSteps: ['List the sockets and files of the target; see which of them the actor has now (/proc/PID/fd).'],
  },
  clues: [TOOK, REFUSED],
  evaluate: (_event, { succeeded }) => (succeeded ? took : tried),
};
