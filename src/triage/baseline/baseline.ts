import type { Incident } from '../../model/incident.js';
import type { Process } from '../../model/process.js';
import type { Timestamp } from '../../model/timestamp.js';
import { type Entry, type Habit, habitKey, type Program } from './entry.js';

const DAY_MS = 86_400_000;

/** Entries that are kept; the one not seen for longest is given up for a new one. */
const MOST_ENTRIES = 50_000;
/** Incidents whose operations are remembered, so that a later revision counts only what is new in it. */
const MOST_INCIDENTS = 4096;

/** Which program a process is, by what it cannot forge; undefined where that cannot be told, or it is in no file. */
export type Identify = (process: Process) => Program | undefined;

/** What a baseline is made of, and is written down as. */
export interface BaselineContent {
  /** seconds that it was learned for, in all */
  readonly seconds: number;
  /** entries that were given up for room */
  readonly evicted: number;
  readonly entries: readonly Entry[];
}

const milliseconds = ({ seconds, nanos }: Timestamp): number => seconds * 1000 + Math.floor(nanos / 1_000_000);

/** The habits of an incident; or the field without which they cannot be told. */
export function habitsOf(incident: Incident, identify: Identify): readonly Habit[] | string {
  const { actor, target, argument, operations = [] } = incident;
  const who = identify(actor);
  if (who === undefined) return 'actor.exe.inode';
  const user = actor.euid ?? actor.uid;
  if (user === undefined) return 'actor.euid';
  if (target === null && argument !== undefined) return 'target.process';
  const whom = target === null ? null : identify(target);
  if (whom === undefined) return 'target.process.exe.inode';
  return operations.map((operation) => ({ actor: who, user, target: whom, operation }));
}

/** What is normal on a host: which program does what to which, since when, and on how many days. Bounded. */
export class Baseline {
  /** the one seen last at the end */
  readonly #entries = new Map<string, Entry>();
  /** operations of recent incidents that were counted */
  readonly #counted = new Map<string, Set<string>>();
  readonly #identify: Identify;
  #seconds: number;
  #evicted: number;
  #unknown = 0;

  constructor(
    identify: Identify,
    { seconds, evicted, entries }: BaselineContent = { seconds: 0, evicted: 0, entries: [] },
  ) {
    this.#identify = identify;
    this.#seconds = seconds;
    this.#evicted = evicted;
    for (const entry of [...entries].sort((a, b) => a.last - b.last)) this.#entries.set(habitKey(entry), entry);
  }

  /** seconds that it was learned for */
  get seconds(): number {
    return this.#seconds;
  }

  /**
   * incidents that could not be learned: their program or their target is in no file, the source does not tell which, or
   * several programs took part, and which did what is not told
   */
  get unknown(): number {
    return this.#unknown;
  }

  /** It was learned for so much longer. */
  addTime(seconds: number): void {
    this.#seconds += seconds;
  }

  /** Takes an incident, in whatever revision, for something that is normal. */
  learn(incident: Incident): void {
    const id = `${incident.host ?? ''}\0${incident.id}`;
    const habits = habitsOf(incident, this.#identify);
    if (typeof habits === 'string' || incident.helpers !== undefined) {
      if (!this.#counted.has(id)) this.#unknown++;
      this.#countedOf(id);
      return;
    }
    const counted = this.#countedOf(id);
    for (const habit of habits) {
      const key = habitKey(habit);
      if (!counted.has(key)) this.#see(key, habit, milliseconds(incident.first));
      counted.add(key);
    }
  }

  /** What is known of a habit. */
  get(habit: Habit): Entry | undefined {
    return this.#entries.get(habitKey(habit));
  }

  content(): BaselineContent {
    return { seconds: this.#seconds, evicted: this.#evicted, entries: [...this.#entries.values()] };
  }

  #see(key: string, habit: Habit, time: number): void {
    const known = this.#entries.get(key);
    this.#entries.delete(key);
    this.#entries.set(
      key,
      known === undefined ? { ...habit, first: time, last: time, days: 1, count: 1 } : again(known, time),
    );
    if (this.#entries.size > MOST_ENTRIES) {
      this.#entries.delete(this.#entries.keys().next().value!);
      this.#evicted++;
    }
  }

  #countedOf(id: string): Set<string> {
    const counted = this.#counted.get(id) ?? new Set();
    this.#counted.delete(id);
    this.#counted.set(id, counted);
    if (this.#counted.size > MOST_INCIDENTS) this.#counted.delete(this.#counted.keys().next().value!);
    return counted;
  }
}

const dayOf = (time: number): number => Math.floor(time / DAY_MS);

/** Days are counted as time goes on: what is older than the last that was seen adds none. */
function again(entry: Entry, time: number): Entry {
  return {
    ...entry,
    first: Math.min(entry.first, time),
    last: Math.max(entry.last, time),
    days: entry.days + (dayOf(time) > dayOf(entry.last) ? 1 : 0),
    count: entry.count + 1,
  };
}
