import type { Side } from '../report.js';
import type { Waiting } from '../waiting.js';
import { attachment } from './attachment.js';
import { auditDaemonDown, gapSentence } from './audit-daemon-down.js';
import { auditDisabled } from './audit-disabled.js';
import { auditNotReading } from './audit-not-reading.js';
import { backlog } from './backlog.js';
import { type Context, type Explain, type Explanation, spanOf } from './context.js';
import { neverReturned } from './never-returned.js';
import { noAuditContext } from './no-audit-context.js';
import { notServed } from './not-served.js';
import { policy, undecidedPolicy } from './policy.js';
import { programUnloaded } from './program-unloaded.js';
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
];

const AUDIT_ONLY: readonly Explain[] = [attachment, notServed, neverReturned, programUnloaded, sensorLoss];

/** Why audit has no record of an event that the sensor saw; undefined where nothing explains it. */
export const explainSensorOnly: Explain = (event, context) => first(SENSOR_ONLY, event, context);

/** Why the sensor has no event of a call that audit recorded; undefined where nothing explains it. */
export const explainAuditOnly: Explain = (event, context) => first(AUDIT_ONLY, event, context);

/** What is told of an event that nothing explains, and never will. */
export const unexplained = (side: Side, event: Waiting, context: Context): Explanation => ({
  cause: 'unexplained',
  certainty: 'unknown',
  sentence: UNEXPLAINED[side],
  evidence: side === 'sensor' ? cannotBeRuledOut(event, context) : [],
});

const UNEXPLAINED: Readonly<Record<Side, string>> = {
  sensor: 'Nothing known explains why audit did not record this call: one of the two is being deceived.',
  audit: 'Nothing known explains why the sensor did not see this call: one of the two is being deceived.',
};

function first(reasons: readonly Explain[], event: Waiting, context: Context): Explanation | undefined {
  for (const reason of reasons) {
    const explanation = reason(event, context);
    if (explanation !== undefined) return explanation;
  }
  return undefined;
}

/** What is known beside, of a call that audit should have and has not. It makes no excuse. */
function cannotBeRuledOut(event: Waiting, { audit, book, tolerance }: Context): string[] {
  const [from, to] = spanOf(event);
  const gap = book.claimGap(from - tolerance, to + tolerance);
  const facts = [];
  if (gap !== undefined) {
    const isKnown = audit.rateLimit.at(to, 0) !== undefined;
    const limit = isKnown ? 'no rate limit was set' : 'nobody read the rate limit, over which the kernel drops records';
    facts.push(`${gapSentence(gap)}; ${limit}: they may have been taken out after the kernel wrote them`);
  }
  if (!book.knowsLostRecords) {
    facts.push("nobody read the kernel's counter of lost records: that audit's queue was full cannot be ruled out");
  }
  return facts;
}
