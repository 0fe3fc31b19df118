import type { Event } from '../model/event.js';
import type { ProgramRecord, SensorProgram } from './input.js';
import { RecentMap } from './recent-map.js';

/** Records of BPF programs that are remembered; a kernel gives a number again only after two billion others. */
const MOST_PROGRAMS = 65_536;

/** Times in ns since the origin. */
interface Lifetime {
  loaded?: { readonly time: number; readonly serial: number };
  unloaded?: { readonly time: number; readonly serial: number };
}

/** One of the sensor's programs, and what audit's records of BPF say of it. */
export interface WatchedProgram extends Lifetime {
  readonly program: SensorProgram;
  /** events of audit that it would have told, and that came after it was unloaded */
  missed: number;
}

/**
 * The sensor's programs by audit's records of them (bpf_audit_prog in kernel/bpf/syscall.c). A program is unloaded when
 * nobody refers to it any more, and while the sensor runs it refers to each.
 */
export class SensorPrograms {
  /** of anybody's programs, by number: those of the sensor are told only after they were loaded */
  readonly #lifetimes = new RecentMap<number, Lifetime>(MOST_PROGRAMS);
  readonly #own = new Map<number, WatchedProgram>();

  record(time: number, { op, program, serial }: ProgramRecord): void {
    const event = { time, serial };
    // a number is given again only after a program was loaded with it
    const lifetime = op === 'load' ? { loaded: event } : { unloaded: event, ...this.#lifetimes.get(program) };
    this.#lifetimes.set(program, lifetime);
    const own = this.#own.get(program);
    if (own !== undefined) Object.assign(own, lifetime);
  }

  /** These are the sensor's. */
  attached(programs: readonly SensorProgram[]): void {
    for (const program of programs) {
      const { id, reach } = program;
      const known = this.#own.get(id)?.program;
      const either = known && { ...known, reach: (event: Event) => known.reach(event) || reach(event) };
      this.#own.set(id, { program: either ?? program, missed: 0, ...this.#lifetimes.get(id) });
    }
  }

  /** Those that would have told a call. */
  *telling(event: Event): IterableIterator<WatchedProgram> {
    for (const watched of this.#own.values()) if (watched.program.reach(event)) yield watched;
  }

  get own(): Iterable<WatchedProgram> {
    return this.#own.values();
  }
}
