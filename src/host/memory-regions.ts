import type { MappedAt, Memory } from '../model/event.js';
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
 * What a target has at an address, asked of /proc at once: the kernel side does not know the path of what is mapped, nor
 * whether a file is a library that is mapped without the right to execute.
 */
export class MemoryRegions {
  readonly #known = new Map<string, AddressSpace>();

  /** The memory with its mapping, and with its region, marked as told by /proc, where the kernel side did not know it. */
  describe(memory: Memory, target: Process): Memory {
    if (memory.address === undefined || target.start === undefined) return memory;
    const space = this.#spaceWith(BigInt(memory.address), target, target.start);
    if (space === undefined) return memory;
    const mapping = findMapping(space.mappings, BigInt(memory.address));
    const mapped = mapping && { mapping: { ...describeMapping(mapping), ...memory.mapping } };
    if (memory.region !== undefined) return { ...memory, ...mapped };
    const region = mapping === undefined ? 'unmapped' : regionOf(mapping, space.mappings, space.executable);
    return { ...memory, region, regionFrom: 'proc', ...mapped };
  }

  /** What was read a moment ago may do, unless it knows nothing of the address: that may have been mapped since. */
  #spaceWith(address: bigint, target: Process, start: number): AddressSpace | undefined {
    const key = processKey(target);
    const known = this.#known.get(key);
    const now = Date.now();
    if (known !== undefined && now - known.readAt < FRESH_MS && findMapping(known.mappings, address)) return known;
    this.#known.delete(key);
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    const space = readSpace(target.tgid, start, now);
    if (space !== undefined) this.#known.set(key, space);
    return space;
  }
}

/** A name in brackets, as of the heap, is the region said once more. */
function describeMapping({ executable, name }: Mapping): MappedAt {
  return name.startsWith('/') ? { executable, path: name } : { executable };
}

/** The start is compared after the maps were read, so that they are not those of a later process. */
function readSpace(pid: number, start: number, readAt: number): AddressSpace | undefined {
  const mappings = readMaps(pid);
  const executable = readExecutable(pid)?.path;
  const stat = readStat(pid);
  // A process that is ending has given up its address space already: it is not known, and not empty.
  if (mappings === undefined || mappings.length === 0 || stat === undefined || !sameStart(stat.startTicks, start))
    return undefined;
  return { readAt, mappings, executable };
}
