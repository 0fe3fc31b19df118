import assert from 'node:assert/strict';
import { AuditState } from '../../../src/crosscheck/audit-state.js';
import type { Context, Explanation } from '../../../src/crosscheck/explain/context.js';
import { explainAuditOnly, explainSensorOnly } from '../../../src/crosscheck/explain/index.js';
import { History } from '../../../src/crosscheck/history.js';
import type { AuditStatusSample, Coverage, PolicyDecision } from '../../../src/crosscheck/input.js';
import { LossBook } from '../../../src/crosscheck/loss.js';
import { Processes } from '../../../src/crosscheck/processes.js';
import { RecentTimes } from '../../../src/crosscheck/recent-times.js';
import { RecordCounts } from '../../../src/crosscheck/record-counts.js';
import { SensorPrograms } from '../../../src/crosscheck/sensor-programs.js';
import type { Waiting } from '../../../src/crosscheck/waiting.js';
import type { Event } from '../../../src/model/event.js';
import type { Process } from '../../../src/model/process.js';
import type { Timestamp } from '../../../src/model/timestamp.js';

export const SECOND = 1e9;
export const MS = 1e6;

export const ACTOR: Process = { tgid: 100, tid: 100, start: 1000 * SECOND };

export const RECORDED: PolicyDecision = { answer: 'recorded', rule: 1, sentence: 'rule 1 records it' };

/** A call of ptrace(2); times are seconds since the origin, entered a tenth of a millisecond before. */
export function call(at: number, more: Partial<Event> = {}): Waiting {
  const time = at * SECOND;
  const event: Event = {
    ...{ source: 'bpf', operation: 'attach', abi: 'x86_64', nr: 101, call: 'ptrace', args: [16, 7, 0, 0], ret: 0 },
    time: stamp(time),
    actor: ACTOR,
    ...more,
  };
  const began = time - 0.1 * MS;
  const common = { key: 1, order: 0, thread: 100, arrived: Number.NaN, tick: Number.NaN, partner: undefined };
  return { ...common, event, entry: began, began, time, steady: time, position: time, observed: false };
}

function stamp(ns: number): Timestamp {
  const seconds = Math.floor(ns / SECOND);
  return { seconds, nanos: Math.round(ns - seconds * SECOND) };
}

/** All that is known beside the events, told bit by bit; times are seconds since the origin. */
export class Situation {
  readonly audit = new AuditState();
  readonly book = new LossBook();
  readonly policies: Context['policies'] = new History(100);
  readonly coverages: Context['coverages'] = new History(100);
  readonly processes = new Processes();
  readonly programs = new SensorPrograms();
  readonly auditStamps = new RecentTimes(100);
  readonly records = new RecordCounts();
  range = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  auditFrom: Context['auditFrom'] = 'netlink';
  bootTime: number | undefined = 0;

  /** A quiet host: auditing on, a daemon, no limit, nothing lost, every call recorded, the sensor attached. */
  static quiet(): Situation {
    const situation = new Situation();
    situation.status(0, {});
    situation.status(1000, {});
    situation.policies.add(0, () => RECORDED);
    situation.attach(0);
    return situation;
  }

  status(at: number, sample: Partial<AuditStatusSample>): void {
    const time = at * SECOND;
    const whole = { enabled: 1, pid: 50, lost: 0, rateLimit: 0, backlogLimit: 64, ...sample, time: stamp(time) };
    this.audit.tell(time, whole);
    this.book.status(time, whole);
  }

  attach(at: number, coverage: Partial<Coverage> = {}): void {
    this.coverages.add(at * SECOND, { coverage: { ...coverage, time: stamp(at * SECOND) } });
    this.programs.attached(coverage.programs ?? []);
  }

  detach(at: number, from?: string): void {
    this.coverages.add(at * SECOND, { coverage: undefined, from });
  }

  bpf(at: number, op: 'load' | 'unload', program: number): void {
    this.programs.record(at * SECOND, { time: stamp(at * SECOND), op, program, serial: 9 });
  }

  sensorOnly(event: Waiting): Explanation | undefined {
    return explainSensorOnly(event, this.#context());
  }

  auditOnly(event: Waiting): Explanation | undefined {
    return explainAuditOnly(event, this.#context());
  }

  #context(): Context {
    const { audit, auditFrom, auditStamps, book, bootTime, coverages, policies, processes, programs, range, records } =
      this;
    const state = { audit, auditFrom, auditStamps, book, bootTime, coverages, policies, processes, programs };
    return { ...state, range, records, tolerance: 24 * MS, edge: 6 * MS, stamp };
  }
}

/** Asserts that this is the cause, and how certain it is where that is given. */
export function is(explanation: Explanation | undefined, cause: string, certainty?: string): void {
  assert.equal(explanation?.cause, cause);
  if (certainty !== undefined) assert.equal(explanation?.certainty, certainty);
}

/** Asserts that nothing explains it. */
export const isNone = (explanation: Explanation | undefined): void => assert.equal(explanation, undefined);
