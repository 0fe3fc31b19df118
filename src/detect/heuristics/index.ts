import type { Heuristic } from '../heuristic.js';
import { fdSteal } from './fd-steal.js';
import { filelessExec } from './fileless-exec.js';
import { filelessMap } from './fileless-map.js';
import { memoryRead } from './memory-read.js';
import { procMemWrite } from './proc-mem-write.js';
import { ptraceAttach } from './ptrace-attach.js';
import { ptraceInjection } from './ptrace-injection.js';
import { remoteExecMapping } from './remote-exec-mapping.js';
import { remoteMemoryWrite } from './remote-memory-write.js';

/** All heuristics, in the order in which they look at an event. */
export const HEURISTICS: readonly Heuristic[] = [
  ptraceAttach,
  ptraceInjection,
  remoteMemoryWrite,
  procMemWrite,
  memoryRead,
  fdSteal,
  filelessExec,
  filelessMap,
  remoteExecMapping,
];
