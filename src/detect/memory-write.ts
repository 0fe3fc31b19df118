import type { Event, Operation, Region } from '../model/event.js';
import { type Context, notEvaluable, type Outcome } from './heuristic.js';

/** Operations that write into the memory of another process. */
export const MEMORY_WRITES: readonly Operation[] = ['remote-write', 'mem-write', 'write-text', 'write-data'];

/** Holds for every heuristic that judges such a write by where it went. */
export const ONE_VECTOR_TOLD =
  'Of process_vm_writev one place is told: the first of its first 64 vectors that is in executable memory, else the first of all.';

const regionAbsent = notEvaluable('memory.region');

/** Judges a write that moved enough bytes by the region that it hit. */
export const byRegion =
  (judge: (region: Region) => Outcome) =>
  (_event: Event, { bytes, region, parameters }: Context): Outcome => {
    if (bytes < parameters.writeThreshold) return undefined;
    return region === undefined ? regionAbsent : judge(region);
  };
