import type { Waiting } from '../waiting.js';
import { attachment } from './attachment.js';
import { auditDaemonDown } from './audit-daemon-down.js';
import { auditDisabled } from './audit-disabled.js';
import { auditNotReading } from './audit-not-reading.js';
import { backlog } from './backlog.js';
import type { Context, Explain, Explanation } from './context.js';
import { countersUnknown } from './counters-unknown.js';
import { neverReturned } from './never-returned.js';
import { noAuditContext } from './no-audit-context.js';
import { notServed } from './not-served.js';
import { policy, undecidedPolicy } from './policy.js';
import { auditReaderLoss } from './reader-loss.js';
import { sensorLoss } from './sensor-loss.js';
import { serialGap } from './serial-gap.js';

/** What would have kept the event out in any case comes before losses, which are counted and must not be used up by it. */
const SENSOR_ONLY: readonly Explain[] = [
  auditNotReading,
  auditDisabled,
  policy,
  noAuditContext,
  auditDaemonDown,
  serialGap,
  backlog,
  auditReaderLoss,
  undecidedPolicy,
  countersUnknown,
];

const AUDIT_ONLY: readonly Explain[] = [attachment, notServed, neverReturned, sensorLoss];

/** Why audit has no record of an event that the sensor saw. */
export const explainSensorOnly = (event: Waiting, context: Context): Explanation =>
  first(SENSOR_ONLY, event, context) ??
  unexplained('Nothing known explains why audit did not record this call: one of the two is being deceived.');

/** Why the sensor has no event of a call that audit recorded. */
export const explainAuditOnly = (event: Waiting, context: Context): Explanation =>
  first(AUDIT_ONLY, event, context) ??
  unexplained('Nothing known explains why the sensor did not see this call: one of the two is being deceived.');

function first(reasons: readonly Explain[], event: Waiting, context: Context): Explanation | undefined {
  for (const reason of reasons) {
    const explanation = reason(event, context);
    if (explanation !== undefined) return explanation;
  }
  return undefined;
}

const unexplained = (sentence: string): Explanation => ({
  cause: 'unexplained',
  certainty: 'unknown',
  sentence,
  evidence: [],
});
