import { createHash } from 'node:crypto';
import type { Event, Operation } from '../model/event.js';
import type { Incident, NotEvaluable, Reason, Severity } from '../model/incident.js';
import { processKey } from '../model/process.js';
import { compareTimestamps, type Timestamp } from '../model/timestamp.js';
import type { Situation } from './circumstance.js';
import { CIRCUMSTANCES } from './circumstances/index.js';
import { milliseconds } from './clock.js';
import { refused } from './evidence.js';
import type { Clue, Definition, Names, Tally } from './heuristic.js';
import type { Relation } from './history.js';
import type { Parameters } from './parameters.js';
import { clampScore, severityOf } from './score.js';
import { nameArgument, nameProcess } from './sentence.js';

interface Count {
  clue: Clue;
  definition: Definition;
  count: number;
  bytes: number;
  first: Event;
  last: Event;
}

/** Circumstances that lift what would lower an incident. */
const GRAVE: ReadonlySet<string | undefined> = new Set(
  CIRCUMSTANCES.filter(({ evenOverOwnTracee }) => evenOverOwnTracee).map(({ id }) => id),
);

/** What `Event.inferred` means, by the field it names. */
const FIELD_INFERENCES: Readonly<Record<string, string>> = {
  file: 'the file that was mapped is taken for a memfd because the same process had made one under that descriptor; close and dup are not seen',
  'file.memfd': "what was executed is taken for a memfd because it lies on the kernel's internal tmpfs",
};

/** Id of the reason that lowers what a tracer does to a process it started. */
export const OWN_TRACEE = 'own-tracee';

/**
 * An incident while it grows.
 *
 * The score is the sum of its reasons' weights: of the acts only the gravest counts in full and each other one adds a
 * little, aggravations and circumstances add what they weigh, and one reason may lower: the tracing of a process that
 * was the tracer's own from its beginning on.
 */
export class OpenIncident {
  readonly id: string;
  readonly relation: Relation;
  readonly remote: boolean;
  /** reports so far */
  revision = 0;
  /** more than counts changed since the last report */
  changed = false;
  /** events came since the last report */
  unreported = false;
  /** unreported counts wait in the engine for their time */
  pending = false;
  /** severity in the last report */
  reported: Severity | undefined;
  /** milliseconds since the epoch, of the latest event */
  lastMs: number;

  readonly #parameters: Parameters;
  readonly #counts = new Map<Clue['id'], Count>();
  readonly #heuristics: string[] = [];
  readonly #operations = new Set<Operation>();
  readonly #attack = new Set<string>();
  /** fields of events that the source concluded from earlier ones */
  readonly #inferred = new Set<string>();
  readonly #notEvaluable = new Map<string, { heuristic: string; field: string; count: number }>();
  #first: Timestamp;
  #last: Timestamp;
  #events = 0;
  #latest: Event | undefined;
  #refusals = 0;
  #foreignCalls = 0;
  /** everything that altered the target was done to an own tracee */
  #ownTracee: boolean | undefined;

  constructor(relation: Relation, event: Event, parameters: Parameters) {
    this.relation = relation;
    this.remote = relation.target !== undefined || relation.argument !== undefined;
    this.#parameters = parameters;
    this.#first = event.time;
    this.#last = event.time;
    this.lastMs = milliseconds(event.time);
    this.id = identify(relation, event.time);
  }

  get first(): Timestamp {
    return this.#first;
  }

  get last(): Timestamp {
    return this.#last;
  }

  /**
   * Takes in what a heuristic found in an event. `ownTracee`: the target was traced by the actor since it began.
   * Sets `changed` where more than counts did.
   */
  add(definition: Definition, clues: readonly Clue[], event: Event, ownTracee: boolean | undefined): void {
    if (event !== this.#latest) this.#addEvent(event);
    let alters = false;
    let attempted = false;
    for (let index = 0; index < clues.length; index++) {
      const clue = clues[index]!;
      if (this.#addClue(definition, clue, event)) this.changed = true;
      if (clue.effect === 'alter') alters = true;
      else if (clue.effect === 'attempt') attempted = true;
    }
    if (event.foreignAbi === true && ++this.#foreignCalls === 1) this.changed = true;
    if (attempted && refused(event) && ++this.#refusals === this.#parameters.repeatedRefusals) this.changed = true;
    if (!alters || this.#ownTracee === false || this.#ownTracee === (ownTracee ?? false)) return;
    this.#ownTracee = ownTracee ?? false;
    this.changed = true;
  }

  addNotEvaluable(heuristic: string, field: string): void {
    const key = `${heuristic} ${field}`;
    const known = this.#notEvaluable.get(key);
    if (known === undefined) this.#notEvaluable.set(key, { heuristic, field, count: 1 });
    else known.count++;
  }

  /** The incident as it stands. `lost`: events lost between its first and its last. */
  snapshot(lost: number): Incident {
    const { relation } = this;
    const { actor, target = null, argument } = relation;
    const missing: NotEvaluable[] = [...this.#notEvaluable.values()].map((entry) => ({ ...entry }));
    const reasons = this.#reasons(missing);
    const gravest = this.#gravest();
    const title = gravest?.clue.title ?? gravest?.definition.title;
    const score = clampScore(reasons.reduce((sum, { weight }) => sum + weight, 0));
    return {
      id: this.id,
      revision: this.revision,
      severity: severityOf(score, this.#parameters),
      score,
      ...(title !== undefined && { title }),
      heuristics: [...this.#heuristics],
      operations: [...this.#operations],
      attack: [...this.#attack],
      actor,
      target,
      ...(target === null && argument !== undefined && { argument }),
      ...this.#inferences(),
      reasons,
      notEvaluable: missing,
      first: this.#first,
      last: this.#last,
      events: this.#events,
      lost,
    };
  }

  #inferences(): Pick<Incident, 'inferences'> {
    const sentences = [...this.#inferred].map((field) => FIELD_INFERENCES[field] ?? `${field} is concluded, not seen`);
    if (this.relation.inferred) sentences.push(inference(this.relation));
    return sentences.length === 0 ? {} : { inferences: sentences };
  }

  #addEvent(event: Event): void {
    this.#latest = event;
    this.unreported = true;
    this.#events++;
    this.#operations.add(event.operation);
    if (event.inferred !== undefined) for (const field of event.inferred) this.#inferred.add(field);
    if (compareTimestamps(event.time, this.#first) < 0) this.#first = event.time;
    if (compareTimestamps(event.time, this.#last) > 0) {
      this.#last = event.time;
      this.lastMs = milliseconds(event.time);
    }
  }

  #addClue(definition: Definition, clue: Clue, event: Event): boolean {
    const known = this.#counts.get(clue.id);
    if (known !== undefined) {
      known.count++;
      known.bytes += event.bytes ?? 0;
      known.last = event;
      return false;
    }
    const { id: heuristic, attack } = definition;
    this.#counts.set(clue.id, { clue, definition, count: 1, bytes: event.bytes ?? 0, first: event, last: event });
    if (!this.#heuristics.includes(heuristic)) this.#heuristics.push(heuristic);
    for (const technique of attack) this.#attack.add(technique);
    for (const technique of clue.attack ?? []) this.#attack.add(technique);
    return true;
  }

  #reasons(missing: NotEvaluable[]): Reason[] {
    const names = this.#names();
    const acts = this.#acts(names);
    const altered = [...this.#counts.values()].some(({ clue }) => clue.effect === 'alter');
    const circumstances = this.#circumstances(names, altered, missing);
    const reasons = [...acts, ...circumstances];
    if (this.#ownTracee === true && !this.#isRaised(circumstances)) reasons.push(...this.#lowered(names, reasons));
    return reasons;
  }

  #acts(names: Names): Reason[] {
    const gravest = this.#gravest();
    return [...this.#counts.values()].map((count) => {
      const { clue, definition } = count;
      const weight = this.#parameters.weights[clue.id];
      const counted = count === gravest || clue.kind === 'aggravation' ? weight.alone : weight.further;
      const tally: Tally = count;
      return {
        heuristic: definition.id,
        id: clue.id,
        text: clue.sentence(names, tally),
        weight: counted,
        count: count.count,
      };
    });
  }

  #gravest(): Count | undefined {
    const { weights } = this.#parameters;
    let gravest: Count | undefined;
    for (const count of this.#counts.values()) {
      if (count.clue.kind !== 'act') continue;
      if (gravest === undefined || weights[count.clue.id].alone > weights[gravest.clue.id].alone) gravest = count;
    }
    return gravest;
  }

  #circumstances(names: Names, altered: boolean, missing: NotEvaluable[]): Reason[] {
    const { actor, target } = this.relation;
    const parameters = this.#parameters;
    const situation: Situation = {
      actor,
      target,
      remote: this.remote,
      refusals: this.#refusals,
      foreignCalls: this.#foreignCalls,
      parameters,
    };
    const reasons: Reason[] = [];
    for (const { id, judge, sentence, evenOverOwnTracee } of CIRCUMSTANCES) {
      const judgement = judge(situation);
      if (typeof judgement === 'string') missing.push({ heuristic: id, field: judgement, count: 1 });
      if (judgement !== true) continue;
      // A tracer put its own child into the user and the namespaces that it has: that crosses no border inwards.
      const full = altered && (evenOverOwnTracee || this.#ownTracee !== true);
      const weight = parameters.circumstances[id];
      reasons.push({
        heuristic: id,
        id,
        text: sentence(names, situation),
        weight: full ? weight.altered : weight.touched,
        count: 1,
      });
    }
    return reasons;
  }

  #isRaised(circumstances: readonly Reason[]): boolean {
    return this.#counts.has('wrote-vdso') || circumstances.some(({ id }) => GRAVE.has(id));
  }

  #lowered(names: Names, reasons: readonly Reason[]): Reason[] {
    const excess = reasons.reduce((sum, { weight }) => sum + weight, 0) - this.#parameters.ownTraceeCeiling;
    if (excess <= 0) return [];
    const text = `${names.actor} started ${names.target} and traced it from then on, as debuggers and sandboxes do`;
    return [{ heuristic: OWN_TRACEE, id: OWN_TRACEE, text, weight: -excess, count: 1 }];
  }

  #names(): Names {
    const { actor, target, argument } = this.relation;
    return {
      actor: nameProcess(actor),
      target: target === undefined ? (this.remote ? nameArgument(argument) : '') : nameProcess(target),
    };
  }
}

/** The same for the same events, whenever and wherever they are read: 16 hexadecimal digits. */
function identify({ actor, target, argument }: Relation, first: Timestamp): string {
  const whom = target === undefined ? (argument === undefined ? '-' : `argument ${argument}`) : processKey(target);
  const text = `${processKey(actor)} ${whom} ${first.seconds} ${first.nanos}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function inference({ target }: Relation): string {
  return `not every event names its target: process ${target?.tgid} is what the same argument of the same actor named in another one`;
}
