import type { Alone, ComparedIncident, Report } from '../../crosscheck/report.js';
import { secondsBetween } from '../../model/timestamp.js';
import { escapeText } from '../escape.js';
import { type Style, styleFor } from '../style.js';
import type { Run } from './document.js';
import {
  CAUSE_TEXT,
  clockTime,
  delays,
  eventText,
  exampleOf,
  excepted,
  grouped,
  isOdd,
  plural,
  verdict,
} from './words.js';

/** Of a list that may be long, so many are shown; JSON and HTML have the rest. */
const MOST_SHOWN = 20;

/** The report for a person at a terminal: the verdict first, then what it rests on. */
export function formatPretty(report: Report, run: Run, colour: boolean): string {
  const style = styleFor(colour);
  const sections = [
    head(report, run, style),
    alerts(report, style),
    unexplained(report, style),
    operations(report, style),
    causes(report, style),
    loss(report, style),
    timing(report, style),
    incidents(report, style),
    limits(report, run, style),
  ].filter((lines) => lines.length > 0);
  return `\n${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head(report: Report, { host, kernel, audit, sensor, command }: Run, style: Style): string[] {
  const { totals, first, last } = report;
  const isClean = totals.unexplained === 0;
  const colour = isOdd(report) ? style.severity.high : style.green;
  const span = first === undefined || last === undefined ? '' : `${secondsBetween(first, last).toFixed(1)} s`;
  const facts = [
    `${host}, kernel ${kernel}`,
    sensor === undefined ? '' : `sensor by ${sensor.attachMode}`,
    `audit from ${audit === 'kernel' ? 'the kernel' : audit}`,
    span,
    command === undefined ? '' : `${command.argv.join(' ')} ended with ${command.ended}`,
  ].filter((fact) => fact !== '');
  const row = (name: string, count: number, paint: (text: string) => string = (text) => text): string =>
    `  ${name.padEnd(12)} ${paint(grouped(count).padStart(10))}`;
  return [
    `${colour('▌')} ${style.bold(colour(verdict(report)))}`,
    `${colour('▌')} ${style.dim(escapeText(facts.join(' · ')))}`,
    '',
    row('matched', totals.matched),
    row('sensor only', totals.sensorOnly),
    row('audit only', totals.auditOnly),
    row('unexplained', totals.unexplained, isClean ? style.green : style.severity.high),
    row('pending', totals.pending, totals.pending === 0 ? undefined : style.yellow),
  ];
}

function alerts({ alerts: all }: Report, style: Style): string[] {
  if (all.length === 0) return [];
  return [
    style.bold('Alerts'),
    ...all
      .slice(0, MOST_SHOWN)
      .flatMap(({ at, sentence, evidence, events }) => [
        `  ${style.severity.high(clockTime(at))}  ${escapeText(sentence)}`,
        ...evidence.map((text) => style.dim(`    ${escapeText(text)}`)),
        style.dim(`    ${plural(events, 'event')} of audit alone since then`),
      ]),
  ];
}

function unexplained(report: Report, style: Style): string[] {
  const events = report.alone.filter(({ cause }) => cause === 'unexplained');
  if (events.length === 0) return [];
  const left = report.totals.unexplained - Math.min(events.length, MOST_SHOWN);
  return [
    style.bold('Unexplained'),
    ...events.slice(0, MOST_SHOWN).flatMap((alone) => aloneLines(alone, style)),
    ...(left > 0 ? [style.dim(`  and ${grouped(left)} more: --format json or html has them`)] : []),
  ];
}

function aloneLines({ side, sentence, evidence, event }: Alone, style: Style): string[] {
  const where = event.record === undefined ? '' : ` serial ${event.record.serial}`;
  return [
    `  ${style.severity.high(`${side} only`)} ${clockTime(event.entryTime ?? event.time)}${where}  ${escapeText(eventText(event))}`,
    ...[sentence, ...evidence].map((text) => style.dim(`    ${escapeText(text)}`)),
  ];
}

function operations({ operations: all }: Report, style: Style): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ operation, sensor, audit, matched, sensorOnly, auditOnly, unexplained: odd }) => [
    operation,
    ...[sensor, audit, matched, sensorOnly, auditOnly, odd].map(grouped),
  ]);
  return table(['Operation', 'sensor', 'audit', 'matched', 'sensor only', 'audit only', 'unexplained'], rows, style);
}

function causes(report: Report, style: Style): string[] {
  const rows = report.causes.filter(({ count }) => count > 0);
  if (rows.length === 0) return [];
  return [
    style.bold('Why only one side has them'),
    ...rows.flatMap(({ side, cause, count }) => {
      const example = exampleOf(report, side, cause);
      const line = `${grouped(count).padStart(8)}  ${`${side} only`.padEnd(11)}  ${cause.padEnd(17)} ${CAUSE_TEXT[cause]}`;
      const why =
        example === undefined ? [] : [style.dim(`${' '.repeat(23)}as ${escapeText(eventText(example.event))}`)];
      const sentence = example === undefined ? [] : [style.dim(`${' '.repeat(23)}${escapeText(example.sentence)}`)];
      return [cause === 'unexplained' ? style.severity.high(line) : line, ...why, ...sentence];
    }),
  ];
}

function loss({ loss: { audit, sensor } }: Report, style: Style): string[] {
  const lines: string[] = [];
  if (audit.lost > 0 || audit.missingSerials > 0 || audit.readerLost > 0) {
    const parts = [
      plural(audit.lost, 'record'),
      `= ${plural(audit.backlogEvents, 'whole event')} for the backlog`,
      `+ ${plural(audit.gapRecords, 'record')} of ${plural(audit.gapEvents, 'event')} with missing serial numbers`,
      `+ ${plural(audit.companions, 'record')} of events that came`,
      ...(audit.endMarks === undefined ? [] : [`+ ${plural(audit.endMarks, 'end mark')}`]),
      `+ ${grouped(audit.remainder)} of events that are not watched`,
    ];
    lines.push(`  audit   ${parts.join(' ')}`);
    lines.push(
      `          ${plural(audit.missingSerials, 'serial number')} never came, ${grouped(audit.missingSerialsAttributed)} of them of events that the sensor saw`,
    );
    if (audit.readerLost > 0) lines.push(`          ${grouped(audit.readerLost)} lost by the reader, at least`);
  }
  if (sensor.lost > 0) {
    lines.push(
      `  sensor  ${plural(sensor.lost, 'event')} = ${grouped(sensor.attributed)} that audit has + ${grouped(sensor.remainder)} that audit has not recorded`,
    );
  }
  return lines.length === 0 ? [`${style.bold('Loss')}  none on either side`] : [style.bold('Loss'), ...lines];
}

function timing({ latency, clock, match, totals }: Report, style: Style): string[] {
  const lines = [
    ...(latency.sensor ? [`  sensor   ${delays(latency.sensor)} after the call returned`] : []),
    ...(latency.audit ? [`  audit    ${delays(latency.audit)} after the call was entered`] : []),
  ];
  if (totals.matched > 0) {
    const tick = clock.tickMs === undefined ? 'not fitted' : `ticks of ${Number(clock.tickMs.toFixed(3))} ms`;
    lines.push(
      `  clock    ${tick}; ${grouped(clock.exact)} predicted exactly, ${grouped(clock.withinOneTick)} within a tick, ${grouped(clock.worse)} worse, ${grouped(clock.withoutEntry)} without entry time`,
      `  pairs    ${grouped(match.exact)} exact, ${grouped(match.byOrder)} by order, ${grouped(match.adjacentTick)} in an adjacent tick, ${grouped(match.unique)} unique; ${grouped(match.interchangeable)} interchangeable`,
    );
  }
  return lines.length === 0 ? [] : [style.bold('Time'), ...lines];
}

function incidents({ incidents: { entries, leftOut } }: Report, style: Style): string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, MOST_SHOWN);
  const more = leftOut + entries.length - shown.length;
  return [
    style.bold('Incidents, as each side alone would tell them'),
    ...shown.flatMap((incident) => incidentLines(incident, style)),
    ...(more > 0 ? [style.dim(`  and ${grouped(more)} more`)] : []),
  ];
}

function incidentLines({ actor, target, sensor, audit, differences }: ComparedIncident, style: Style): string[] {
  const party = (process: { comm?: string; tgid: number }): string => `${process.comm ?? '?'}[${process.tgid}]`;
  const side = (name: string, one: typeof sensor): string =>
    one === undefined
      ? style.dim(`${name}: none`)
      : `${name}: ${style.severity[one.severity](`${one.severity.toUpperCase()} ${one.score}`)}${escapeText(excepted(one))}`;
  const title = sensor?.title ?? audit?.title;
  const parties = `${party(actor)}${target === null ? '' : ` → ${party(target)}`}`;
  return [
    `  ${title === undefined ? '' : `${escapeText(title)}: `}${escapeText(parties)}  ${side('sensor', sensor)}  ${side('audit', audit)}`,
    ...differences.map(({ sentence }) => style.dim(`      ${escapeText(sentence)}`)),
    ...(differences.length === 0 ? [style.dim('      the same on both sides')] : []),
  ];
}

function limits({ limits: { sentences }, aloneLeftOut }: Report, { sensor, problems }: Run, style: Style): string[] {
  const lines = [
    ...sentences,
    ...(aloneLeftOut > 0 ? [`${plural(aloneLeftOut, 'event')} alone counted, but not listed`] : []),
    ...(sensor?.gaps ?? []).map((gap) => `not attached: ${gap}`),
    ...problems,
  ];
  return lines.map((line) => style.yellow(`! ${escapeText(line)}`));
}

function table(titles: readonly string[], rows: readonly (readonly string[])[], style: Style): string[] {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [style.bold(line(titles)), ...rows.map((row) => `${line(row)}`)];
}
