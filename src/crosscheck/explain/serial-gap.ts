import type { Gap } from '../loss.js';
import type { Waiting } from '../waiting.js';
import { gapSentence } from './audit-daemon-down.js';
import type { Context, Explain, Explanation } from './context.js';
import { spanOf } from './context.js';

/**
 * Its serial number was given and never came. Records over the rate limit are dropped after that, each counted as lost
 * (audit_log_end in kernel/audit.c). A number can also be lost by whoever read the records, as far as that is counted.
 * Where none of this was, the kernel gave the record away whole, and it was taken out after that: no loss explains it.
 */
export const serialGap: Explain = (event, context) => {
  const { audit, book, tolerance } = context;
  const [from, to] = spanOf(event);
  const gap = book.openGap(from - tolerance, to + tolerance);
  if (gap === undefined) return undefined;
  const limit = audit.rateLimit.had((value) => value > 0, from - tolerance, to + tolerance);
  if (limit !== undefined) return rateLimited(event, context, gap, limit);
  const reader = book.readerLoss(gap.from - tolerance, gap.to + tolerance);
  if (reader !== undefined) {
    return {
      ...lostOnTheWay(book.take(gap), 'certain', `${reader.where}: the reader of the records lost some`),
      cause: 'reader-loss',
    };
  }
  const records = context.records.expected(event.event);
  if (!book.claimRecords(from - tolerance, to + tolerance, records)) return undefined;
  return lostOnTheWay(book.take(gap), 'likely', `the kernel counted its ${records} records as lost`);
};

function rateLimited(
  event: Waiting,
  { book, records, tolerance }: Context,
  gap: Gap,
  limit: { readonly value: number; readonly from: string },
): Explanation {
  const [from, to] = spanOf(event);
  const expected = records.expected(event.event);
  const counted = book.claimRecords(from - tolerance, to + tolerance, expected);
  return {
    cause: 'rate-limit',
    certainty: counted ? 'certain' : 'likely',
    sentence: `Its records were over the limit of ${limit.value} a second.`,
    evidence: [
      gapSentence(book.take(gap)),
      `rate_limit=${limit.value}: ${limit.from}`,
      counted ? `the kernel counted its ${expected} records as lost` : 'the kernel did not count its records as lost',
    ],
  };
}

function lostOnTheWay(gap: Gap, certainty: Explanation['certainty'], evidence: string): Explanation {
  return {
    cause: 'serial-gap',
    certainty,
    sentence: 'The kernel numbered its records, and they never came: lost between the kernel and the log.',
    evidence: [gapSentence(gap), evidence],
  };
}
