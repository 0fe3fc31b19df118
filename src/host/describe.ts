import type { Event, EventDraft } from '../model/event.js';
import type { File, Process } from '../model/process.js';
import { CommandLines } from './command-lines.js';
import { isElfMapped } from './mapped-file.js';
import { MemoryRegions } from './memory-regions.js';
import type { ProcessFacts } from './process-facts.js';

/**
 * Adds to an event of this host what only user space knows, as soon as it comes: roles of programs, command lines of
 * targets, regions of memory. The event then holds all that a verdict depends on.
 */
export class Describer {
  readonly #facts: ProcessFacts;
  readonly #commandLines = new CommandLines();
  readonly #memoryRegions = new MemoryRegions();
  /** the decoder gives the same object for a process in which nothing changed */
  readonly #actors = new WeakMap<Process, Process>();
  readonly #others = new WeakMap<Process, Process>();

  constructor(facts: ProcessFacts) {
    this.#facts = facts;
  }

  /** Adds to the event itself, in place of what it holds. */
  describe(event: EventDraft): void {
    const { target, tracer, memory } = event;
    event.actor = this.#actor(event.actor);
    if (target?.process !== undefined) {
      const process = this.#other(target.process);
      event.target = { ...target, process };
      if (memory !== undefined) event.memory = this.#memoryRegions.describe(memory, process);
      return;
    }
    if (tracer !== undefined) event.tracer = this.#other(tracer);
    const file = describeFile(event);
    if (file !== undefined) event.file = file;
  }

  #actor(process: Process): Process {
    let described = this.#actors.get(process);
    if (described === undefined) {
      described = { ...process, host: this.#facts.ofActor(process) };
      this.#actors.set(process, described);
    }
    return described;
  }

  #other(process: Process): Process {
    let described = this.#others.get(process);
    if (described === undefined) {
      described = { ...this.#commandLines.describe(process), host: this.#facts.ofTarget(process) };
      this.#others.set(process, described);
    }
    return described;
  }
}

/** The file of an executable mapping that no directory shows: whether it is a library or an arena. */
function describeFile({ operation, actor, file, memory, ret = 0 }: Event): File | undefined {
  if (operation !== 'map-exec' && operation !== 'protect-exec') return undefined;
  if (file === undefined || !(file.memfd || file.unlinked || file.unmounted) || ret < 0) return undefined;
  if (actor.start === undefined || memory?.address === undefined) return undefined;
  const elf = isElfMapped(actor.tgid, actor.start, BigInt(memory.address), file);
  return elf === undefined ? undefined : { ...file, elf };
}
