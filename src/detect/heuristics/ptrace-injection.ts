import type { Event } from '../../model/event.js';
import { type Context, fired, type Heuristic, type Outcome } from '../heuristic.js';
import { isDebugRegister } from '../user-area.js';

/** Memory and registers are weighed by the heuristics for them: this says by which way they were changed. */
const named = fired([]);

function evaluate(event: Event, { operation }: Context): Outcome {
  if (operation === 'write-user' && isDebugRegister(event) !== false) return undefined;
  return named;
}

/** Changing a tracee. Source: ptrace(2). */
export const ptraceInjection: Heuristic = {
  definition: {
    id: 'ptrace-injection',
    title: 'Code or registers written through ptrace',
    description:
      'A tracer changed the memory or the registers of its tracee by ptrace requests, or tried to. Together with an attach this makes another process run what the tracer wants: attach, write and register change within a short time are the whole of it.',
    attack: ['T1055.008'],
    analytics: ['AN0579', 'AN1400'],
    operations: ['write-text', 'write-data', 'write-user', 'set-registers'],
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'args'],
    parameters: ['seconds.chain', 'ownTraceeCeiling', 'repeatedRefusals'],
    knownGaps: ['A tracer of its own child is lowered also where it uses the child to hide in, unless it writes code.'],
    falsePositives: [
      'A debugger that calls a function or sets a breakpoint; syscall-intercepting sandboxes over processes they started.',
    ],
    nextSteps: [
      'Read /proc/PID/maps of the target for executable memory without a file, and dump it before the process ends.',
      'Look at what the target did since: connections, children, opened files.',
    ],
  },
  clues: [],
  evaluate,
};
