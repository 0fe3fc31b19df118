import type { Event } from '../model/event.js';
import { succeeded } from '../model/event.js';

const MAP_ANONYMOUS = 0x20;
/** SYSCALL and PROCTITLE, which every event has. */
const LEAST = 2;
/** the mark that ends an event is a record as well, which no log has */
const END_MARK = 1;

/** How many records an event of each kind has, learned from those that came: most come whole. */
export class RecordCounts {
  readonly #counts = new Map<string, Map<number, number>>();

  learn(event: Event): void {
    const records = event.record?.records;
    if (records === undefined) return;
    const kind = kindOf(event);
    let counts = this.#counts.get(kind);
    if (counts === undefined) {
      counts = new Map();
      this.#counts.set(kind, counts);
    }
    counts.set(records, (counts.get(records) ?? 0) + 1);
  }

  /** Records that are missing of an event that came; 0 for an exec, which has as many as it looks up files. */
  missing(event: Event): number {
    const records = event.record?.records;
    if (records === undefined || event.operation === 'exec') return 0;
    return Math.max(0, this.#usual(event) - records);
  }

  /** Records that the kernel makes of such an event, its end mark included. */
  expected(event: Event): number {
    return this.#usual(event) + END_MARK;
  }

  #usual(event: Event): number {
    let records = LEAST;
    let most = 0;
    for (const [count, times] of this.#counts.get(kindOf(event)) ?? []) {
      if (times > most) [records, most] = [count, times];
    }
    return records;
  }
}

/** mmap of a file has a record of its own, an exec that fails none of its arguments. */
function kindOf(event: Event): string {
  const { call = '', args } = event;
  const flags = args?.[3];
  const isAnonymous = call.startsWith('mmap') && typeof flags === 'number' && (flags & MAP_ANONYMOUS) !== 0;
  return `${call} ${succeeded(event)} ${isAnonymous}`;
}
