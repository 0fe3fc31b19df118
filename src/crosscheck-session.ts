import { AuditReader, type Notice, type Statistics } from './audit/index.js';
import { decide } from './audit/policy/decide.js';
import { parseRules, type Rule } from './audit/policy/rule.js';
import type { AuditStatusSample, CrosscheckInput, Policy, PolicyDecision, Reach } from './crosscheck/index.js';
import type { Report, Side } from './crosscheck/report.js';
import { leftOutFor, reachOf, reachOfAny, toldInScopeAudit } from './crosscheck-probes.js';
import { Engine, HEURISTICS, type ParameterOverrides } from './detect/index.js';
import type { Abi, Event, Operation } from './model/event.js';
import type { Incident } from './model/incident.js';
import type { Loss } from './model/loss.js';
import type { Timestamp } from './model/timestamp.js';

/** One of the sensor's BPF programs: the kernel's number for it, and the name of the probe that it serves. */
export interface RecordedProgram {
  readonly id: number;
  readonly name: string;
  readonly probe: string;
}

/** What is learned beside events and records, each at its time. */
export type Observation =
  | { readonly kind: 'status'; readonly sample: AuditStatusSample }
  /** what `auditctl -l` printed; `since` where the rules changed before they were read */
  | { readonly kind: 'rules'; readonly text: string; readonly since?: Timestamp }
  /** `self`: process id of the sensor, which leaves its own calls out */
  | {
      readonly kind: 'attached';
      readonly operations: readonly Operation[];
      readonly abis: readonly Abi[];
      readonly self?: number;
      readonly programs?: readonly RecordedProgram[];
    }
  /** `from` says how that is known, where the sensor does not say it */
  | { readonly kind: 'detached'; readonly from?: string }
  /** ns since the epoch at which the boot clock was zero */
  | { readonly kind: 'boot-time'; readonly nanoseconds: bigint }
  | { readonly kind: 'sensor-loss'; readonly loss: Loss }
  | { readonly kind: 'audit-loss'; readonly loss: Loss }
  /** records of audit can be had from here on */
  | { readonly kind: 'audit-begins' }
  /**
   * `buffered`: the daemon writes its log in blocks, so that what came after the last record in it is not known;
   * `unsettled`: audit still had records to hand out
   */
  | { readonly kind: 'audit-ends'; readonly buffered?: true; readonly unsettled?: true }
  /** one file of a log has ended */
  | { readonly kind: 'file-end' }
  /** time has come so far */
  | { readonly kind: 'tick' };

export interface SessionOptions {
  readonly core: CrosscheckInput;
  /** audit's records came from their source as they were made, live or recorded so */
  readonly live?: boolean;
  /** the rules were changed: they are to be read again, and observed */
  readonly onRulesChanged?: (since: Timestamp) => void;
  /** settings of both sides' heuristics that differ from the default */
  readonly parameters?: ParameterOverrides;
  /** what becomes of each incident of a side before it is compared */
  readonly judge?: (side: Side, incident: Incident) => Incident;
  /** name of the sensor's host, where a log names hosts: events of others are counted and left out */
  readonly node?: string;
}

/** ms that the records of one event may be apart; ausearch takes the same. */
const LATEST_RECORD_MS = 2000;
/** ms that events may come to the engines late. */
const LATE_MS = 1000;

const SYSCALL = 1300;
const EOE = 1320;

function fromMilliseconds(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round(ms - seconds * 1000) * 1_000_000 };
}

const milliseconds = ({ seconds, nanos }: Timestamp): number => seconds * 1000 + nanos / 1e6;

/**
 * One cross-check from what the sources say to the report. Everything comes in here, live or from a recording, and
 * nothing else is looked at: the same input gives the same report.
 */
export class CrosscheckSession {
  readonly #core: CrosscheckInput;
  readonly #reader: AuditReader;
  readonly #engines: { readonly sensor: Engine; readonly audit: Engine };
  readonly #onRulesChanged: (since: Timestamp) => void;
  #now: Timestamp = { seconds: 0, nanos: 0 };
  /** when the record came that completes an event */
  #arrived: Timestamp | undefined;
  #rules: readonly Rule[] | undefined;
  /** when a change of the rules was first told that they were not read after */
  #changing: Timestamp | undefined;
  #marks = { syscalls: 0, ends: 0 };
  #otherNodes = 0;
  #ownNode = 0;

  constructor({
    core,
    live = false,
    node,
    parameters,
    judge = (_, incident) => incident,
    onRulesChanged = () => {},
  }: SessionOptions) {
    this.#core = core;
    core.heuristics(HEURISTICS.map(({ definition }) => definition));
    this.#onRulesChanged = onRulesChanged;
    const engine = (side: Side): Engine =>
      new Engine({
        ...(parameters && { parameters }),
        onIncident: (incident) => core.incident(side, judge(side, incident)),
      });
    this.#engines = { sensor: engine('sensor'), audit: engine('audit') };
    const isOurs = (name: string): boolean => node === undefined || name === '' || name === node;
    this.#reader = new AuditReader(
      {
        event: (event, name) => (isOurs(name) ? this.#audit(event) : this.#otherNodes++),
        loss: (loss, name) => {
          if (isOurs(name)) this.#loseAudit(loss);
        },
        notice: (notice, name) => {
          if (isOurs(name)) this.#note(notice);
        },
      },
      { scope: 'audit', inOrder: live, clock: () => milliseconds(this.#now) },
    );
  }

  /** What reading audit's records came to. */
  get reading(): Statistics {
    return this.#reader.statistics;
  }

  /** events of other hosts in the same log, which were left out */
  get otherNodes(): number {
    return this.#otherNodes;
  }

  /** events of audit that were of this host */
  get ownNode(): number {
    return this.#ownNode;
  }

  /** An event of the sensor, which arrived at `at`; absent where nobody noted it. */
  sensor(event: Event, at?: Timestamp): void {
    this.#core.sensor(event, at);
    this.#engines.sensor.handle(event);
  }

  /** A record as the kernel sends it: see AuditReader.pushRecord. */
  auditRecord(type: number, text: Buffer, at: Timestamp): void {
    this.#arrived = this.#now = at;
    this.#count(type);
    this.#reader.pushRecord(type, text);
  }

  /** The next bytes of a log, which arrived at `at`; absent where nobody noted it. */
  auditBytes(bytes: Buffer, at?: Timestamp): void {
    this.#arrived = at;
    if (at !== undefined) this.#now = at;
    this.#reader.push(bytes);
  }

  observe(observation: Observation, at: Timestamp): void {
    this.#now = at;
    const core = this.#core;
    switch (observation.kind) {
      case 'status':
        core.auditStatus({ ...observation.sample, time: at });
        break;
      case 'rules':
        this.#setRules(observation.text, observation.since ?? at, at);
        break;
      case 'attached':
        this.#attached(observation, at);
        break;
      case 'detached':
        core.detached(at, observation.from);
        break;
      case 'boot-time':
        core.bootTime(observation.nanoseconds, at);
        break;
      case 'sensor-loss':
        core.sensorLoss(observation.loss, reachOfLoss(observation.loss));
        this.#engines.sensor.handleLoss(observation.loss);
        break;
      case 'audit-loss':
        this.#loseAudit(observation.loss);
        break;
      case 'audit-begins':
        core.auditRange({ from: at });
        break;
      case 'audit-ends':
        core.auditRange({
          to: (observation.buffered && this.#latestRecord()) || at,
          ...(observation.unsettled && { unsettled: true }),
        });
        break;
      case 'file-end':
        this.#reader.endFile();
        break;
      case 'tick':
        this.#tick(at);
        break;
    }
  }

  /** Both sides have ended. */
  finish(): Report {
    this.#reader.end();
    if (this.#marks.syscalls > 0) this.#core.auditEndMarks(this.#marks);
    for (const side of ['sensor', 'audit'] as const) {
      const engine = this.#engines[side];
      engine.flush();
      this.#core.notEvaluable(side, engine.totals().notEvaluable);
    }
    return this.#core.finish();
  }

  #tick(at: Timestamp): void {
    const now = milliseconds(at);
    this.#reader.expire(now - LATEST_RECORD_MS);
    const { latest } = this.#reader.statistics;
    this.#core.reached('sensor', at);
    if (latest !== undefined) this.#core.reached('audit', fromMilliseconds(latest - LATEST_RECORD_MS));
    this.#core.tick(at);
    this.#engines.sensor.tick(now - LATE_MS);
    this.#engines.audit.tick(now - LATEST_RECORD_MS);
  }

  #latestRecord(): Timestamp | undefined {
    const { latest } = this.#reader.statistics;
    return latest === undefined ? undefined : fromMilliseconds(latest);
  }

  #count(type: number): void {
    if (type === SYSCALL) this.#marks.syscalls++;
    else if (type === EOE) this.#marks.ends++;
  }

  #audit(event: Event): void {
    this.#ownNode++;
    this.#core.audit(event, this.#arrived);
    this.#engines.audit.handle(event);
  }

  #loseAudit(loss: Loss): void {
    this.#core.auditLoss(loss);
    this.#engines.audit.handleLoss(loss);
  }

  #note(notice: Notice): void {
    if (notice.kind === 'bpf') this.#core.program(notice);
    if (notice.kind === 'headless') {
      const { time, serial } = notice;
      this.#core.auditLoss({ source: 'audit', where: 'headless', count: 1, serial, from: time, to: time });
    }
    if (notice.kind !== 'config-change' || !notice.done) return;
    const { time, serial, setting, value, op = '' } = notice;
    if (op.endsWith('_rule')) {
      this.#changing ??= time;
      this.#onRulesChanged(this.#changing);
      return;
    }
    const from = `CONFIG_CHANGE, serial ${serial}`;
    if (setting === 'audit_enabled') this.#core.auditStatus({ time, enabled: value!, from });
    if (setting === 'audit_rate_limit') this.#core.auditStatus({ time, rateLimit: value!, from });
    if (setting === 'audit_backlog_limit') this.#core.auditStatus({ time, backlogLimit: value!, from });
  }

  /** From `since` on the rules changed, one by one; at `at` they were as read. */
  #setRules(text: string, since: Timestamp, at: Timestamp): void {
    const before = this.#rules;
    const rules = parseRules(text);
    this.#rules = rules;
    this.#changing = undefined;
    const after: Policy = (event) => decide(rules, event);
    if (before !== undefined)
      this.#core.policy(
        whileChanging((event) => decide(before, event), after),
        since,
      );
    this.#core.policy(after, before === undefined ? since : at);
  }

  #attached(observed: Extract<Observation, { kind: 'attached' }>, time: Timestamp): void {
    const { operations, abis, self, programs = [] } = observed;
    this.#core.attached({
      time,
      operations: toldInScopeAudit(operations),
      abis: new Set(abis),
      leavesOut: leftOutFor(self),
      programs: programs.map(({ id, name, probe }) => ({ id, name, reach: reachOf(probe) })),
    });
  }
}

/** The kernel counts runs that it skipped by program, all other losses are by kind of event. */
function reachOfLoss({ where, kind }: Loss): Reach | undefined {
  return where === 'skipped run' && kind !== undefined ? reachOfAny(kind) : undefined;
}

/** Between two readings of the rules only what both say is sure. */
function whileChanging(before: Policy, after: Policy): Policy {
  return (event): PolicyDecision => {
    const [one, other] = [before(event), after(event)];
    if (one.answer === other.answer) return other;
    return { answer: 'undecided', sentence: `the rules were being changed: ${one.sentence}; then ${other.sentence}` };
  };
}
