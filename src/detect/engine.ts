import { type Event, type Operation, type Region, succeeded } from '../model/event.js';
import type { Incident, NotEvaluable, Severity } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { File, Process } from '../model/process.js';
import { milliseconds } from './clock.js';
import { bytesMoved, isSelf } from './evidence.js';
import type { Absent, Clue, Context, Definition, Finding, Heuristic, Intruder, Parties } from './heuristic.js';
import { notEvaluable } from './heuristic.js';
import { HEURISTICS } from './heuristics/index.js';
import { History } from './history.js';
import { Losses } from './losses.js';
import { OpenIncident, type Unreported } from './open-incident.js';
import { type ParameterOverrides, type Parameters, resolveParameters } from './parameters.js';
import { Queue } from './queue.js';
import type { Relation } from './relation.js';

export interface EngineOptions {
  /** what differs from the defaults */
  readonly parameters?: ParameterOverrides;
  /** all of them where absent */
  readonly heuristics?: readonly Heuristic[];
  /** called with each revision of each incident */
  readonly onIncident: (incident: Incident) => void;
  /** called with each event that takes part in an incident, once for each heuristic that fired on it */
  readonly onEvidence?: (evidence: Evidence) => void;
}

/** That an event takes part in an incident, and why. */
export interface Evidence {
  /** id of the incident */
  readonly incident: string;
  readonly event: Event;
  readonly heuristic: Definition;
  readonly clues: readonly Clue[];
}

/** What the engine did since it was made. */
export interface Totals {
  readonly events: number;
  /** events lost by the sources, as they reported it */
  readonly lost: number;
  /** incidents opened, each under its latest severity */
  readonly incidents: Readonly<Record<Severity, number>>;
  /** incidents that are not closed */
  readonly open: number;
  /** how often each heuristic fired, by id */
  readonly fired: Readonly<Record<string, number>>;
  /** what could not be decided, and for want of which field */
  readonly notEvaluable: readonly NotEvaluable[];
  /** state that was given up for room: verdicts after that may know less */
  readonly evicted: {
    readonly relations: number;
    readonly subjects: number;
    readonly incidents: number;
    readonly memfds: number;
    readonly losses: number;
  };
}

/** A heuristic with its running counts. */
class Runner {
  readonly definition: Definition;
  readonly evaluate: Heuristic['evaluate'];
  readonly id: string;
  fired = 0;
  readonly notEvaluable = new Map<string, number>();

  constructor({ definition, evaluate }: Heuristic) {
    this.definition = definition;
    this.evaluate = evaluate;
    this.id = definition.id;
  }

  countAbsent(field: string): void {
    this.notEvaluable.set(field, (this.notEvaluable.get(field) ?? 0) + 1);
  }
}

type Plan = Readonly<Record<Parties, readonly Runner[]>>;

/** Mutable, one per engine: heuristics see it as a Context. */
class Scratch implements Context {
  readonly parameters: Parameters;
  now = 0;
  operation: Operation = 'inspect';
  succeeded = false;
  bytes = 0;
  region: Region | undefined;
  relation: Relation | undefined;
  intruder: Intruder | undefined;
  readonly #history: History;

  constructor(parameters: Parameters, history: History) {
    this.parameters = parameters;
    this.#history = history;
  }

  /** Reads of the next event what is asked for again and again. */
  read(event: Event, relation: Relation | undefined, now: number): void {
    this.now = now;
    this.operation = event.operation;
    this.succeeded = succeeded(event);
    this.bytes = bytesMoved(event);
    this.region = event.memory?.region;
    this.relation = relation;
    this.intruder = undefined;
  }

  ownTracee(): boolean | undefined {
    return this.relation && this.#history.ownTracee(this.relation, this.now);
  }

  wasWrittenInto(event: Event): boolean {
    return this.#history.intruder(event, this.now)?.wrote === true;
  }

  makerOf(file: File): Process | undefined {
    return this.#history.makerOf(file);
  }
}

/** Operations that only the history needs to see. */
const CONTEXT_ONLY: readonly Operation[] = ['memfd-create', 'set-options', 'set-siginfo', 'set-sigmask'];

const TARGET_ABSENT = notEvaluable('target');

/**
 * Turns events into incidents. Everything it decides depends on the events and losses it was given, their times and
 * their order: the same stream gives the same incidents, bit for bit.
 */
export class Engine {
  readonly parameters: Parameters;
  readonly #runners: readonly Runner[];
  readonly #plans = new Map<Operation, Plan>();
  readonly #history: History;
  readonly #losses: Losses;
  readonly #scratch: Scratch;
  /** those that are open; the one unchanged for longest first */
  readonly #incidents = new Queue<OpenIncident>();
  #evicted = 0;
  readonly #onIncident: (incident: Incident) => void;
  readonly #onEvidence: EngineOptions['onEvidence'];
  readonly #idleMs: number;
  readonly #coalesceMs: number;
  /** incidents with unreported counts; those that wait for longest first */
  readonly #unreported = new Queue<Unreported>();
  readonly #absent: Runner[] = [];
  readonly #absentFields: string[] = [];
  /** incidents that the current event took part in; one may stand twice */
  readonly #touched: OpenIncident[] = [];
  /** latest event time, milliseconds */
  #clock = Number.NEGATIVE_INFINITY;
  #nextDue = Number.POSITIVE_INFINITY;
  #events = 0;
  readonly #severities: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };

  /** @throws {RangeError} for parameters that make no sense */
  constructor({ parameters, heuristics = HEURISTICS, onIncident, onEvidence }: EngineOptions) {
    this.parameters = resolveParameters(parameters);
    this.#onIncident = onIncident;
    this.#onEvidence = onEvidence;
    this.#history = new History(this.parameters);
    this.#losses = new Losses(this.parameters.limits.losses);
    this.#scratch = new Scratch(this.parameters, this.#history);
    this.#idleMs = this.parameters.seconds.idle * 1000;
    this.#coalesceMs = this.parameters.seconds.coalesce * 1000;
    this.#runners = heuristics.map((heuristic) => new Runner(heuristic));
    this.#makePlans();
  }

  handle(event: Event): void {
    this.#events++;
    const now = milliseconds(event.time);
    if (now > this.#clock) {
      this.#clock = now;
      if (now >= this.#nextDue) this.#reportDue(now);
    }
    const plan = this.#plans.get(event.operation);
    if (plan === undefined) return;
    const scratch = this.#scratch;
    const relation = this.#history.between(event, now);
    scratch.read(event, relation, now);
    this.#history.observe(event, scratch);
    if (relation !== undefined) for (const runner of plan['actor-and-target']) this.#run(runner, event, relation, now);
    else if (plan['actor-and-target'].length > 0 && !isSelf(event)) this.#lackTarget(plan['actor-and-target']);
    for (const runner of plan.actor) this.#run(runner, event, undefined, now);
    for (const runner of plan.any) this.#run(runner, event, relation, now);
    this.#runIntruder(plan['intruder-and-actor'], event, now);
    if (this.#absent.length > 0) this.#noteAbsent(relation);
    if (this.#touched.length > 0) this.#settle();
  }

  /** Takes note of events that a source lost. Every open incident of that time will say so. */
  handleLoss(loss: Loss): void {
    this.#losses.add(loss);
    for (const incident of this.#incidents.links()) {
      if (milliseconds(loss.from) <= incident.lastMs && milliseconds(loss.to) >= milliseconds(incident.first)) {
        this.#defer(incident);
      }
    }
  }

  /**
   * Tells the engine that no event before `nowMs` (milliseconds since the epoch) will come any more, so that counts
   * are reported in time also where events cease. Pass a time behind the wall clock by what a source may be late.
   */
  tick(nowMs: number): void {
    if (nowMs >= this.#nextDue) this.#reportDue(nowMs);
  }

  /** Reports all that was not reported yet. Incidents stay open. */
  flush(): void {
    for (const { incident } of this.#unreported.links()) this.#report(incident);
    this.#nextDue = Number.POSITIVE_INFINITY;
  }

  /** All open incidents as they stand, reported or not; the one unchanged for longest first. */
  snapshot(): Incident[] {
    return [...this.#incidents.links()].map((incident) => this.#snapshot(incident));
  }

  totals(): Totals {
    const missing: NotEvaluable[] = [];
    for (const { id, notEvaluable } of this.#runners) {
      for (const [field, count] of notEvaluable) missing.push({ heuristic: id, field, count });
    }
    return {
      events: this.#events,
      lost: this.#losses.total,
      incidents: { ...this.#severities },
      open: this.#incidents.size,
      fired: Object.fromEntries(this.#runners.map(({ id, fired }) => [id, fired])),
      notEvaluable: missing,
      evicted: { ...this.#history.evicted, incidents: this.#evicted, losses: this.#losses.merged },
    };
  }

  #makePlans(): void {
    const operations = new Set<Operation>(CONTEXT_ONLY);
    for (const { definition } of this.#runners) for (const one of definition.operations) operations.add(one);
    for (const operation of operations) {
      const of = (parties: Parties): Runner[] =>
        this.#runners.filter(
          ({ definition }) => definition.parties === parties && definition.operations.includes(operation),
        );
      this.#plans.set(operation, {
        'actor-and-target': of('actor-and-target'),
        actor: of('actor'),
        'intruder-and-actor': of('intruder-and-actor'),
        any: of('any'),
      });
    }
  }

  #runIntruder(runners: readonly Runner[], event: Event, now: number): void {
    if (runners.length === 0) return;
    const intruder = this.#history.intruder(event, now);
    if (intruder === undefined) return;
    this.#scratch.intruder = intruder;
    for (const runner of runners) this.#run(runner, event, intruder.relation, now);
  }

  #run(runner: Runner, event: Event, relation: Relation | undefined, now: number): void {
    const outcome = runner.evaluate(event, this.#scratch);
    if (outcome === undefined) return;
    if (outcome.outcome === 'fired') {
      this.#fire(runner, outcome, event, relation ?? this.#alone(event, now), now);
    } else this.#lacks(runner, outcome);
  }

  #alone(event: Event, now: number): Relation {
    const relation = this.#history.alone(event.actor, now);
    // The process is another program from now on, under the same identity.
    if (event.operation === 'exec') relation.actor = event.actor;
    return relation;
  }

  #lackTarget(runners: readonly Runner[]): void {
    for (const runner of runners) this.#lacks(runner, TARGET_ABSENT);
  }

  #lacks(runner: Runner, { field }: Absent): void {
    runner.countAbsent(field);
    this.#absent.push(runner);
    this.#absentFields.push(field);
  }

  #fire(runner: Runner, finding: Finding, event: Event, relation: Relation, now: number): void {
    runner.fired++;
    const incident = this.#incidentOf(relation, event, now);
    const { definition } = runner;
    incident.add(definition, finding, event, this.#scratch, relation);
    if (finding.alters && !incident.alteredForeign) incident.alter(this.#history.ownTracee(relation, now));
    if (finding.clues.length > 0)
      this.#onEvidence?.({ incident: incident.id, event, heuristic: definition, clues: finding.clues });
    for (const field of finding.unknown) {
      runner.countAbsent(field);
      incident.addNotEvaluable(runner.id, field);
    }
    const { length } = this.#touched;
    if (length === 0 || this.#touched[length - 1] !== incident) this.#touched.push(incident);
  }

  /** What could not be decided belongs to the incident that the same event took part in, or to that of its parties. */
  #noteAbsent(relation: Relation | undefined): void {
    const incident = this.#touched[0] ?? relation?.incident;
    if (incident !== undefined) {
      for (const [index, runner] of this.#absent.entries()) {
        incident.addNotEvaluable(runner.id, this.#absentFields[index]!);
      }
    }
    empty(this.#absent);
    empty(this.#absentFields);
  }

  /** One report per incident and event, whatever number of heuristics fired. */
  #settle(): void {
    for (let index = 0; index < this.#touched.length; index++) {
      const incident = this.#touched[index]!;
      if (incident.changed) this.#report(incident);
      else if (incident.grown) this.#defer(incident);
    }
    empty(this.#touched);
  }

  #incidentOf(relation: Relation, event: Event, now: number): OpenIncident {
    const open = relation.incident;
    if (open !== undefined) {
      if (now - open.lastMs <= this.#idleMs) {
        this.#incidents.renew(open);
        return open;
      }
      this.#close(open);
    }
    this.#closeIdle(now);
    const shared = this.#history.kin(relation, now)?.incident;
    this.#history.intruded(relation, now);
    if (shared !== undefined) {
      shared.join(relation);
      return shared;
    }
    const incident = new OpenIncident(relation, event, this.parameters);
    relation.incident = incident;
    this.#incidents.append(incident);
    if (this.#incidents.size > this.parameters.limits.incidents) {
      this.#evicted++;
      this.#close(this.#incidents.oldest!);
    }
    return incident;
  }

  #closeIdle(now: number): void {
    for (const oldest of this.#incidents.links()) {
      if (now - oldest.lastMs <= this.#idleMs) return;
      this.#close(oldest);
    }
  }

  #close(incident: OpenIncident): void {
    this.#incidents.remove(incident);
    if (incident.unreported !== undefined) this.#report(incident);
    incident.leave();
  }

  #defer(incident: OpenIncident): void {
    if (incident.unreported !== undefined) return;
    incident.unreported = { incident, since: this.#clock, older: undefined, newer: undefined };
    this.#unreported.append(incident.unreported);
    if (this.#unreported.size === 1) this.#nextDue = this.#clock + this.#coalesceMs;
  }

  #reportDue(now: number): void {
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const { incident, since } of this.#unreported.links()) {
      if (since + this.#coalesceMs > now) {
        this.#nextDue = since + this.#coalesceMs;
        return;
      }
      this.#report(incident);
    }
  }

  #report(incident: OpenIncident): void {
    if (incident.unreported !== undefined) this.#unreported.remove(incident.unreported);
    incident.unreported = undefined;
    incident.changed = false;
    incident.grown = false;
    incident.revision++;
    const report = this.#snapshot(incident);
    if (incident.reported !== undefined) this.#severities[incident.reported]--;
    this.#severities[report.severity]++;
    incident.reported = report.severity;
    this.#onIncident(report);
  }

  #snapshot(incident: OpenIncident): Incident {
    return incident.snapshot(this.#losses.between(incident.first, incident.last));
  }
}

/** Of the few that are in it: setting the length of an array costs as much as a heuristic. */
function empty(array: unknown[]): void {
  while (array.length > 0) array.pop();
}
