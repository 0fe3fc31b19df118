import type { Context, Explain } from './context.js';

/**
 * ns from when a program runs no more to the record of its unloading: the kernel first waits for all CPUs to be out of it
 * (bpf_link_free() of kernel/bpf/syscall.c).
 */
const UNTIL_UNLOADED = 1e9;

/**
 * A program that would have told the call was unloaded, though the sensor had not detached it: an explanation, and an
 * alert of its own, for only who reaches into the sensor's process or ends it can do that.
 */
export const programUnloaded: Explain = (event, context) => {
  const { edge, programs } = context;
  for (const watched of programs.telling(event.event)) {
    const { unloaded, program } = watched;
    if (unloaded === undefined || unloaded.time > event.time + Math.max(edge, UNTIL_UNLOADED)) continue;
    if (wasDetachedBy(unloaded.time, context)) continue;
    watched.missed++;
    return {
      cause: 'program-unloaded',
      certainty: unloaded.time <= event.time ? 'certain' : 'likely',
      sentence: `Somebody unloaded ${program.name}, the sensor's program that would have told it, while the sensor ran.`,
      evidence: [`BPF UNLOAD, serial ${unloaded.serial}: prog-id=${program.id} (${program.name})`],
    };
  }
  return undefined;
};

/** ns within which programs go that the end of their process leaves behind */
const AFTER_THE_END = 1e9;

/**
 * Whether the sensor had detached its programs by then, as it says itself. One of which the last word is no end, and
 * whose programs went at once, was ended by somebody.
 */
export function wasDetachedBy(time: number, { coverages, edge }: Pick<Context, 'coverages' | 'edge'>): boolean {
  const at = coverages.at(time + edge);
  if (at?.value.coverage !== undefined) return false;
  return at?.value.from === undefined || time - at.time > AFTER_THE_END;
}
