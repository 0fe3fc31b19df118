import type { Timestamp } from '../../model/timestamp.js';
import type { AuditState } from '../audit-state.js';
import type { History } from '../history.js';
import type { Coverage, Policy } from '../input.js';
import type { LossBook } from '../loss.js';
import type { Processes } from '../processes.js';
import type { RecentTimes } from '../recent-times.js';
import type { RecordCounts } from '../record-counts.js';
import type { Cause, Certainty } from '../report.js';
import type { SensorPrograms } from '../sensor-programs.js';
import type { Waiting } from '../waiting.js';

/** Why an event is alone. */
export interface Explanation {
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly sentence: string;
  readonly evidence: readonly string[];
}

/** All that is known beside the events. Times are in ns since the cross-check's origin. */
export interface Context {
  /** how far a stamp may lie from the reading of a counter: a tick of audit's clock and some */
  readonly tolerance: number;
  /** how far two moments that are both known to the ms may lie apart: a tick and some */
  readonly edge: number;
  readonly auditFrom: 'file' | 'netlink';
  readonly audit: AuditState;
  /** stamps of audit's events, the latest */
  readonly auditStamps: RecentTimes;
  readonly policies: History<Policy>;
  /** undefined: detached */
  readonly coverages: History<{ readonly coverage: Coverage | undefined; readonly from?: string | undefined }>;
  readonly programs: SensorPrograms;
  readonly book: LossBook;
  readonly processes: Processes;
  readonly records: RecordCounts;
  /** the time of which audit's source has records */
  readonly range: { readonly from: number; readonly to: number };
  /** ns since the origin at which the boot clock was zero */
  readonly bootTime: number | undefined;
  readonly stamp: (time: number) => Timestamp;
}

/** One reason for which an event can be alone; undefined where it is not the reason. */
export type Explain = (event: Waiting, context: Context) => Explanation | undefined;

/** When the call was under way, as far as is known. */
export const spanOf = ({ began, time }: Waiting): readonly [number, number] => [began, time];
