import { isDeepStrictEqual } from 'node:util';
import type { Process } from '../model/process.js';

/** Nanoseconds. The kernel side names a context for 40 ms after it told it (CONTEXT_FRESH_NS of bpf/context.bpf.h). */
const KEPT = 4e9;

/**
 * Processes that events name by the ids of their contexts. What was told between one and two spans of KEPT ago, by the
 * kernel's own clock, is forgotten.
 */
export class Contexts {
  #young = new Map<number, Process>();
  #old = new Map<number, Process>();
  #since = 0;

  /**
   * What is told again, and is as it was, stays the same object: so whoever found out more of it need not do that again.
   * @param time nanoseconds after boot at which the kernel told it
   */
  add(id: number, time: number, process: Process): void {
    const known = this.get(id);
    // A clock that goes back is none of the kernel's: that record is damaged, and must not keep others from being forgotten.
    if (Math.abs(time - this.#since) > KEPT) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#since = time;
    }
    this.#young.set(id, isDeepStrictEqual(known, process) ? known! : process);
  }

  /** Undefined for one that was not told, or too long ago. */
  get(id: number): Process | undefined {
    return this.#young.get(id) ?? this.#old.get(id);
  }
}
