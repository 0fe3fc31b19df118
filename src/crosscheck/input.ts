import type { Abi, Event, Operation } from '../model/event.js';
import type { Incident, NotEvaluable, Severity } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';
import type { Alert, Alone, Report, Side } from './report.js';

/** One reading of the kernel's audit status, or what a CONFIG_CHANGE record says of it: only `time` is needed. */
export interface AuditStatusSample {
  readonly time: Timestamp;
  /** 0 off, 1 on, 2 on and locked */
  readonly enabled?: number;
  /** tgid of the audit daemon, 0 where there is none */
  readonly pid?: number;
  /** records lost since boot, or since it was reset */
  readonly lost?: number;
  readonly backlog?: number;
  readonly backlogLimit?: number;
  /** records a second, 0 without limit */
  readonly rateLimit?: number;
  /** where it was said, for the evidence: `CONFIG_CHANGE, serial 123`; by default a reading of the status */
  readonly from?: string;
}

/** What is said of a heuristic where only one side fired it. */
export interface HeuristicFacts {
  readonly id: string;
  /** what it finds, in a few words */
  readonly title: string;
  /** dotted paths of the fields that it needs, of an event */
  readonly needs: readonly string[];
  /** what it looks at */
  readonly operations: readonly Operation[];
}

/** What the policy says of one event. */
export interface PolicyDecision {
  /**
   * `recorded`: a rule records it; `not-recorded`: no rule does; `suppressed`: a rule keeps it from being recorded;
   * `undecided`: it depends on a field that the event does not have
   */
  readonly answer: 'recorded' | 'not-recorded' | 'suppressed' | 'undecided';
  /** list of the rule that decided */
  readonly list?: string;
  /** number of the rule that decided, or came nearest, among the rules as listed, from 1; and its text */
  readonly rule?: number;
  readonly text?: string;
  /** the field by which it does not match, or that is not known */
  readonly field?: string;
  /** says the above for a person */
  readonly sentence: string;
  /**
   * a rule of the task list that keeps processes which are made while it is loaded from being audited at all, and
   * whether it is certain to hold for the event's process; it is not counted in `answer`
   */
  readonly task?: { readonly rule: number; readonly text: string; readonly certain: boolean };
}

/** Decides whether the audit rules record an event, from what the sensor knows of it. */
export type Policy = (event: Event) => PolicyDecision;

/** Whether a part of the sensor would have told a call. */
export type Reach = (event: Event) => boolean;

/** One of the sensor's BPF programs. */
export interface SensorProgram {
  /** the kernel's number for it: `bpftool prog`, `prog-id=` in audit's records */
  readonly id: number;
  readonly name: string;
  /** what it tells */
  readonly reach: Reach;
}

/** What one of audit's records of type BPF says. */
export interface ProgramRecord {
  readonly time: Timestamp;
  readonly op: 'load' | 'unload';
  /** number of the program, anybody's */
  readonly program: number;
  readonly serial: number;
}

/** What the sensor serves from the moment it is attached. */
export interface Coverage {
  readonly time: Timestamp;
  /** absent: all operations */
  readonly operations?: ReadonlySet<Operation>;
  /** interfaces whose calls it sees; absent: all */
  readonly abis?: ReadonlySet<Abi>;
  /** a sentence why the kernel side leaves this event of audit's out on purpose; undefined where it does not */
  readonly leavesOut?: (event: Event) => string | undefined;
  /** its programs, as far as their numbers are known */
  readonly programs?: readonly SensorProgram[];
}

export interface CrosscheckOptions {
  /** ms that an event's counterpart may be late; default 5000 */
  readonly patienceMs?: number;
  /** events of a side that may wait for their counterpart; default 262,144 */
  readonly mostWaiting?: number;
  /** events alone that the report keeps; default 10,000 */
  readonly mostAlone?: number;
  /**
   * audit was read from a log that auditd wrote: `file`; from the kernel's multicast group, which needs no daemon:
   * `netlink`; default `file`
   */
  readonly auditFrom?: 'file' | 'netlink';
  /** incidents that both sides hold for less grave are left out of the comparison; default `info` */
  readonly minSeverity?: Severity;
  /** each pair as it is found; `interchangeable`: an identical call could as well be the one, see MatchCounts */
  readonly onMatched?: (sensor: Event, audit: Event, interchangeable: boolean) => void;
  /** each event alone as soon as its cause is known: an unexplained one is an alert */
  readonly onAlone?: (alone: Alone) => void;
  /** each alert that is about no single event, as soon as it is known */
  readonly onAlert?: (alert: Alert) => void;
}

/**
 * What a cross-check takes in. Each side's events come in the order in which the source gave them (the sensor's of
 * return, audit's of serial numbers), and both sides side by side: `behind` says whose turn it is where both are read
 * from files. Everything that explains an event must be told before the events of its time are `patienceMs` old.
 */
export interface CrosscheckInput {
  /** An event of the sensor. `arrived`: when it was handed out, for the latency. */
  sensor(event: Event, arrived?: Timestamp): void;
  /** An event of audit, read in the scope `audit`. */
  audit(event: Event, arrived?: Timestamp): void;
  /** Events that the sensor lost, as it says. `reach`: what they can have been; absent where `loss.kind` says it. */
  sensorLoss(loss: Loss, reach?: Reach): void;
  /**
   * Records or events that a reader of audit lost: `serial-gap`, `headless` (records of an event without its SYSCALL
   * record), `overflow`, `reader`, …
   */
  auditLoss(loss: Loss): void;
  /**
   * The time of which audit's source has records, of any kind: a log has a beginning and an end. `unsettled`: at its end
   * audit still had records to hand out.
   */
  auditRange(range: { readonly from?: Timestamp; readonly to?: Timestamp; readonly unsettled?: true }): void;
  /** All events of a side up to `time` were given. */
  reached(side: Side, time: Timestamp): void;
  /** A reading of the kernel's audit status. Told in order of time. */
  auditStatus(sample: AuditStatusSample): void;
  /** End-of-event marks against SYSCALL records, where the source of audit's records has both. */
  auditEndMarks(counts: { readonly syscalls: number; readonly ends: number }): void;
  /** The audit rules from `time` on, until the next call. */
  policy(policy: Policy, time: Timestamp): void;
  /** The sensor sees what `coverage` says from its time on. */
  attached(coverage: Coverage): void;
  /** The sensor sees nothing from `time` on. `from` says how that is known, where the sensor does not say it. */
  detached(time: Timestamp, from?: string): void;
  /** A program was loaded or unloaded, anybody's. */
  program(record: ProgramRecord): void;
  /** ns since the epoch at which the boot clock was zero, as it was read at `time`: it changes when the time of day is set. */
  bootTime(nanoseconds: bigint, time: Timestamp): void;
  /** The heuristics by which both sides are judged. */
  heuristics(facts: readonly HeuristicFacts[]): void;
  /** What one source alone concludes: the last revision of each incident is compared. */
  incident(side: Side, incident: Incident): void;
  /** What one source's heuristics could not decide, over all its events. */
  notEvaluable(side: Side, entries: readonly NotEvaluable[]): void;
  /** Matches and explains what is old enough at `now`. While it runs live, call it twice a second or so. */
  tick(now: Timestamp): void;
  /** The side to read more of, so that neither waits for the other. */
  readonly behind: Side;
  /** What it has come to so far; events that wait for their counterpart are `pending`. */
  report(): Report;
  /** Both sides have ended: matches and explains all that waits. */
  finish(): Report;
}
