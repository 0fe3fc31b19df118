import type { Explain } from './context.js';
import { spanOf } from './context.js';

/** The log that was given begins later, or ends before. */
export const auditNotReading: Explain = (event, { range, tolerance, stamp }) => {
  const [from, to] = spanOf(event);
  const isBefore = to < range.from - tolerance;
  if (!isBefore && from <= range.to + tolerance) return undefined;
  return {
    cause: 'audit-not-reading',
    certainty: 'likely',
    sentence: isBefore ? 'The audit log begins later.' : 'The audit log ends before.',
    evidence: [
      isBefore
        ? `its first record is of ${stamp(range.from).seconds} s since the epoch`
        : `its last record is of ${stamp(range.to).seconds} s since the epoch`,
    ],
  };
};
