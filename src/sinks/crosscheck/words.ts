import type { Alone, Cause, Distribution, IncidentSide, Report } from '../../crosscheck/report.js';
import type { Event } from '../../model/event.js';
import { formatTimestamp, type Timestamp } from '../../model/timestamp.js';
import { wordToHex } from '../../model/word.js';

/** What each cause means, in a few words. */
export const CAUSE_TEXT: Readonly<Record<Cause, string>> = {
  pending: 'its counterpart may still come',
  'audit-not-reading': 'outside the time of which audit has records',
  'audit-disabled': 'auditing was switched off',
  'not-in-policy': 'no audit rule records it',
  suppressed: 'an audit rule keeps it out',
  'policy-undecided': 'the rules depend on what the sensor does not know',
  'no-audit-context': 'the process is not audited at all',
  'audit-daemon-down': 'no audit daemon ran',
  'rate-limit': 'over the rate limit of audit',
  'serial-gap': 'its serial number is missing',
  backlog: "audit's queue was full",
  'reader-loss': 'lost by the reader',
  'before-attach': 'before the sensor was attached',
  'after-detach': 'after the sensor was detached',
  'abi-not-seen': 'the sensor does not see this interface here',
  'probe-not-served': 'nothing serves this operation here',
  filtered: 'the sensor leaves it out on purpose',
  'never-returned': 'the call did not return',
  'program-unloaded': "somebody unloaded the sensor's program",
  'ring-drop': "the sensor's ring was full",
  'skipped-run': 'the kernel skipped the program',
  unexplained: 'nothing explains it',
};

export const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : nouns}`;

/** `16:10:40.123` */
export const clockTime = (time: Timestamp): string => formatTimestamp(time).slice(11, 23);

/** A delay with as many digits as say something. */
export function delay(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${size >= 10 ? ms.toFixed(0) : ms.toFixed(size >= 1 ? 1 : 2)} ms`;
}

export const delays = ({ min, median, p99, max }: Distribution): string =>
  `min ${delay(min)}, median ${delay(median)}, p99 ${delay(p99)}, max ${delay(max)}`;

/** The one sentence that the report comes to. */
export function verdict({ totals: { matched, sensorOnly, auditOnly, unexplained, pending }, alerts }: Report): string {
  const unloaded = alerts.length > 0 ? "the sensor's programs were unloaded while it ran" : undefined;
  if (unexplained > 0) {
    const odd = `${plural(unexplained, 'event')} unexplained`;
    return unloaded === undefined ? `${odd}: one of the two may be deceived` : `${odd}, and ${unloaded}`;
  }
  if (unloaded !== undefined) return unloaded;
  if (matched + sensorOnly + auditOnly + pending === 0) return 'no event came from either side';
  return pending === 0
    ? 'every event is matched or explained'
    : `every event is matched or explained, but ${grouped(pending)} pending`;
}

/** Whether something of it needs a person: an event that nothing explains, or an alert beside the events. */
export const isOdd = ({ totals, alerts }: Report): boolean => totals.unexplained > 0 || alerts.length > 0;

/** What was done, by whom and to whom; none of it escaped. */
export function eventText({ actor, operation, request, call, target, args, memory, file, ret, abi }: Event): string {
  const whom = target?.process;
  const parts = [
    `${actor.comm ?? '?'}[${actor.tgid}]`,
    request ?? call ?? operation,
    abi === undefined || abi === 'x86_64' ? '' : `(${abi})`,
    whom === undefined ? '' : `→ ${whom.comm ?? '?'}[${whom.tgid}]`,
    whom === undefined && target?.argument !== undefined ? `→ pid argument ${target.argument}` : '',
    file?.path ?? '',
    memory?.address === undefined ? '' : wordToHex(memory.address),
    args === undefined || memory !== undefined ? '' : `(${args.slice(0, 4).map(wordToHex).join(', ')})`,
    ret === undefined ? '' : `= ${ret}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** That an exception covers what a side tells of an incident; not escaped. */
export const excepted = ({ suppressedBy }: IncidentSide): string =>
  suppressedBy === undefined ? '' : ` (excepted by ${suppressedBy})`;

/** Of each side and cause, one of its events. */
export function exampleOf(report: Report, side: Alone['side'], cause: Cause): Alone | undefined {
  return report.alone.find((alone) => alone.side === side && alone.cause === cause);
}
