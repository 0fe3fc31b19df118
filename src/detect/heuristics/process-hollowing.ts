import type { Event, Region } from '../../model/event.js';
import { isChildOf, isForCode } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome, type Tally } from '../heuristic.js';
import { MEMORY_WRITES } from '../memory-write.js';

const PLACES: Partial<Record<Region, string>> = { library: 'over a library', text: 'over its program' };

const whereCode = ({ first: { memory } }: Tally): string =>
  PLACES[memory?.region ?? 'text'] ?? `in ${memory?.region} memory that can be executed`;

const HOLLOWED: Clue = {
  id: 'hollowed',
  kind: 'act',
  effect: 'alter',
  grave: true,
  sentence: ({ actor, target }, tally) =>
    `${actor} started ${target} under its trace and wrote code into it, ${whereCode(tally)}: more in a row than any breakpoint takes`,
};

/** What keeps watch over a program holds on to it: let go, or left behind by a tracer that ends, a changed one runs on by itself. */
const LET_GO: Clue = {
  id: 'let-go-changed',
  kind: 'aggravation',
  effect: 'alter',
  grave: true,
  title: 'Child started, changed and let go',
  sentence: ({ actor, target }, { first: { operation } }) =>
    `${actor} started ${target} under its trace, wrote into it and ${operation === 'tracer-exit' ? 'ended' : 'let it go'}: changed, it runs on by itself under the name of an ordinary program`,
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
const letGo = fired([LET_GO]);
const spawned = fired([SPAWNED]);

/** Before 6.16 a tracer that ends has no program any more when the kernel tells it: then it is what it was when it acted. */
function isDebugger({ actor }: Event, { parameters, relation }: Context): boolean {
  const { host } = actor.exe === undefined ? (relation?.actor ?? actor) : actor;
  return host?.roles?.some((role) => parameters.roles.debuggers.includes(role)) === true;
}

function writesPayload({ memory }: Event, { relation, parameters }: Context): boolean {
  if (relation === undefined || relation.codeRun < parameters.payloadBytes) return false;
  return memory !== undefined && isForCode(memory);
}

function evaluate(event: Event, context: Context): Outcome {
  if (context.operation === 'detach' || context.operation === 'tracer-exit') {
    const isLetGo = context.succeeded && context.relation?.letGoChanged === true;
    return isLetGo && !isDebugger(event, context) ? letGo : undefined;
  }
  if (context.bytes < context.parameters.writeThreshold) return undefined;
  if (context.ownTracee() === true) {
    return writesPayload(event, context) && !isDebugger(event, context) ? hollowed : undefined;
  }
  const target = context.relation?.target;
  return target !== undefined && isChildOf(target, event.actor) === true ? spawned : undefined;
}

/** A process started only to be filled with something else. Source: ptrace(2), proc(5). */
export const processHollowing: Heuristic = {
  definition: {
    id: 'process-hollowing',
    title: 'Child started and filled with other code',
    description:
      'A process started a child and put its own code into it: while it traced the child from its start, with more bytes of code in a row than a breakpoint takes, or by letting go of a child that it traced so and wrote into, be it by its own end; or by writing into a child that it does not trace so. The child keeps the name and the file of an ordinary program.',
    attack: ['T1055', 'T1055.008'],
    analytics: ['AN1400', 'AN0579', 'AN1494'],
    operations: [...MEMORY_WRITES, 'detach', 'tracer-exit'],
    sources: ['bpf'],
    parties: 'actor-and-target',
    needs: ['target.process', 'memory.region'],
    parameters: ['payloadBytes', 'writeThreshold', 'roles.debuggers'],
    knownGaps: [
      'Code that is written in pieces that do not touch each other looks like breakpoints, until the child is let go.',
      'What a known debugger writes into a program that it started is not counted.',
      'A payload that is written where no code can run, and made executable later, is lowered as the work of a sandbox while the tracer holds on to the child.',
      'A child whose registers alone were set is lowered also where it is let go: tracers change what calls return so.',
      'Of a tracer thread that ends, the first 256 threads that it traces are told as let go.',
    ],
    falsePositives: [
      'A debugger that is not known as one, and lets go of a program in which it had set breakpoints.',
      'Recorders and instrumentation tools that patch the code of programs they start, where they are not known debuggers.',
    ],
    nextSteps: [
      'Compare the text of the child with its file on disk, and dump what differs.',
      'See what the child did under its borrowed name: connections, opened files.',
    ],
  },
  clues: [HOLLOWED, LET_GO, SPAWNED],
  evaluate,
};
