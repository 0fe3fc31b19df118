import { type Event, succeeded } from '../../model/event.js';
import { movedBytes, opensForWriting } from '../evidence.js';
import { type Clue, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { bytes, errno, times, where } from '../sentence.js';
import { withRegion } from '../written-region.js';

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

const WROTE: Clue = {
  id: 'mem-write',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor, target }, tally) =>
    `${actor} wrote ${bytes(tally)} into ${target} through its /proc mem file${times(tally)}${where(tally)}`,
};

const WRITE_REFUSED: Clue = {
  id: 'mem-write-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to write through /proc/PID/mem',
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to write into ${target} through its /proc mem file, in vain${errno(tally.last)}`,
};

const opened = fired([OPENED]);
const openRefused = fired([OPEN_REFUSED]);
const wrote = withRegion(WROTE);
const writeRefused = fired([WRITE_REFUSED]);
const flagsAbsent = notEvaluable('flags');

function evaluateOpen(event: Event): Outcome {
  if (event.flags === undefined) return flagsAbsent;
  if (!opensForWriting(event.flags)) return undefined;
  return succeeded(event) ? opened : openRefused;
}

function evaluateWrite(event: Event): Outcome {
  if (movedBytes(event)) return wrote(event);
  return succeeded(event) ? undefined : writeRefused;
}

/** Writing through a file. Source: proc(5), /proc/pid/mem and /proc/pid/task/tid/mem. */
export const procMemWrite: Heuristic = {
  definition: {
    id: 'proc-mem-write',
    title: 'Wrote through /proc/PID/mem',
    description:
      'A process opened the memory file of another one for writing, or wrote to it. Such a write goes through page protection: it changes read-only code. Opening alone changes nothing; debuggers always open so.',
    attack: ['T1055.009'],
    analytics: ['AN1494', 'AN1400'],
    operations: ['open-mem', 'mem-write'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'flags', 'memory.region'],
    parameters: ['repeatedRefusals'],
    knownGaps: [
      'audit sees the opening, never the write: a descriptor that was inherited, passed or taken leaves no trace there.',
      'audit: openat2 keeps its flags in memory that is not recorded.',
    ],
    falsePositives: ['gdb, gcore and other debuggers open the file for writing and may write nothing.'],
    nextSteps: [
      'Opened only: see whether a write or a register change follows.',
      'Written: compare the code pages of the target with those of its files on disk.',
    ],
  },
  clues: [OPENED, OPEN_REFUSED, WROTE, WRITE_REFUSED],
  evaluate: (event) => (event.operation === 'open-mem' ? evaluateOpen(event) : evaluateWrite(event)),
};
