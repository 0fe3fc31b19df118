import { atLeast, type Incident, type NotEvaluable, type Severity } from '../model/incident.js';
import { compareTimestamps, secondsBetween } from '../model/timestamp.js';
import type { HeuristicFacts } from './input.js';
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
  readonly #minSeverity: Severity;
  /** by id */
  #heuristics: ReadonlyMap<string, HeuristicFacts> = new Map();
  #leftOut = 0;

  constructor(minSeverity: Severity = 'info') {
    this.#minSeverity = minSeverity;
  }

  describe(heuristics: readonly HeuristicFacts[]): void {
    this.#heuristics = new Map(heuristics.map((one) => [one.id, one]));
  }

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
    const told = compared.filter(
      ({ sensor, audit }) => isGrave(sensor, this.#minSeverity) || isGrave(audit, this.#minSeverity),
    );
    told.sort((a, b) => compareTimestamps(a.first, b.first));
    const entries = told.slice(0, MOST_REPORTED);
    return { entries, leftOut: this.#leftOut + told.length - entries.length };
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
        const field = this.#fieldLacking(heuristic, side, lacks);
        const why =
          field === undefined ? withoutEvent(side, this.#unseen(heuristic, has, lacks)) : withoutField(side, field);
        return {
          about: heuristic,
          field: field ?? 'event',
          lackedBy: side,
          sentence: `${this.#headOf(heuristic, has)}: ${why}`,
        };
      });
  }

  /** The field for want of which `side` could not decide; undefined where it had no event to decide on. */
  #fieldLacking(heuristic: string, side: Side, lacks: Incident | undefined): string | undefined {
    const isIt = (one: NotEvaluable): boolean => one.heuristic === heuristic;
    if (lacks === undefined) return this.#notEvaluable[side].find(isIt)?.field;
    const own = lacks.notEvaluable.find(isIt)?.field;
    const { needs = [], operations = [] } = this.#heuristics.get(heuristic) ?? {};
    if (own !== undefined || !operations.some((operation) => lacks.operations?.includes(operation))) return own;
    // it decides less without a field and says nothing: others miss the same
    return lacks.notEvaluable.find(({ field }) => needs.includes(field))?.field;
  }

  /** What shows it to one and the other has none of. */
  #unseen(heuristic: string, has: Incident, lacks: Incident | undefined): readonly string[] {
    const { operations = [] } = this.#heuristics.get(heuristic) ?? {};
    return operations.filter(
      (operation) => has.operations?.includes(operation) && !lacks?.operations?.includes(operation),
    );
  }

  #headOf(heuristic: string, { reasons }: Incident): string {
    const weight = reasons.reduce((sum, reason) => sum + (reason.heuristic === heuristic ? reason.weight : 0), 0);
    const title = this.#heuristics.get(heuristic)?.title;
    const name = title === undefined ? heuristic : `${title} (${heuristic})`;
    return weight === 0 ? name : `${name}, ${signed(weight)}`;
  }
}

const signed = (weight: number): string => (weight < 0 ? `−${-weight}` : `+${weight}`);

const NAME: Readonly<Record<Side, string>> = { sensor: 'the sensor', audit: 'audit' };

const withoutField = (side: Side, field: string): string =>
  `${NAME[side]} cannot tell, for it does not know ${FIELD_TEXT[field] ?? 'it'} (${field})`;

const withoutEvent = (side: Side, operations: readonly string[]): string =>
  operations.length === 0
    ? `${NAME[side]} finds nothing in what it has that shows it`
    : `${NAME[side]} has no event of ${operations.join(', ')}, which shows it`;

/** What the fields mean that a source can lack. */
const FIELD_TEXT: Readonly<Record<string, string>> = {
  'actor.parent': 'by whom the actor was started',
  args: 'the arguments of the call',
  file: 'which file it was',
  'file.elf': 'whether the file is a program or a library',
  'file.memfd': 'whether the file is in memory only',
  'file.unlinked': 'whether the file was deleted',
  'file.unmounted': 'whether the file is mounted anywhere',
  flags: 'how the file was opened',
  foreignAbi: 'whether the code is of the interface by which it made the call',
  'memory.region': "which part of the target's memory it was",
  'memory.sharing': 'whether the memory is shared',
  origin: 'which code made the call',
  target: 'on whom the call acted',
  'target.process': 'which process the target is: only the number by which the actor named it',
  'target.process.host': 'what is special about the target on this host',
  tracer: 'who traces the process',
  writer: 'who wrote into the process before',
};

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

const isGrave = (side: IncidentSide | undefined, floor: Severity): boolean =>
  side !== undefined && atLeast(side.severity, floor);

function summary({ id, severity, score, title, heuristics, events, suppressedBy }: Incident): IncidentSide {
  return {
    ...{ id, severity, score, ...(title !== undefined && { title }), heuristics, events },
    ...(suppressedBy !== undefined && { suppressedBy }),
  };
}

function detailsOf(sensor: Incident, audit: Incident): IncidentDifference[] {
  const differences: IncidentDifference[] = [];
  if (sensor.target !== null && audit.target === null) {
    differences.push({
      about: 'target',
      field: 'target.process',
      lackedBy: 'audit',
      sentence: `The target: ${withoutField('audit', 'target.process')}`,
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
        sentence: `Only ${NAME[OTHER[side]]} sees that ${reason.text}, ${signed(reason.weight)}`,
      });
    }
  }
  return differences;
}
