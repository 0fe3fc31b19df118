import type { Evidence } from '../detect/index.js';
import type { Event } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import { type Process, processKey } from '../model/process.js';
import { compareTimestamps } from '../model/timestamp.js';
import { Timeline } from './timeline.js';

/** All that is known of one incident. */
export interface Case {
  readonly incident: Incident;
  /** undefined where no event of it is known: only incidents were written down */
  readonly timeline?: Timeline;
  /** losses that a source reported for its time */
  readonly losses: readonly Loss[];
}

/** Losses kept one by one; the oldest are forgotten, for every incident has their sum. */
const MOST_LOSSES = 100_000;

/** What a stream of events, incidents and losses holds on each incident. */
export class CaseFile {
  /** as they were written down */
  readonly #told = new Map<string, Incident>();
  /** as the events give them when they are judged again */
  readonly #found = new Map<string, Incident>();
  readonly #timelines = new Map<string, Timeline>();
  /** the incident that the parties took part in last */
  readonly #byParties = new Map<string, string>();
  readonly #losses: Loss[] = [];
  #events = 0;
  /** the event that is judged, and the one that a heuristic counted last */
  #pending: Event | undefined;
  #counted: Event | undefined;

  /** events that went in */
  get events(): number {
    return this.#events;
  }

  get size(): number {
    return this.ids().length;
  }

  /** An incident that was written down; a later revision takes the place of an earlier one. */
  tell(incident: Incident): void {
    this.#told.set(incident.id, incident);
  }

  /** An incident that comes of judging the events again. */
  find(incident: Incident): void {
    this.#found.set(incident.id, incident);
  }

  /** That an event takes part in an incident. */
  addEvidence(evidence: Evidence): void {
    const { incident, event } = evidence;
    this.#counted = event;
    let timeline = this.#timelines.get(incident);
    if (timeline === undefined) {
      timeline = new Timeline();
      this.#timelines.set(incident, timeline);
    }
    timeline.add(evidence);
    const parties = partiesOf(event);
    if (parties !== undefined) this.#byParties.set(parties, incident);
  }

  /** An event, before it is judged: one that no heuristic counts may still belong to a story. */
  addEvent(event: Event): void {
    this.#settle();
    this.#events++;
    this.#pending = event;
  }

  addLoss(loss: Loss): void {
    this.#losses.push(loss);
    if (this.#losses.length > MOST_LOSSES) this.#losses.shift();
  }

  /** Ids of all incidents, in order of time. */
  ids(): string[] {
    return this.incidents().map(({ id }) => id);
  }

  /** All incidents as they stand at the end, in order of time. What was written down goes before what is judged again. */
  incidents(): Incident[] {
    const incidents = this.#told.size > 0 ? this.#told : this.#found;
    return [...incidents.values()].sort((a, b) => compareTimestamps(a.first, b.first));
  }

  /** What is known of the incident with this id. */
  open(id: string): Case | undefined {
    const incident = this.#told.get(id) ?? this.#found.get(id);
    if (incident === undefined) return undefined;
    this.#settle();
    const timeline = this.#timelines.get(id) ?? this.#timelineOfParties(incident);
    const losses = this.#losses.filter(
      ({ from, to }) => compareTimestamps(from, incident.last) <= 0 && compareTimestamps(to, incident.first) >= 0,
    );
    return { incident, ...(timeline && { timeline }), losses };
  }

  #settle(): void {
    const event = this.#pending;
    this.#pending = undefined;
    if (event === undefined || event === this.#counted) return;
    const parties = partiesOf(event);
    const incident = parties === undefined ? undefined : this.#byParties.get(parties);
    if (incident !== undefined) this.#timelines.get(incident)?.addContext(event);
  }

  /** Where the first event of an incident was not written down, judging the others again gives it another id. */
  #timelineOfParties({ actor, target, first, last }: Incident): Timeline | undefined {
    const other = [...this.#found.values()].find(
      (found) =>
        samePair(found.actor, actor) &&
        samePair(found.target, target) &&
        compareTimestamps(found.first, last) <= 0 &&
        compareTimestamps(found.last, first) >= 0,
    );
    return other && this.#timelines.get(other.id);
  }
}

const samePair = (a: Process | null, b: Process | null): boolean =>
  a === null || b === null ? a === b : processKey(a) === processKey(b);

function partiesOf({ actor, target }: Event): string | undefined {
  return target?.process === undefined ? undefined : `${processKey(actor)} ${processKey(target.process)}`;
}
