import type { Event } from '../../model/event.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { errno, request, times } from '../sentence.js';
import { isDebugRegister } from '../user-area.js';

const SET: Clue = {
  id: 'set-registers',
  kind: 'act',
  effect: 'alter',
  stage: 'control',
  sentence: ({ actor, target }, tally) => `${actor} set registers of ${target}${times(tally)}${request(tally)}`,
};

const SET_DEBUG: Clue = {
  id: 'set-debug-registers',
  kind: 'act',
  effect: 'touch',
  title: 'Hardware breakpoint set in another process',
  sentence: ({ actor, target }, tally) =>
    `${actor} set debug registers of ${target}${times(tally)}, as hardware breakpoints need (PTRACE_POKEUSER)`,
};

const REFUSED: Clue = {
  id: 'set-registers-refused',
  kind: 'act',
  effect: 'attempt',
  title: "Tried to set another process's registers",
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to set registers of ${target}, in vain${errno(tally.last)}${request(tally)}`,
};

const set = fired([SET]);
const setDebug = fired([SET_DEBUG]);
const tried = fired([REFUSED]);
const offsetAbsent = notEvaluable('args');

function evaluate(event: Event, { operation, succeeded }: Context): Outcome {
  if (!succeeded) return tried;
  if (operation === 'set-registers') return set;
  const debug = isDebugRegister(event);
  if (debug === undefined) return offsetAbsent;
  return debug ? setDebug : set;
}

/** Taking control of a thread. Source: ptrace(2). */
export const registerHijack: Heuristic = {
  definition: {
    id: 'register-hijack',
    title: 'Registers of another process changed',
    description:
      'A tracer set the registers of its tracee: PTRACE_SETREGS, SETREGSET, POKEUSER, SET_SYSCALL_INFO and their like. The instruction pointer among them is where the target goes on: with it, no code need be written at all.',
    attack: ['T1055.008'],
    analytics: ['AN0579', 'AN1400'],
    operations: ['set-registers', 'write-user'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'args'],
    parameters: ['ownTraceeCeiling', 'repeatedRefusals', 'seconds.chain'],
    knownGaps: [
      'Which registers were set, and to what, is not looked at, but for the debug registers.',
      'audit: the target is a bare argument, joined to an earlier attach or TRACEME by its number.',
    ],
    falsePositives: [
      'A debugger that calls a function or steps; tracers that change a system call (strace --inject); sandboxes over processes they started.',
    ],
    nextSteps: [
      'Look at the instruction pointers of all threads of the target (/proc/PID/task/TID/syscall): does one point outside its files?',
      'Look at what the target did since: connections, children, opened files.',
    ],
  },
  clues: [SET, SET_DEBUG, REFUSED],
  evaluate,
};
