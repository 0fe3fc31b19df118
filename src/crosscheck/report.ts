import type { Event, Operation } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Timestamp } from '../model/timestamp.js';

/** The two sides: `sensor` is source `bpf`, `audit` is source `audit`. */
export type Side = 'sensor' | 'audit';

/** Why the sensor saw an event that audit did not tell. One file each in explain/. */
export type SensorOnlyCause =
  | 'pending'
  | 'audit-not-reading'
  | 'audit-disabled'
  | 'not-in-policy'
  | 'suppressed'
  | 'policy-undecided'
  | 'no-audit-context'
  | 'audit-daemon-down'
  | 'rate-limit'
  | 'serial-gap'
  | 'backlog'
  | 'reader-loss'
  | 'unexplained';

/** Why audit told an event that the sensor did not see. */
export type AuditOnlyCause =
  | 'pending'
  | 'before-attach'
  | 'after-detach'
  | 'abi-not-seen'
  | 'probe-not-served'
  | 'filtered'
  | 'never-returned'
  | 'program-unloaded'
  | 'ring-drop'
  | 'skipped-run'
  | 'reader-loss'
  | 'unexplained';

export type Cause = SensorOnlyCause | AuditOnlyCause;

/**
 * How sure a cause is. `certain`: what the kernel guarantees says so, or a counter that is not used up by others;
 * `likely`: it fits all that is known and is not proved; `unknown`: nothing says why.
 */
export type Certainty = 'certain' | 'likely' | 'unknown';

/** One event that only one of the two saw. */
export interface Alone {
  readonly side: Side;
  readonly cause: Cause;
  readonly certainty: Certainty;
  /** one sentence for a person; holds text that processes choose only where `event` shows it as well */
  readonly sentence: string;
  /** what the cause rests on, as sentences: a rule, a counter's interval, a record's serial number */
  readonly evidence: readonly string[];
  readonly event: Event;
}

/** Something that deceives one of the sources, beside the events that it hides. */
export interface Alert {
  /** `program-unloaded`: one of the sensor's BPF programs was unloaded while the sensor ran */
  readonly what: 'program-unloaded';
  readonly at: Timestamp;
  readonly sentence: string;
  /** what it rests on, as sentences */
  readonly evidence: readonly string[];
  /** events of audit alone that were explained by it */
  readonly events: number;
}

/** How many events were on both sides, on one, or cannot be told yet. */
export interface Totals {
  /** pairs */
  readonly matched: number;
  /** seen by the sensor alone, whatever the cause; pending ones are not among them */
  readonly sensorOnly: number;
  /** seen by audit alone, whatever the cause; pending ones are not among them */
  readonly auditOnly: number;
  /** of both sides' alone: those with cause `unexplained` */
  readonly unexplained: number;
  /** events whose counterpart may still come */
  readonly pending: number;
}

/** What became of one operation. */
export interface OperationAgreement extends Totals {
  readonly operation: Operation;
  /** events that came from each side */
  readonly sensor: number;
  readonly audit: number;
}

/** A distribution of delays in milliseconds; percentiles are exact to 1/16 of their value. */
export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** how many lay in each of a few classes; `below` in ms, the last one has none */
  readonly classes: readonly { readonly below?: number; readonly count: number }[];
}

/** From the call's return (sensor) or entry (audit) to its arrival here; absent where no arrivals were given. */
export interface Latency {
  readonly sensor?: Distribution;
  readonly audit?: Distribution;
  /** per pair, audit's arrival less the sensor's: negative where audit was first */
  readonly auditBehindSensor?: Distribution;
}

/** How the coarse clock that stamps audit's events was fitted, and how well it is predicted. */
export interface ClockFit {
  /** ms between two ticks: 1 (HZ=1000), 10/3, 4 (HZ=250) or 10 (HZ=100); absent where no pairs were unique */
  readonly tickMs?: number;
  /** where in the tick it begins, in ns of the sensor's wall clock */
  readonly phaseNs?: number;
  /** unique pairs that the fit rests on */
  readonly pairs: number;
  /** the real-time clock was stepped, or the phase was lost, this often */
  readonly refits: number;
  readonly steps: readonly { readonly at: Timestamp; readonly byMs: number }[];
  /** of all pairs with an entry time: predicted audit's millisecond exactly, within one tick, worse */
  readonly exact: number;
  readonly withinOneTick: number;
  readonly worse: number;
  /** pairs whose entry was not seen by the sensor: the time of return was taken, in a wide window */
  readonly withoutEntry: number;
}

/** How pairs were found. They add up to `totals.matched`. */
export interface MatchCounts {
  /** same key, predicted tick, as many on both sides */
  readonly exact: number;
  /** same key and tick, not as many on both sides or several: told apart by the order of the thread's other events */
  readonly byOrder: number;
  /** stamped a tick before or after the predicted one */
  readonly adjacentTick: number;
  /** the only one of its key for seconds around, in another tick or without an entry time */
  readonly unique: number;
  /**
   * among all pairs: identical calls of which more were seen by one side than by the other, and nothing tells which, or
   * the clock does not while events were lost; the counts are right, the choice is the earliest
   */
  readonly interchangeable: number;
}

/** One interval between two readings of the kernel's audit counters. */
export interface AuditLossInterval {
  readonly from: Timestamp;
  readonly to: Timestamp;
  /** records the kernel counted as lost in it */
  readonly lost: number;
  readonly backlog: number;
  readonly backlogLimit?: number;
  readonly rateLimit?: number;
  /** whole events missing for the backlog: one `lost` each, for nothing more of them is tried */
  readonly backlogEvents: number;
  /** whole events missing with their serial numbers, and the records they would have had, end marks included */
  readonly gapEvents: number;
  readonly gapRecords: number;
  /** records missing of events that came: PROCTITLE, PATH, … */
  readonly companions: number;
  /** `lost` less all that was attributed; positive: records of events that are not watched, or end marks */
  readonly remainder: number;
}

/** One place of loss on the sensor's side. */
export interface SensorLossInterval {
  readonly where: string;
  readonly kind?: string;
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly count: number;
  /** events of audit alone that this explains */
  readonly attributed: number;
  /** lost and not missed by audit, which recorded none of them or not in its policy */
  readonly remainder: number;
}

export interface LossAccount {
  readonly audit: {
    /** records the kernel counted as lost */
    readonly lost: number;
    readonly backlogEvents: number;
    readonly gapEvents: number;
    readonly gapRecords: number;
    readonly companions: number;
    /** end-of-event marks that did not come, where the source has them (netlink; a log never has) */
    readonly endMarks?: number;
    readonly remainder: number;
    /** serial numbers that never came, and those of them that an event of the sensor stands for */
    readonly missingSerials: number;
    readonly missingSerialsAttributed: number;
    /** lost by readers of audit, where counted */
    readonly readerLost: number;
    readonly intervals: Bounded<AuditLossInterval>;
  };
  readonly sensor: {
    readonly lost: number;
    readonly attributed: number;
    readonly remainder: number;
    readonly intervals: Bounded<SensorLossInterval>;
  };
}

/** A list of which only the first entries are kept. */
export interface Bounded<T> {
  readonly entries: readonly T[];
  /** entries that were left out */
  readonly leftOut: number;
}

/** What one source alone would have concluded of an incident. */
export interface IncidentSide {
  readonly id: string;
  readonly severity: Incident['severity'];
  readonly score: number;
  readonly title?: string;
  readonly heuristics: readonly string[];
  readonly events: number;
  /** id of the exception in the configuration that covers it */
  readonly suppressedBy?: string;
}

/** One field that made a difference between the two. */
export interface IncidentDifference {
  /** what differs: a heuristic that only one fired, or the target, … */
  readonly about: string;
  /** the field whose absence, or difference, was the cause; `event` where the events themselves were missing */
  readonly field: string;
  /** the side that lacked it */
  readonly lackedBy: Side;
  readonly sentence: string;
}

/** One incident as each side alone would have told it; a side is absent where it would have told none. */
export interface ComparedIncident {
  readonly actor: Incident['actor'];
  readonly target: Incident['target'];
  readonly first: Timestamp;
  readonly sensor?: IncidentSide;
  readonly audit?: IncidentSide;
  readonly differences: readonly IncidentDifference[];
}

/** Both streams over time. All buckets are `bucketMs` wide, which grows with the length of the run. */
export interface Timeline {
  readonly start?: Timestamp;
  readonly bucketMs: number;
  readonly buckets: readonly {
    readonly matched: number;
    readonly sensorOnly: number;
    readonly auditOnly: number;
    readonly unexplained: number;
  }[];
}

/** An interval of the run in which a side did not see all there was. */
export interface Interval {
  readonly side: Side;
  /** `attached`, `disabled`, `daemon-down`, `rate-limit`, … */
  readonly what: string;
  readonly from: Timestamp;
  /** absent where it had not ended */
  readonly to?: Timestamp;
  readonly detail?: string;
}

/** The whole result of a cross-check. Its JSON form has a published schema. */
export interface Report {
  readonly totals: Totals;
  /** what was found out that no event shows; an alert like an unexplained event, and beside those */
  readonly alerts: readonly Alert[];
  /** events that came in, by side; each ends in `totals` exactly once, a pair once for both */
  readonly events: { readonly sensor: number; readonly audit: number };
  readonly first?: Timestamp;
  readonly last?: Timestamp;
  /** sorted by how often they came */
  readonly operations: readonly OperationAgreement[];
  readonly latency: Latency;
  readonly loss: LossAccount;
  /** unexplained ones are kept before others, where there are too many */
  readonly alone: readonly Alone[];
  /** events alone that `alone` leaves out, by side and cause */
  readonly aloneLeftOut: number;
  /** all events alone, also those left out */
  readonly causes: readonly { readonly side: Side; readonly cause: Cause; readonly count: number }[];
  readonly clock: ClockFit;
  readonly match: MatchCounts;
  readonly incidents: Bounded<ComparedIncident>;
  readonly timeline: Timeline;
  readonly intervals: Bounded<Interval>;
  /** what bounds the result: state that was given up, inputs that were not given */
  readonly limits: {
    /** events explained before their counterpart could have come, because too many waited */
    readonly cutOff: number;
    readonly sentences: readonly string[];
  };
}
