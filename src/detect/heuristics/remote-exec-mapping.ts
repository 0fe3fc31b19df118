import type { Event, Region } from '../../model/event.js';
import { isFileless } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { times, where } from '../sentence.js';

const AFTER_WRITE: Clue = {
  id: 'exec-memory-after-write',
  kind: 'act',
  effect: 'alter',
  stage: 'code',
  sentence: ({ actor, target }, tally) =>
    `${target} gained executable memory that is in no file${times(tally)}, after ${actor} had written into it${where(tally)}`,
};

const WHILE_TRACED: Clue = {
  id: 'exec-memory-while-traced',
  kind: 'act',
  effect: 'touch',
  title: 'Executable memory made in a traced process',
  sentence: ({ actor, target }, tally) =>
    `${target} gained executable memory that is in no file${times(tally)}, while ${actor} traced it`,
};

const afterWrite = fired([AFTER_WRITE]);
const whileTraced = fired([WHILE_TRACED]);
const regionAbsent = notEvaluable('memory.region');

const MAP_ANONYMOUS = 0x20;
const WITHOUT_FILE: ReadonlySet<Region> = new Set(['anonymous', 'heap', 'stack']);

/** Undefined where the event does not tell. */
function isWithoutFile({ file, memory }: Event): boolean | undefined {
  if (file !== undefined) return isFileless(file);
  if (memory?.region !== undefined) return WITHOUT_FILE.has(memory.region);
  if (memory?.flags !== undefined) return (memory.flags & MAP_ANONYMOUS) !== 0;
  return undefined;
}

function evaluate(event: Event, context: Context): Outcome {
  if (context.intruder === undefined || !context.succeeded) return undefined;
  const withoutFile = isWithoutFile(event);
  if (withoutFile === undefined) return regionAbsent;
  if (!withoutFile) return undefined;
  return context.intruder.wrote ? afterWrite : whileTraced;
}

/** A tracer's remote system calls run in its target. Source: ptrace(2), mmap(2), mprotect(2). */
export const remoteExecMapping: Heuristic = {
  definition: {
    id: 'remote-exec-mapping',
    title: 'Executable memory made in another process',
    description:
      'A process that is traced, or that another one wrote into, gained executable memory that is anonymous or from a file that no directory shows. A tracer that makes its target call mmap or mprotect leaves exactly this. Libraries that a traced program loads from their files do not count.',
    attack: ['T1055', 'T1055.008'],
    analytics: ['AN1400', 'AN1241'],
    operations: ['map-exec', 'protect-exec'],
    sources: ['bpf', 'audit'],
    parties: 'intruder-and-actor',
    needs: ['tracer', 'writer', 'file', 'memory.region'],
    parameters: ['seconds.afterWrite', 'ownTraceeCeiling'],
    knownGaps: [
      'Whether the target called mmap by itself or by force is not told apart.',
      'audit: who traces or wrote is known only from earlier records of the same log; memory that the personality READ_IMPLIES_EXEC makes executable unasked is not recorded.',
    ],
    falsePositives: ['A just-in-time compiler that goes on working while a debugger has called a function in it.'],
    nextSteps: ['Dump the new memory from /proc/PID/mem at once; find the thread that runs in it.'],
  },
  clues: [AFTER_WRITE, WHILE_TRACED],
  evaluate,
};
