import { gapSentence } from './audit-daemon-down.js';
import type { Explain } from './context.js';
import { spanOf } from './context.js';

/**
 * Its serial number was given and never came. Records over the rate limit are dropped after that, each counted as lost
 * (audit_log_end in kernel/audit.c); without a limit, somebody lost it on the way from the kernel.
 */
export const serialGap: Explain = (event, { audit, book, records, tolerance }) => {
  const [from, to] = spanOf(event);
  const gap = book.claimGap(from - tolerance, to + tolerance);
  if (gap === undefined) return undefined;
  const limit = audit.rateLimit.had((value) => value > 0, from - tolerance, to + tolerance);
  if (limit === undefined) {
    return {
      cause: 'serial-gap',
      certainty: 'likely',
      sentence: 'The kernel numbered its records, and they never came: lost between the kernel and the log.',
      evidence: [gapSentence(gap)],
    };
  }
  const expected = records.expected(event.event);
  const counted = book.claimRecords(from - tolerance, to + tolerance, expected);
  return {
    cause: 'rate-limit',
    certainty: counted ? 'certain' : 'likely',
    sentence: `Its records were over the limit of ${limit.value} a second.`,
    evidence: [
      gapSentence(gap),
      `rate_limit=${limit.value}: ${limit.from}`,
      counted ? `the kernel counted its ${expected} records as lost` : 'the kernel did not count its records as lost',
    ],
  };
};
