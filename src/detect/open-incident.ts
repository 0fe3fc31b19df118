import { hash } from 'node:crypto';
import type { Event, Operation } from '../model/event.js';
import type { Incident, NotEvaluable, Reason, Severity } from '../model/incident.js';
import { type Process, processKey } from '../model/process.js';
import { compareTimestamps, type Timestamp } from '../model/timestamp.js';
import type { Circumstance, Situation } from './circumstance.js';
import { CIRCUMSTANCES } from './circumstances/index.js';
import { milliseconds } from './clock.js';
import { ClueTally, including } from './clue-tally.js';
import { refused } from './evidence.js';
import type { Clue, Context, Definition, Finding, Names, Stage } from './heuristic.js';
import type { Parameters } from './parameters.js';
import type { Link } from './queue.js';
import type { Relation } from './relation.js';
import { clampScore, severityOf } from './score.js';
import { nameArgument, nameProcess } from './sentence.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One of those who took part, and whom they acted on. */
interface View {
  readonly names: Names;
  readonly situation: Situation;
}

/** That an incident waits for its time to be reported. */
export interface Unreported extends Link<Unreported> {
  readonly incident: OpenIncident;
  /** milliseconds since the epoch */
  readonly since: number;
}

const NONE: readonly never[] = [];

const NOBODY: readonly Process[] = [];

const RAISING = CIRCUMSTANCES.filter(({ lowers }) => lowers !== true);
const LOWERING = CIRCUMSTANCES.filter(({ lowers }) => lowers === true);

/** Relatives of the actor that are named in an incident. */
const MOST_HELPERS = 8;

/** Relations that one incident takes in: a shell that starts a writer for each byte makes a few incidents, not thousands. */
const MOST_RELATIONS = 64;

/** What `Event.inferred` means, by the field it names. */
const FIELD_INFERENCES: Readonly<Record<string, string>> = {
  file: 'the file that was mapped is taken for a memfd because the same process had made one under that descriptor; close and dup are not seen',
  'file.memfd': "what was executed is taken for a memfd because it lies on the kernel's internal tmpfs",
};

/** Id of the reason that lowers what a tracer does to a process it started. */
const OWN_TRACEE = 'own-tracee';

/**
 * An incident while it grows.
 *
 * The score is the sum of its reasons' weights: of the acts only the gravest counts in full and each other one adds a
 * little, aggravations and circumstances add what they weigh. Two things lower: that the actor is a debugger used by the
 * target's own user, and that it traces a process that was its own from the beginning on.
 */
export class OpenIncident implements Link<OpenIncident> {
  readonly id: string;
  readonly relation: Relation;
  readonly remote: boolean;
  /** reports so far */
  revision = 0;
  /** more than counts changed since the last report */
  changed = false;
  /** events came since the last report */
  grown = false;
  /** where it waits for its time to be reported, while it does */
  unreported: Unreported | undefined;
  /** severity in the last report */
  reported: Severity | undefined;
  /** milliseconds since the epoch, of the latest event */
  lastMs: number;
  older: OpenIncident | undefined;
  newer: OpenIncident | undefined;

  readonly #parameters: Parameters;
  /** what was found, each once, in the order in which it first was */
  readonly #tallies: ClueTally[] = [];
  // What stands in reports as it is: replaced, never changed.
  #heuristics: readonly string[] = NONE;
  #operations: readonly Operation[] = NONE;
  #attack: readonly string[] = NONE;
  /** fields of events that the source concluded from earlier ones */
  #inferred: Set<string> | undefined;
  readonly #notEvaluable: { heuristic: string; field: string; count: number }[] = [];
  /** whose incident it is: the one that opened it, and relatives of its actor that joined in */
  readonly #relations: Relation[];
  readonly #stages: { -readonly [S in Stage]?: number } = {};
  #first: Timestamp;
  #last: Timestamp;
  #events = 0;
  #latest: Event | undefined;
  #latestOperation: Operation | undefined;
  #refusals = 0;
  /** of the acts, the first of those that weigh most */
  #gravest: ClueTally | undefined;
  /** one of the clues says that the target was altered */
  #altered = false;
  /** one of the acts was no attempt in vain */
  #achieved = false;
  /** one of them counts in full whoever did it */
  #grave = false;
  /** everything that altered the target was done to an own tracee */
  #ownTracee: boolean | undefined;

  constructor(relation: Relation, event: Event, parameters: Parameters) {
    this.relation = relation;
    this.#relations = [relation];
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

  /** Another process acts on the same target, on behalf of the actor or as who sent it. */
  join(relation: Relation): void {
    this.#relations.push(relation);
    relation.incident = this;
    if (this.#relations.length <= MOST_HELPERS + 1) this.changed = true;
  }

  /** Nobody else can join. */
  get isFull(): boolean {
    return this.#relations.length >= MOST_RELATIONS;
  }

  /** No event of these parties belongs to it any more. */
  leave(): void {
    for (const relation of this.#relations) if (relation.incident === this) relation.incident = undefined;
  }

  /** Something was altered in a process that its actor had not traced since it began. */
  get alteredForeign(): boolean {
    return this.#ownTracee === false;
  }

  /** What an event altered was, or was not, traced by who did it since it began; undefined where that is not known. */
  alter(ownTracee: boolean | undefined): void {
    if (this.#ownTracee === false || this.#ownTracee === (ownTracee ?? false)) return;
    this.#ownTracee = ownTracee ?? false;
    this.changed = true;
  }

  /**
   * Takes in what a heuristic found in an event. `relation`: who did it to whom. Sets `changed` where more than counts
   * did.
   */
  add(definition: Definition, { clues }: Finding, event: Event, context: Context, relation: Relation): void {
    if (event !== this.#latest) this.#addEvent(event, context);
    if (clues.length === 0) this.#name(definition);
    for (const clue of clues) {
      const known = this.#tallyOf(clue);
      if (known !== undefined) known.add(event, context);
      else {
        const weight = this.#parameters.weights[clue.id];
        this.#begin(new ClueTally({ definition, clue, weight, relation, event, context }), context);
      }
    }
    if (!context.succeeded) this.#addRefusal(clues, event);
  }

  #addRefusal(clues: readonly Clue[], event: Event): void {
    if (!refused(event) || !clues.some(({ effect }) => effect === 'attempt')) return;
    if (++this.#refusals === this.#parameters.repeatedRefusals) this.changed = true;
  }

  addNotEvaluable(heuristic: string, field: string): void {
    const known = this.#notEvaluable.find((one) => one.heuristic === heuristic && one.field === field);
    if (known === undefined) this.#notEvaluable.push({ heuristic, field, count: 1 });
    else known.count++;
  }

  /** The incident as it stands. `lost`: events lost between its first and its last. */
  snapshot(lost: number): Incident {
    const { relation } = this;
    const { actor, target = null, argument } = relation;
    const missing: NotEvaluable[] = this.#notEvaluable.map((entry) => ({ ...entry }));
    const reasons = this.#reasons(missing);
    const head = this.#gravest ?? this.#tallies[0];
    const title = head?.clue.title ?? head?.definition.title;
    const helpers = this.#others();
    const inferences = this.#inferences();
    const score = clampScore(reasons.reduce((sum, { weight }) => sum + weight, 0));
    const severity = severityOf(score, this.#parameters);
    const incident: Mutable<Incident> = {
      id: this.id,
      revision: this.revision,
      severity,
      score,
      heuristics: this.#heuristics,
      operations: this.#operations,
      attack: this.#attack,
      actor,
      target,
      reasons,
      notEvaluable: missing,
      first: this.#first,
      last: this.#last,
      events: this.#events,
      lost,
    };
    // One by one: to spread what may be absent into the literal costs more than the sentences.
    if (title !== undefined) incident.title = title;
    if (helpers.length > 0) incident.helpers = helpers;
    if (target === null && argument !== undefined) incident.argument = argument;
    if (inferences.length > 0) incident.inferences = inferences;
    return incident;
  }

  #inferences(): readonly string[] {
    const { relation } = this;
    if (this.#inferred === undefined && !relation.inferred) return NONE;
    const fields = [...(this.#inferred ?? NONE)];
    const sentences = fields.map((field) => FIELD_INFERENCES[field] ?? `${field} is concluded, not seen`);
    return relation.inferred ? [...sentences, inference(relation)] : sentences;
  }

  #addEvent(event: Event, { operation, now }: Context): void {
    if (operation !== this.#latestOperation) this.#operations = including(this.#operations, operation);
    this.#latestOperation = operation;
    this.#latest = event;
    this.grown = true;
    this.#events++;
    const { inferred, time } = event;
    if (inferred !== undefined) this.#inferred = new Set([...(this.#inferred ?? []), ...inferred]);
    if (compareTimestamps(time, this.#last) > 0) {
      this.#last = time;
      this.lastMs = now;
    } else if (compareTimestamps(time, this.#first) < 0) this.#first = time;
  }

  #name({ id, attack }: Definition): void {
    if (this.#heuristics.includes(id)) return;
    this.#heuristics = [...this.#heuristics, id];
    for (const technique of attack) this.#attack = including(this.#attack, technique);
    this.changed = true;
  }

  #begin(tally: ClueTally, { now }: Context): void {
    const { clue, definition } = tally;
    this.#tallies.push(tally);
    this.#name(definition);
    for (const technique of clue.attack ?? NONE) this.#attack = including(this.#attack, technique);
    if (clue.stage !== undefined) this.#stages[clue.stage] ??= now;
    if (clue.kind === 'act' && (this.#gravest === undefined || tally.weight.alone > this.#gravest.weight.alone)) {
      this.#gravest = tally;
    }
    if (clue.effect === 'alter') this.#altered = true;
    if (clue.kind === 'act' && clue.effect !== 'attempt') this.#achieved = true;
    if (clue.grave === true) this.#grave = true;
    this.changed = true;
  }

  /** They are a few: to look through them beats a map's hash. */
  #tallyOf(clue: Clue): ClueTally | undefined {
    for (const tally of this.#tallies) if (tally.clue === clue) return tally;
    return undefined;
  }

  #reasons(missing: NotEvaluable[]): Reason[] {
    const names = this.#names(this.relation);
    const reasons = this.#acts(names);
    const views = this.#views(names);
    const raised = this.#circumstances(RAISING, views, reasons, missing);
    if (!this.#grave && !(this.#altered && raised.border)) this.#circumstances(LOWERING, views, reasons, missing);
    if (this.#ownTracee === true && !this.#grave && !raised.grave) this.#lower(names, reasons);
    return reasons;
  }

  /** `names`: those of the parties that opened the incident. */
  #acts(names: Names): Reason[] {
    return this.#tallies.map((tally) => {
      const { clue, definition, relation, weight, count } = tally;
      return {
        heuristic: definition.id,
        id: clue.id,
        text: clue.sentence(relation === this.relation ? names : this.#names(relation), tally),
        weight: tally === this.#gravest || clue.kind === 'aggravation' ? weight.alone : weight.further,
        count,
      };
    });
  }

  /** In the order of #relations: first who opened the incident, whose names are `names`. */
  #views(names: Names): View[] {
    const { remote } = this;
    const helpers = this.#helpers();
    const peers = this.#relations.every((relation) => relation.peers);
    return this.#relations.map((relation) => ({
      names: relation === this.relation ? names : this.#names(relation),
      situation: {
        actor: relation.actor,
        target: relation.target,
        remote,
        altered: this.#altered,
        refusals: this.#refusals,
        stages: this.#stages,
        helpers,
        peers,
        parameters: this.#parameters,
      },
    }));
  }

  #others(): readonly Process[] {
    if (this.#relations.length === 1) return NONE;
    const others = new Map(this.#relations.map(({ actor }) => [identityOf(actor), actor]));
    others.delete(identityOf(this.relation.actor));
    return [...others.values()];
  }

  #helpers(): readonly Process[] {
    if (this.#relations.length === 1) return NOBODY;
    const helpers = new Map<number, Process>();
    for (const { actor } of this.#relations.slice(1)) {
      if (actor.tgid !== this.relation.actor.tgid && helpers.size < MOST_HELPERS) helpers.set(actor.tgid, actor);
    }
    return [...helpers.values()];
  }

  #circumstances(
    circumstances: readonly Circumstance[],
    views: readonly View[],
    reasons: Reason[],
    missing: NotEvaluable[],
  ): { border: boolean; grave: boolean } {
    let border = false;
    let grave = false;
    for (const circumstance of circumstances) {
      const view = this.#decisive(circumstance, views, missing);
      if (view === undefined) continue;
      const { id, sentence, evenOverOwnTracee, border: isBorder, lowers = false, halfInVain = false } = circumstance;
      // A tracer put its own child into the user and the namespaces that it has: that crosses no border inwards.
      const full = view.situation.altered && (evenOverOwnTracee || this.#ownTracee !== true);
      const weights = this.#parameters.circumstances[id];
      const touched = halfInVain && !this.#achieved ? Math.round(weights.touched / 2) : weights.touched;
      const weight = full ? weights.altered : touched;
      const text = sentence(view.names, view.situation);
      reasons.push({ heuristic: id, id, text, weight: lowers ? -weight : weight, count: 1 });
      border ||= isBorder === true;
      grave ||= evenOverOwnTracee;
    }
    return { border, grave };
  }

  /** What raises holds where it does of anybody who took part; what lowers, where it does of all of them. */
  #decisive({ id, judge, lowers }: Circumstance, views: readonly View[], missing: NotEvaluable[]): View | undefined {
    const first = views[0]!;
    const judgement = judge(first.situation);
    if (typeof judgement === 'string') this.#miss(missing, id, judgement);
    const isTrue = judgement === true;
    if (views.length === 1 || isTrue !== (lowers === true)) return isTrue ? first : undefined;
    const others = views.slice(1);
    if (isTrue) return others.every(({ situation }) => judge(situation) === true) ? first : undefined;
    return others.find(({ situation }) => judge(situation) === true);
  }

  /** Of a party that is known at second hand only, everything is missing: said once. */
  #miss(missing: NotEvaluable[], heuristic: string, field: string): void {
    const isWhole = this.relation.sketchy && field.startsWith('actor.');
    if (!isWhole) missing.push({ heuristic, field, count: 1 });
    else if (!missing.some((one) => one.field === 'actor')) missing.push({ heuristic, field: 'actor', count: 1 });
  }

  #lower({ actor, target }: Names, reasons: Reason[]): void {
    const excess = reasons.reduce((sum, { weight }) => sum + weight, 0) - this.#parameters.ownTraceeCeiling;
    if (excess <= 0) return;
    const text = `${actor} started ${target} and traced it from then on, as debuggers and sandboxes do`;
    reasons.push({ heuristic: OWN_TRACEE, id: OWN_TRACEE, text, weight: -excess, count: 1 });
  }

  #names({ actor, target, argument }: Relation): Names {
    return {
      actor: nameProcess(actor),
      target: target === undefined ? (this.remote ? nameArgument(argument) : '') : nameProcess(target),
    };
  }
}

/** Program and user, by which exceptions know a process; a process whose program is not known is like no other. */
function identityOf({ exe, tgid, uid, euid }: Process): string {
  const program = exe?.inode === undefined && exe?.path === undefined ? `tgid ${tgid}` : '';
  return `${program} ${exe?.device} ${exe?.inode} ${exe?.path} ${exe?.ownerUid} ${uid} ${euid}`;
}

/** The same for the same events, whenever and wherever they are read: 16 hexadecimal digits. */
function identify({ actor, target, argument }: Relation, first: Timestamp): string {
  const whom = target === undefined ? (argument === undefined ? '-' : `argument ${argument}`) : processKey(target);
  const text = `${processKey(actor)} ${whom} ${first.seconds} ${first.nanos}`;
  return hash('sha256', text, 'hex').slice(0, 16);
}

function inference({ target }: Relation): string {
  return `not every event names its target: process ${target?.tgid} is what the same argument of the same actor named in another one`;
}
