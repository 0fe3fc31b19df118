import type { Gap } from '../loss.js';
import type { Context, Explain } from './context.js';
import { spanOf } from './context.js';

const isDown = (pid: number): boolean => pid === 0;

/** Records that the kernel has nobody to give to are dropped, and not counted (kauditd_hold_skb in kernel/audit.c). */
export const auditDaemonDown: Explain = (event, context) => {
  const { audit, auditFrom, book, edge, tolerance } = context;
  if (auditFrom !== 'file') return undefined;
  const [from, to] = spanOf(event);
  const down = audit.daemon.had(isDown, from - edge, to + tolerance);
  const ended = down === undefined ? endedWithIt(to, context) : undefined;
  if (down === undefined && ended === undefined) return undefined;
  const gap = book.claimGap(from - tolerance, to + tolerance);
  return {
    cause: 'audit-daemon-down',
    certainty: gap !== undefined || down?.certain ? 'certain' : 'likely',
    sentence: down
      ? 'No audit daemon ran when the call was made, so that its records went nowhere.'
      : 'The audit daemon ended before it wrote down any later record: what it still held is gone.',
    evidence: [`pid=0: ${(down ?? ended)!.from}`, ...(gap ? [gapSentence(gap)] : [])],
  };
};

/**
 * The daemon writes in order, and in blocks: what it held when it ended is all that came after the last record that it
 * wrote. A call before that record was not among it.
 */
function endedWithIt(to: number, { audit, auditStamps, tolerance }: Context): { readonly from: string } | undefined {
  if (audit.daemon.had(isDown, to, Number.POSITIVE_INFINITY) === undefined) return undefined;
  const next = auditStamps.after(to + tolerance);
  return audit.daemon.had(isDown, to, next === undefined ? Number.POSITIVE_INFINITY : next + tolerance);
}

export function gapSentence({ count, serial, where }: Gap): string {
  if (where === 'headless') return `the SYSCALL record of serial ${serial} never came`;
  const numbers = count === 1 ? 'one serial number' : `${count} serial numbers`;
  return `${numbers} never came${serial === undefined ? '' : `, from ${serial} on`}`;
}
