import type { Process } from '../model/process.js';
import { interloper as proto } from './protocol.js';
import { type Converter, MalformedError } from './table.js';

type Party = proto.Party.$Properties;
type ProcessMessage = proto.Process.$Properties;

/** Slots of a recording: processes that can be told by a number. Both sides keep so many. */
export const SLOTS = 4096;

interface Place {
  readonly slot: number;
  /** how many processes were written before this one: whose slot it is now, is told by that */
  readonly turn: number;
}

/**
 * Writes each process whole the first time and by its slot after that. Most events are of a process that was in one
 * before, and a process is most of an event.
 */
export class PartyWriter {
  readonly #process: Converter<Process, ProcessMessage>;
  /** by object: the decoder of the sensor's events gives the same one again where nothing changed */
  readonly #objects = new WeakMap<Process, Place>();
  /** by content, as bytes of the message */
  readonly #contents = new Map<string, Place>();
  /** what is in each slot */
  readonly #slots: { content: string; turn: number }[] = [];
  #turn = 0;

  constructor(process: Converter<Process, ProcessMessage>) {
    this.#process = process;
  }

  encode(process: Process): Party {
    const known = this.#objects.get(process);
    if (known !== undefined && this.#slots[known.slot]!.turn === known.turn) return { slot: known.slot };
    const message = this.#process.encode(process);
    const bytes = proto.Process.encode(message).finish();
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const same = this.#contents.get(content);
    if (same !== undefined) {
      this.#objects.set(process, same);
      return { slot: same.slot };
    }
    const place = this.#take(content);
    this.#objects.set(process, place);
    return { slot: place.slot, process: message };
  }

  #take(content: string): Place {
    const turn = this.#turn++;
    const slot = turn % SLOTS;
    const before = this.#slots[slot];
    if (before !== undefined) this.#contents.delete(before.content);
    const place = { slot, turn };
    this.#slots[slot] = { content, turn };
    this.#contents.set(content, place);
    return place;
  }
}

/** Finds the processes again that a PartyWriter wrote. */
export class PartyReader {
  readonly #process: Converter<Process, ProcessMessage>;
  readonly #slots: (Process | undefined)[] = [];

  constructor(process: Converter<Process, ProcessMessage>) {
    this.#process = process;
  }

  decode({ slot, process }: Party): Process | undefined {
    if (process === null || process === undefined) {
      const known = this.#slots[slot ?? SLOTS];
      if (known === undefined) throw new MalformedError(`it refers to a process that was not told: slot ${slot}`);
      return known;
    }
    const decoded = this.#process.decode(process);
    if (slot !== null && slot !== undefined) {
      if (slot >= SLOTS) throw new MalformedError(`slot ${slot} is more than ${SLOTS - 1}`);
      this.#slots[slot] = decoded;
    }
    return decoded;
  }
}
