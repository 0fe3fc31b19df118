import type { Event, Operation } from '../model/event.js';
import { compareTimestamps, type Timestamp } from '../model/timestamp.js';
import type { How } from './match.js';
import type { Cause, MatchCounts, OperationAgreement, Report, Side, Totals } from './report.js';
import type { Waiting } from './waiting.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NONE: Totals = { matched: 0, sensorOnly: 0, auditOnly: 0, unexplained: 0, pending: 0 };

/** Counts what became of each event. */
export class Tally {
  readonly match: Mutable<MatchCounts> = { exact: 0, byOrder: 0, adjacentTick: 0, unique: 0, interchangeable: 0 };
  readonly clock = { exact: 0, withinOneTick: 0, worse: 0, withoutEntry: 0 };
  readonly #operations = new Map<Operation, Mutable<OperationAgreement>>();
  first: Timestamp | undefined;
  last: Timestamp | undefined;

  came(side: Side, { operation, time }: Event): void {
    this.#of(operation)[side]++;
    if (this.first === undefined || compareTimestamps(time, this.first) < 0) this.first = time;
    if (this.last === undefined || compareTimestamps(time, this.last) > 0) this.last = time;
  }

  paired({ operation }: Event, how: How, interchangeable: boolean): void {
    this.#of(operation).matched++;
    this.match[how]++;
    if (interchangeable) this.match.interchangeable++;
  }

  alone(side: Side, { operation }: Event, cause: Cause): void {
    const counts = this.#of(operation);
    if (cause === 'pending') counts.pending++;
    else if (side === 'sensor') counts.sensorOnly++;
    else counts.auditOnly++;
    if (cause === 'unexplained') counts.unexplained++;
  }

  /** With events that still wait. */
  sums(waiting: readonly Waiting[]): Pick<Report, 'totals' | 'events' | 'operations'> {
    const operations = new Map([...this.#operations].map(([operation, counts]) => [operation, { ...counts }]));
    for (const { event } of waiting) operations.get(event.operation)!.pending++;
    const all = [...operations.values()].sort((a, b) => b.sensor + b.audit - (a.sensor + a.audit));
    const sum = (name: keyof Omit<OperationAgreement, 'operation'>): number =>
      all.reduce((total, counts) => total + counts[name], 0);
    return {
      totals: {
        matched: sum('matched'),
        sensorOnly: sum('sensorOnly'),
        auditOnly: sum('auditOnly'),
        unexplained: sum('unexplained'),
        pending: sum('pending'),
      },
      events: { sensor: sum('sensor'), audit: sum('audit') },
      operations: all,
    };
  }

  #of(operation: Operation): Mutable<OperationAgreement> {
    let counts = this.#operations.get(operation);
    if (counts === undefined) {
      counts = { operation, ...NONE, sensor: 0, audit: 0 };
      this.#operations.set(operation, counts);
    }
    return counts;
  }
}
