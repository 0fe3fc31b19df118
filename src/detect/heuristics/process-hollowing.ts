import type { Event } from '../../model/event.js';
import { isChildOf, isCode } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome } from '../heuristic.js';
import { MEMORY_WRITES } from '../memory-write.js';

const HOLLOWED: Clue = {
  id: 'hollowed',
  kind: 'act',
  effect: 'alter',
  grave: true,
  sentence: ({ actor, target }, tally) =>
    `${actor} started ${target} under its trace and wrote code over it, ${tally.first.memory?.region === 'library' ? 'in a library' : 'in its program'}: more in a row than any breakpoint takes`,
};

const SPAWNED: Clue = {
  id: 'spawned-target',
  kind: 'aggravation',
  effect: 'alter',
  title: 'Wrote into a child that it started',
  sentence: ({ actor, target }) =>
    `${target} is a child of ${actor}, which did not trace it from its start: started to be injected into`,
};

const hollowed = fired([HOLLOWED]);
const spawned = fired([SPAWNED]);

function writesPayload(event: Event, { relation, parameters }: Context): boolean {
  const { roles = [] } = event.actor.host ?? {};
  if (roles.some((role) => parameters.roles.debuggers.includes(role))) return false;
  return isCode(event.memory?.region) && (relation?.codeRun ?? 0) >= parameters.payloadBytes;
}

function evaluate(event: Event, context: Context): Outcome {
  if (context.bytes < context.parameters.writeThreshold) return undefined;
  if (context.ownTracee() === true) return writesPayload(event, context) ? hollowed : undefined;
  const target = context.relation?.target;
  return target !== undefined && isChildOf(target, event.actor) === true ? spawned : undefined;
}

/** A process started only to be filled with something else. Source: ptrace(2), proc(5). */
export const processHollowing: Heuristic = {
  definition: {
    id: 'process-hollowing',
    title: 'Child started and filled with other code',
    description:
      'A process started a child and put its own code into it: while it traced the child from its start, with more bytes of code in a row than a breakpoint takes; or by writing into a child that it does not trace so. The child keeps the name and the file of an ordinary program.',
    attack: ['T1055', 'T1055.008'],
    analytics: ['AN1400', 'AN0579', 'AN1494'],
    operations: MEMORY_WRITES,
    sources: ['bpf'],
    parties: 'actor-and-target',
    needs: ['target.process', 'memory.region'],
    parameters: ['payloadBytes', 'writeThreshold', 'roles.debuggers'],
    knownGaps: [
      'Code that is written in pieces that do not touch each other looks like breakpoints.',
      'What a known debugger writes into a program that it started is not counted.',
      'A payload that is written into other memory of a traced child, and started by its registers, is lowered as the work of a sandbox.',
    ],
    falsePositives: [
      'Recorders and instrumentation tools that patch the code of programs they start, where they are not known debuggers.',
    ],
    nextSteps: [
      'Compare the text of the child with its file on disk, and dump what differs.',
      'See what the child did under its borrowed name: connections, opened files.',
    ],
  },
  clues: [HOLLOWED, SPAWNED],
  evaluate,
};
