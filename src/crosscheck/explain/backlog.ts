import type { Explain } from './context.js';
import { spanOf } from './context.js';

/**
 * The kernel looks at the backlog before it gives a serial number (audit_log_start in kernel/audit.c), so this loss leaves
 * no gap: only the counter of lost records rises, by one for the event.
 */
export const backlog: Explain = (event, { audit, book, stamp, tolerance }) => {
  const [, to] = spanOf(event);
  const isLimited = audit.rateLimit.had((value) => value > 0, to - tolerance, to + tolerance) !== undefined;
  const lost = book.claimBacklog(to - tolerance, to + tolerance, isLimited);
  if (lost === undefined) return undefined;
  const { backlogLimit } = lost.sample;
  const records = lost.count === 1 ? 'one record' : `${lost.count} records`;
  const [from, until] = [lost.from, lost.to].map(
    (time) => `${stamp(time).seconds}.${String(stamp(time).nanos).padStart(9, '0').slice(0, 3)}`,
  );
  return {
    cause: 'backlog',
    certainty: 'certain',
    sentence: `The kernel's queue of audit records was full${backlogLimit ? ` (backlog_limit=${backlogLimit})` : ''}.`,
    evidence: [
      `the kernel counted ${records} as lost between ${from} and ${until}; this is the ${ordinal(lost.claimed)} of them`,
    ],
  };
};

function ordinal(number: number): string {
  const last = number % 10;
  const isTeen = Math.floor((number % 100) / 10) === 1;
  return `${number}${isTeen || last > 3 || last === 0 ? 'th' : ['st', 'nd', 'rd'][last - 1]}`;
}
