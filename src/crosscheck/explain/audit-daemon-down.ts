import type { Explain } from './context.js';
import { spanOf } from './context.js';

/** Records that the kernel has nobody to give to are dropped, and not counted (kauditd_hold_skb in kernel/audit.c). */
export const auditDaemonDown: Explain = (event, { audit, auditFrom, book, edge, tolerance }) => {
  if (auditFrom !== 'file') return undefined;
  const [from, to] = spanOf(event);
  // what was queued when the daemon ended is gone as well
  const down = audit.daemon.had((pid) => pid === 0, from - edge, to + tolerance);
  if (down === undefined) return undefined;
  const gap = book.claimGap(from - tolerance, to + tolerance);
  return {
    cause: 'audit-daemon-down',
    certainty: gap !== undefined || down.certain ? 'certain' : 'likely',
    sentence: 'No audit daemon ran when the call was made, so that its records went nowhere.',
    evidence: [`pid=0: ${down.from}`, ...(gap ? [gapSentence(gap)] : [])],
  };
};

export function gapSentence({
  count,
  serial,
}: {
  readonly count: number;
  readonly serial: number | undefined;
}): string {
  const numbers = count === 1 ? 'one serial number' : `${count} serial numbers`;
  return `${numbers} never came${serial === undefined ? '' : `, from ${serial} on`}`;
}
