import type { Event, Operation } from '../../model/event.js';
import { type Clue, type Context, fired, type Heuristic, type Outcome, type Tally } from '../heuristic.js';
import { MEMORY_WRITES, ONE_VECTOR_TOLD } from '../memory-write.js';
import { bytes, errno, times, where } from '../sentence.js';

const MEANS: Partial<Record<Operation, string>> = {
  'remote-write': 'with process_vm_writev',
  'mem-write': 'through its /proc mem file',
  'write-text': 'by ptrace',
  'write-data': 'by ptrace',
};

function means({ operations, first }: Tally): string {
  const [one = first.operation, ...others] = operations;
  if (others.length === 0) return MEANS[one] ?? '';
  return [...new Set(operations.map((operation) => MEANS[operation]))].join(' and ');
}

const WROTE: Clue = {
  id: 'remote-write',
  kind: 'act',
  effect: 'alter',
  stage: 'write',
  sentence: ({ actor, target }, tally) =>
    `${actor} wrote ${bytes(tally)} into ${target} ${means(tally)}${times(tally)}${where(tally)}`,
};

const REFUSED: Clue = {
  id: 'remote-write-refused',
  kind: 'act',
  effect: 'attempt',
  title: "Tried to write into another process's memory",
  sentence: ({ actor, target }, tally) =>
    `${actor} tried${times(tally)} to write into ${target} ${means(tally)}, in vain${errno(tally.last)}`,
};

const wrote = fired([WROTE]);
const tried = fired([REFUSED]);

function evaluate(_event: Event, { succeeded, bytes: moved, parameters }: Context): Outcome {
  if (!succeeded) return tried;
  return moved >= parameters.writeThreshold ? wrote : undefined;
}

/** Writing into another process, by whatever call. Source: process_vm_writev(2), proc(5), ptrace(2). */
export const remoteMemoryWrite: Heuristic = {
  definition: {
    id: 'remote-memory-write',
    title: "Wrote into another process's memory",
    description:
      'A process wrote into the memory of another one: with process_vm_writev, which needs no attach; through /proc/PID/mem, which goes through page protection; or by ptrace word by word. One notion: how many bytes, how often, and where.',
    attack: ['T1055'],
    analytics: ['AN1400', 'AN1494', 'AN0579'],
    operations: MEMORY_WRITES,
    sources: ['bpf', 'audit'],
    parties: 'actor-and-target',
    needs: ['target.process', 'memory.region'],
    parameters: ['writeThreshold', 'ownTraceeCeiling', 'repeatedRefusals', 'seconds.helper'],
    knownGaps: [
      'What is written is not looked at: a breakpoint and shellcode weigh the same.',
      ONE_VECTOR_TOLD,
      'audit: the target is a bare argument, joined to an earlier attach or TRACEME by its number; no write through /proc/PID/mem at all.',
    ],
    falsePositives: [
      'A debugger that sets a breakpoint or calls a function.',
      'MPI and other shared-memory transports write into sibling ranks with process_vm_writev; weighs less where the sibling had done so before. One that tries whether it may, before the sibling has done anything, counts in full (the shared memory provider of libfabric).',
      'Supervisors that answer system calls of a process they do not trace (seccomp user notification) write the results so.',
    ],
    nextSteps: [
      'Compare the code pages of the target with those of its files on disk; a stack or a data segment with pointers is where control is taken.',
      'Read /proc/PID/maps of the target for executable memory without a file, and dump it before the process ends.',
    ],
  },
  clues: [WROTE, REFUSED],
  evaluate,
};
