import { type Event, succeeded } from '../../model/event.js';
import type { Word } from '../../model/word.js';
import { type Clue, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { errno, request, times, where } from '../sentence.js';
import { withRegion } from '../written-region.js';

const SET_REGISTERS: Clue = {
  id: 'set-registers',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor, target }, tally) => `${actor} set registers of ${target}${times(tally)}${request(tally)}`,
};

const SET_DEBUG_REGISTERS: Clue = {
  id: 'set-debug-registers',
  kind: 'act',
  effect: 'touch',
  title: 'Hardware breakpoint set in another process',
  sentence: ({ actor, target }, tally) =>
    `${actor} set debug registers of ${target}${times(tally)}, as hardware breakpoints need (PTRACE_POKEUSER)`,
};

const WROTE: Clue = {
  id: 'ptrace-write',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor, target }, tally) =>
    `${actor} wrote words into ${target}'s memory${times(tally)}${where(tally)}${request(tally)}`,
};

const REFUSED: Clue = {
  id: 'ptrace-write-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to write through ptrace',
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to write into ${target} by ptrace, in vain${errno(tally.last)}${request(tally)}`,
};

const setRegisters = fired([SET_REGISTERS]);
const setDebugRegisters = fired([SET_DEBUG_REGISTERS]);
const wrote = withRegion(WROTE);
const tried = fired([REFUSED]);
const offsetAbsent = notEvaluable('args');

/** offsetof(struct user, u_debugreg[0]) and its size, per ABI. Source: arch/x86/include/asm/user_64.h, user_32.h. */
const DEBUG_REGISTERS: { readonly [abi: string]: readonly [from: number, to: number] } = {
  x86_64: [848, 912],
  i386: [252, 284],
};

/** Debug registers make a process stop; they run nothing in it. Every other part of the user area is control. */
function writesDebugRegister(event: Event, offset: Word): boolean {
  const range = DEBUG_REGISTERS[event.abi ?? 'x86_64'];
  return range !== undefined && offset >= range[0] && offset < range[1];
}

function evaluate(event: Event): Outcome {
  if (!succeeded(event)) return tried;
  if (event.operation === 'set-registers') return setRegisters;
  if (event.operation !== 'write-user') return wrote(event);
  const offset = event.args?.[2];
  if (offset === undefined) return offsetAbsent;
  return writesDebugRegister(event, offset) ? setDebugRegisters : setRegisters;
}

/** Writing by ptrace. Source: ptrace(2). */
export const ptraceInjection: Heuristic = {
  definition: {
    id: 'ptrace-injection',
    title: 'Code or registers written through ptrace',
    description:
      'A tracer changed the memory or the registers of its tracee: PTRACE_POKETEXT, POKEDATA, POKEUSER, SETREGS, SETREGSET and their like. Together with an attach this makes another process run what the tracer wants.',
    attack: ['T1055.008'],
    analytics: ['AN0579', 'AN1400'],
    operations: ['write-text', 'write-data', 'write-user', 'set-registers'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'args', 'memory.region'],
    parameters: ['ownTraceeCeiling', 'repeatedRefusals'],
    knownGaps: [
      'What is written is not looked at: a breakpoint and shellcode weigh the same.',
      'audit: the target is a bare argument, joined to an earlier attach or TRACEME by its number.',
      'A tracer of its own child is lowered also where it uses the child to hide in.',
    ],
    falsePositives: [
      'A debugger that calls a function or sets a breakpoint; syscall-intercepting sandboxes over processes they started.',
    ],
    nextSteps: [
      'Read /proc/PID/maps of the target for executable memory without a file, and dump it before the process ends.',
      'Look at what the target did since: connections, children, opened files.',
    ],
  },
  clues: [SET_REGISTERS, SET_DEBUG_REGISTERS, WROTE, REFUSED],
  evaluate,
};
