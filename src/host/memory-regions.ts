import type { Memory } from '../model/event.js';
import { type Process, processKey } from '../model/process.js';
import { findMapping, type Mapping, readExecutable, readMaps, readStat, regionOf, sameStart } from './proc.js';

const REMEMBERED = 64;
/** A tracer writes thousands of words in a row, and reading the maps takes as long as a hundred writes. */
const FRESH_MS = 100;

interface AddressSpace {
  readonly readAt: number;
  readonly mappings: readonly Mapping[];
  readonly executable: string | undefined;
}

/**
 * Where in a target an address lies, asked of /proc at once where the kernel side could not tell: it knows the main
 * program, its heap, the first stack and the vDSO, and not the rest.
 */
export class MemoryRegions {
  readonly #known = new Map<string, AddressSpace>();

  /** The memory with its region, marked as told by /proc; as it is where the target is gone. */
  describe(memory: Memory, target: Process): Memory {
    if (memory.address === undefined || memory.region !== undefined || target.start === undefined) return memory;
    const space = this.#spaceOf(target, target.start);
    if (space === undefined) return memory;
    const mapping = findMapping(space.mappings, BigInt(memory.address));
    const region = mapping === undefined ? 'unmapped' : regionOf(mapping, space.mappings, space.executable);
    return { ...memory, region, regionFrom: 'proc' };
  }

  #spaceOf(target: Process, start: number): AddressSpace | undefined {
    const key = processKey(target);
    const known = this.#known.get(key);
    const now = Date.now();
    if (known !== undefined && now - known.readAt < FRESH_MS) return known;
    this.#known.delete(key);
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    const space = readSpace(target.tgid, start, now);
    if (space !== undefined) this.#known.set(key, space);
    return space;
  }
}

/** The start is compared after the maps were read, so that they are not those of a later process. */
function readSpace(pid: number, start: number, readAt: number): AddressSpace | undefined {
  const mappings = readMaps(pid);
  const executable = readExecutable(pid)?.path;
  const stat = readStat(pid);
  if (mappings === undefined || stat === undefined || !sameStart(stat.startTicks, start)) return undefined;
  return { readAt, mappings, executable };
}
