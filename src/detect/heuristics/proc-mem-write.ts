import type { Event } from '../../model/event.js';
import { opensForWriting } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { errno, times } from '../sentence.js';

const OPENED: Clue = {
  id: 'open-mem-write',
  kind: 'act',
  effect: 'touch',
  title: 'Opened /proc/PID/mem for writing',
  sentence: ({ actor, target }, tally) => `${actor} opened the memory of ${target} for writing${times(tally)}`,
};

const OPEN_REFUSED: Clue = {
  id: 'open-mem-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to open /proc/PID/mem for writing',
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to open the memory of ${target} for writing, in vain${errno(tally.last)}`,
};

const opened = fired([OPENED]);
const openRefused = fired([OPEN_REFUSED]);
/** The write itself is weighed as any other: this says by which way it came. */
const wrote = fired([]);
const flagsAbsent = notEvaluable('flags');

function evaluateOpen({ flags }: Event, { succeeded }: Context): Outcome {
  if (flags === undefined) return flagsAbsent;
  if (!opensForWriting(flags)) return undefined;
  return succeeded ? opened : openRefused;
}

function evaluate(event: Event, context: Context): Outcome {
  const { operation, succeeded, bytes, parameters } = context;
  if (operation === 'open-mem') return evaluateOpen(event, context);
  return !succeeded || bytes >= parameters.writeThreshold ? wrote : undefined;
}

/** Writing through a file. Source: proc(5), /proc/pid/mem and /proc/pid/task/tid/mem. */
export const procMemWrite: Heuristic = {
  definition: {
    id: 'proc-mem-write',
    title: 'Wrote through /proc/PID/mem',
    description:
      'A process opened the memory file of another one for writing, or wrote to it. Such a write goes through page protection: it changes read-only code. Opening alone changes nothing; debuggers always open so. Decided at the write, by whose memory the file is: the descriptor may be inherited, passed or taken.',
    attack: ['T1055.009'],
    analytics: ['AN1494', 'AN1400'],
    operations: ['open-mem', 'mem-write'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'flags'],
    parameters: ['writeThreshold', 'repeatedRefusals'],
    knownGaps: [
      'audit sees the opening, never the write: a descriptor that was inherited, passed or taken leaves no trace there.',
      'audit: openat2 keeps its flags in memory that is not recorded.',
    ],
    falsePositives: ['gdb, gcore and other debuggers open the file for writing and may write nothing.'],
    nextSteps: ['Where it was only opened: see whether a write or a register change follows.'],
  },
  clues: [OPENED, OPEN_REFUSED],
  evaluate,
};
