import type { AnalysisTotals } from '../analysis.js';
import { UNREADABLE_TEXT } from '../audit/index.js';
import { SEVERITIES } from '../model/incident.js';
import { formatTimestamp, type Timestamp } from '../model/timestamp.js';

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(count)} ${count === 1 ? noun : nouns}`;

const timestamp = (ms: number): Timestamp => {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round(ms - seconds * 1000) * 1_000_000 };
};

const shortTime = (ms: number): string => formatTimestamp(timestamp(ms)).slice(0, 23).replace('T', ' ');

/** What an analysis came to, as plain JSON. */
export function summaryDetails(totals: AnalysisTotals): Record<string, unknown> {
  const { reading, judged, incidents, notEvaluable, evicted } = totals;
  const { earliest, latest, unreadable, ...counts } = reading;
  return {
    ...counts,
    judged,
    ...(earliest !== undefined && { first: formatTimestamp(timestamp(earliest)) }),
    ...(latest !== undefined && { last: formatTimestamp(timestamp(latest)) }),
    unreadable: Object.fromEntries([...unreadable].map(([reason, count]) => [UNREADABLE_TEXT[reason], count])),
    incidents,
    notEvaluable,
    evicted,
  };
}

/** What was limited, and what it means; nothing where all went well. */
function caveats({ reading, evicted }: AnalysisTotals): string[] {
  const lines: string[] = [];
  const say = (count: number, text: (count: number) => string): void => {
    if (count > 0) lines.push(text(count));
  };
  const unreadable = [...reading.unreadable];
  say(
    unreadable.reduce((sum, [, count]) => sum + count, 0),
    (count) => `${plural(count, 'line')} could not be read (--strict shows them):`,
  );
  for (const [reason, count] of unreadable) lines.push(`  ${grouped(count)}: a line that ${UNREADABLE_TEXT[reason]}`);
  say(
    reading.lost,
    (count) =>
      `${plural(count, 'event number')} missing in ${plural(reading.gaps, 'gap')}: lost by the kernel's rate limit or by auditd, or not in these files`,
  );
  say(
    reading.recovered,
    (count) =>
      `${plural(count, 'event')} came so late that ${count === 1 ? 'it was' : 'they were'} first counted as missing`,
  );
  say(
    reading.restarts,
    (count) => `the numbering began again ${plural(count, 'time')}: a reboot, or files of several hosts in one`,
  );
  say(
    reading.incomplete,
    (count) => `${plural(count, 'event')} lacked records that the kernel writes with ${count === 1 ? 'it' : 'them'}`,
  );
  say(reading.headless, (count) => `${plural(count, 'event')} had no SYSCALL record: what it was is not known`);
  say(
    reading.unnamedOpens,
    (count) => `${plural(count, 'open')} had no PATH record: whether it was a process's memory is not known`,
  );
  say(
    reading.unknownArchitecture,
    (count) => `${plural(count, 'system call')} of an architecture that is not known here`,
  );
  say(reading.late, (count) => `${plural(count, 'record')} came after the event was judged`);
  say(reading.excess, (count) => `${plural(count, 'record')} more than one event may have`);
  say(reading.memoryCutOffs, (count) => `${plural(count, 'event')} judged early, because too many waited for records`);
  say(
    reading.evictedNodes,
    (count) => `${plural(count, 'host')} given up for room: more than can be kept apart at a time`,
  );
  say(
    evicted.relations + evicted.subjects + evicted.incidents + evicted.losses,
    (count) =>
      `${plural(count, 'entry', 'entries')} of the engine's state given up for room: later verdicts may know less`,
  );
  return lines;
}

/** The end of a report for a person: a few lines, each with its newline. */
export function summaryText(totals: AnalysisTotals, source: string, seconds: number): string {
  const { reading, judged, incidents, notEvaluable } = totals;
  const { earliest, latest, records, events } = reading;
  const span =
    earliest === undefined || latest === undefined ? 'no record' : `${shortTime(earliest)} to ${shortTime(latest)} UTC`;
  const found = SEVERITIES.filter((severity) => incidents[severity] > 0)
    .reverse()
    .map((severity) => `${incidents[severity]} ${severity}`)
    .join(', ');
  const left = events === judged ? '' : `, ${grouped(judged)} in the time asked for`;
  const lines = [
    `${plural(records, 'record')}, ${plural(events, 'event')} of watched calls${left}, from ${source} in ${seconds.toFixed(1)} s`,
    `span       ${span}`,
    `incidents  ${found === '' ? 'none' : found}`,
    ...caveats(totals).map((line, index) => `${index === 0 ? 'caveats    ' : '           '}${line}`),
    ...unanswered(notEvaluable).map((line, index) => `${index === 0 ? 'not known  ' : '           '}${line}`),
  ];
  return `\n${lines.join('\n')}\n`;
}

/** Which heuristics could not be evaluated, and on what missing field. */
function unanswered(entries: AnalysisTotals['notEvaluable']): string[] {
  const byHeuristic = new Map<string, string[]>();
  for (const { heuristic, field, count } of entries) {
    const fields = byHeuristic.get(heuristic) ?? [];
    fields.push(`${field} (${grouped(count)})`);
    byHeuristic.set(heuristic, fields);
  }
  return [...byHeuristic].map(([heuristic, fields]) => `${heuristic}: ${fields.join(', ')}`);
}
