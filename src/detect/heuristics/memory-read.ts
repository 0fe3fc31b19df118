import type { Event } from '../../model/event.js';
import { opensForWriting } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { bytes, errno, times } from '../sentence.js';

const READ: Clue = {
  id: 'read',
  kind: 'act',
  effect: 'touch',
  sentence: ({ actor, target }, tally) =>
    `${actor} read ${tally.bytes === 0 ? 'memory' : bytes(tally)} of ${target} with process_vm_readv${times(tally)}`,
};

const OPENED: Clue = {
  id: 'open-mem-read',
  kind: 'act',
  effect: 'touch',
  sentence: ({ actor, target }, tally) => `${actor} opened the memory of ${target} for reading${times(tally)}`,
};

const REFUSED: Clue = {
  id: 'read-refused',
  kind: 'act',
  effect: 'attempt',
  title: "Tried to read another process's memory",
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to read the memory of ${target}, in vain${errno(tally.last)}`,
};

const read = fired([READ]);
const opened = fired([OPENED]);
const tried = fired([REFUSED]);
const flagsAbsent = notEvaluable('flags');

function evaluate(event: Event, { operation, succeeded, bytes: moved }: Context): Outcome {
  if (operation === 'remote-read') {
    if (moved > 0) return read;
    return succeeded ? undefined : tried;
  }
  if (event.flags === undefined) return flagsAbsent;
  if (opensForWriting(event.flags)) return undefined;
  return succeeded ? opened : tried;
}

/** Reading another process. Source: process_vm_readv(2), proc(5). */
export const memoryRead: Heuristic = {
  definition: {
    id: 'memory-read',
    title: "Read another process's memory",
    description:
      'A process read the memory of another one with process_vm_readv, or opened its /proc mem file for reading. Secrets in memory are found so; so are backtraces. Information only, unless the target is one that keeps secrets.',
    attack: ['T1003.007'],
    analytics: [],
    operations: ['remote-read', 'open-mem'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'flags'],
    parameters: ['roles.sensitive'],
    knownGaps: ['Reading through PTRACE_PEEK is not reported.', 'What was read is not looked at.'],
    falsePositives: ['strace and debuggers, profilers, process monitors'],
    nextSteps: ['Ask whether the target holds credentials: an agent, a login, a browser.'],
  },
  clues: [READ, OPENED, REFUSED],
  evaluate,
};
