import type { Incident, NotEvaluable } from '../model/incident.js';
import { compareTimestamps, secondsBetween } from '../model/timestamp.js';
import type { Bounded, ComparedIncident, IncidentDifference, IncidentSide, Side } from './report.js';

const MOST_INCIDENTS = 10_000;
const MOST_REPORTED = 1000;
/** Audit stamps the entry, the sensor the return: two incidents overlap that are this far apart. */
const TOLERANCE_SECONDS = 1;

const OTHER: Readonly<Record<Side, Side>> = { sensor: 'audit', audit: 'sensor' };

/** What each source alone would have concluded, side by side. */
export class IncidentComparison {
  /** the last revision of each, by id */
  readonly #incidents: Readonly<Record<Side, Map<string, Incident>>> = { sensor: new Map(), audit: new Map() };
  readonly #notEvaluable: Record<Side, readonly NotEvaluable[]> = { sensor: [], audit: [] };
  #leftOut = 0;

  take(side: Side, incident: Incident): void {
    const known = this.#incidents[side];
    if (known.size >= MOST_INCIDENTS && !known.has(incident.id)) this.#leftOut++;
    else known.set(incident.id, incident);
  }

  notEvaluable(side: Side, entries: readonly NotEvaluable[]): void {
    this.#notEvaluable[side] = entries;
  }

  compare(): Bounded<ComparedIncident> {
    const rest = new Set(this.#incidents.audit.values());
    const compared: ComparedIncident[] = [];
    for (const sensor of this.#incidents.sensor.values()) {
      const audit = counterpart(sensor, rest);
      if (audit !== undefined) rest.delete(audit);
      compared.push(this.#pair(sensor, audit));
    }
    for (const audit of rest) compared.push(this.#pair(undefined, audit));
    compared.sort((a, b) => compareTimestamps(a.first, b.first));
    const entries = compared.slice(0, MOST_REPORTED);
    return { entries, leftOut: this.#leftOut + compared.length - entries.length };
  }

  #pair(sensor: Incident | undefined, audit: Incident | undefined): ComparedIncident {
    const either = (sensor ?? audit)!;
    return {
      actor: either.actor,
      target: either.target,
      first: either.first,
      ...(sensor && { sensor: summary(sensor) }),
      ...(audit && { audit: summary(audit) }),
      differences: [
        ...this.#missing('audit', sensor, audit),
        ...this.#missing('sensor', audit, sensor),
        ...(sensor && audit ? detailsOf(sensor, audit) : []),
      ],
    };
  }

  /** Heuristics that fired for the one and not for `side`, each with the field that `side` lacked. */
  #missing(side: Side, has: Incident | undefined, lacks: Incident | undefined): IncidentDifference[] {
    if (has === undefined) return [];
    return has.heuristics
      .filter((heuristic) => !lacks?.heuristics.includes(heuristic))
      .map((heuristic) => {
        const undecided =
          lacks?.notEvaluable.find((one) => one.heuristic === heuristic) ??
          this.#notEvaluable[side].find((one) => one.heuristic === heuristic);
        const field = undecided?.field ?? 'event';
        return {
          about: heuristic,
          field,
          lackedBy: side,
          sentence:
            undecided === undefined
              ? `${heuristic}: only the ${OTHER[side]} has the events that show it.`
              : `${heuristic}: the ${side} cannot decide it without ${field}.`,
        };
      });
  }
}

/** The same actor and target at the same time; audit may know of the target only how it was named. */
function counterpart(sensor: Incident, audits: ReadonlySet<Incident>): Incident | undefined {
  let byActor: Incident | undefined;
  for (const audit of audits) {
    if (audit.actor.tgid !== sensor.actor.tgid || !overlap(sensor, audit)) continue;
    const named = audit.target?.tgid ?? audit.argument;
    if (named === (sensor.target?.tgid ?? sensor.argument)) return audit;
    if (named !== undefined && named === sensor.argument) return audit;
    // a name relative to another pid namespace, or a thread's: the heuristics must agree
    if (audit.target === null && audit.heuristics.some((heuristic) => sensor.heuristics.includes(heuristic))) {
      byActor ??= audit;
    }
  }
  return byActor;
}

const overlap = (a: Incident, b: Incident): boolean =>
  secondsBetween(a.last, b.first) <= TOLERANCE_SECONDS && secondsBetween(b.last, a.first) <= TOLERANCE_SECONDS;

function summary({ id, severity, score, title, heuristics, events }: Incident): IncidentSide {
  return { id, severity, score, ...(title !== undefined && { title }), heuristics, events };
}

function detailsOf(sensor: Incident, audit: Incident): IncidentDifference[] {
  const differences: IncidentDifference[] = [];
  if (sensor.target !== null && audit.target === null) {
    differences.push({
      about: 'target',
      field: 'target.process',
      lackedBy: 'audit',
      sentence: 'target: audit has only the number by which the actor named it.',
    });
  }
  for (const [has, lacks, side] of [
    [sensor, audit, 'audit'],
    [audit, sensor, 'sensor'],
  ] as const) {
    for (const reason of has.reasons) {
      const isShared = lacks.reasons.some((other) => (other.id ?? other.heuristic) === (reason.id ?? reason.heuristic));
      if (isShared || has.heuristics.includes(reason.heuristic) || reason.weight === 0) continue;
      differences.push({
        about: reason.id ?? reason.heuristic,
        field: 'event',
        lackedBy: side,
        sentence: `${reason.id ?? reason.heuristic}: a circumstance that only the ${OTHER[side]} sees, of weight ${reason.weight}.`,
      });
    }
  }
  return differences;
}
