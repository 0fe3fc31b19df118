import { createHash } from 'node:crypto';
import type { Alone, ComparedIncident, Distribution, Report } from '../../crosscheck/report.js';
import { formatTimestamp } from '../../model/timestamp.js';
import { agreementBar, histogram, timelineChart } from './charts.js';
import { formatDocument, type Run } from './document.js';
import { dataBlock, html, Markup } from './markup.js';
import { STYLE } from './page-style.js';
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

/** Of a long list so many are on the page; the data in it has them all. */
const MOST_SHOWN = 200;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/**
 * Nothing is loaded, run, sent or framed, whatever a name in the report says: the style is the only thing that is let
 * through, by its hash. https://www.w3.org/TR/CSP3/
 */
const POLICY = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/**
 * The report as one page that needs nothing else: no network, no script. It holds the whole report as JSON too, in an
 * element `report`, for programs.
 */
export function formatPage(report: Report, run: Run): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${`Cross-check: ${verdict(report)}`}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${head(report, run)}
${tiles(report)}
${alerts(report)}
${unexplained(report)}
<section><h2>Both streams over time</h2>${timelineChart(report.timeline, report.intervals.entries)}</section>
${operations(report)}
${causes(report)}
${loss(report)}
${timing(report)}
${incidents(report)}
${others(report)}
${limits(report, run)}
<footer>Interloper ${run.software}. The whole report is in this page as JSON, in the element <code>report</code>.</footer>
</main>
${dataBlock('report', formatDocument(report, run))}
</body>
</html>
`;
  return page.text;
}

function head(report: Report, { host, kernel, audit, sensor, command }: Run): Markup {
  const { first, last } = report;
  const day = (time: NonNullable<typeof first>): string => formatTimestamp(time).slice(0, 19).replace('T', ' ');
  const facts = [
    `${host}, kernel ${kernel}`,
    sensor === undefined ? '' : `sensor by ${sensor.attachMode}`,
    `audit from ${audit === 'kernel' ? 'the kernel' : audit}`,
    first === undefined || last === undefined ? '' : `${day(first)} to ${day(last)} UTC`,
  ].filter((fact) => fact !== '');
  const ran =
    command === undefined
      ? undefined
      : html`<p class="facts">while <code>${command.argv.join(' ')}</code> ran, which ended with ${command.ended}</p>`;
  return html`<div class="verdict${isOdd(report) ? ' odd' : ''}"><h1>${capital(verdict(report))}</h1>
<p class="facts">${facts.join(' · ')}</p>${ran}</div>`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function tiles({ totals }: Report): Markup {
  const tile = (name: string, count: number, text: string): Markup =>
    html`<div class="tile ${count === 0 ? 'is-none' : `is-${name}`}"><b>${grouped(count)}</b><span>${text}</span></div>`;
  return html`<div class="tiles">${[
    tile('matched', totals.matched, 'matched'),
    tile('sensor', totals.sensorOnly, 'sensor only'),
    tile('audit', totals.auditOnly, 'audit only'),
    tile('odd', totals.unexplained, 'unexplained'),
    tile('pending', totals.pending, 'pending'),
  ]}</div>`;
}

function alerts({ alerts: all }: Report): Markup | undefined {
  if (all.length === 0) return undefined;
  return html`<section><h2>Alerts</h2>
${all.slice(0, MOST_SHOWN).map(
  ({ at, sentence, evidence, events }) =>
    html`<div class="event"><b>${clockTime(at)} UTC</b> ${sentence}
<ul>${[...evidence, `${plural(events, 'event')} of audit alone since then`].map((text) => html`<li>${text}</li>`)}</ul></div>`,
)}</section>`;
}

function unexplained(report: Report): Markup | undefined {
  const events = report.alone.filter(({ cause }) => cause === 'unexplained');
  if (events.length === 0) return undefined;
  const left = report.totals.unexplained - Math.min(events.length, MOST_SHOWN);
  return html`<section><h2>Unexplained</h2>
<p class="soft">One side told of these, the other did not, and nothing that is known says why. Either one of the two is being deceived, or this comparison does not know a cause.</p>
${events.slice(0, MOST_SHOWN).map(eventBlock)}
${left > 0 ? html`<p class="soft">And ${grouped(left)} more.</p>` : undefined}</section>`;
}

function eventBlock({ side, sentence, evidence, event }: Alone): Markup {
  const serial = event.record === undefined ? '' : ` · serial ${event.record.serial}`;
  return html`<div class="event"><b>${side} only</b> <span class="soft">${clockTime(event.entryTime ?? event.time)} UTC${serial}</span><br>
<code>${eventText(event)}</code>
<ul>${[sentence, ...evidence].map((text) => html`<li>${text}</li>`)}</ul></div>`;
}

function operations({ operations: all }: Report): Markup | undefined {
  if (all.length === 0) return undefined;
  const rows = all.map((one) => {
    const numbers = [one.sensor, one.audit, one.matched, one.sensorOnly, one.auditOnly];
    return html`<tr><td><code>${one.operation}</code></td><td class="wide">${agreementBar(one)}</td>${numbers.map(
      (count) => html`<td class="number">${grouped(count)}</td>`,
    )}<td class="number${one.unexplained > 0 ? ' bad' : ''}">${grouped(one.unexplained)}</td></tr>`;
  });
  return html`<section><h2>Agreement per operation</h2><div class="scroll"><table>
<tr><th>operation</th><th>on both sides, or on one</th>${[
    'sensor',
    'audit',
    'matched',
    'sensor only',
    'audit only',
    'unexplained',
  ].map((title) => html`<th class="number">${title}</th>`)}</tr>
${rows}</table></div></section>`;
}

function causes(report: Report): Markup | undefined {
  const rows = report.causes.filter(({ count }) => count > 0);
  if (rows.length === 0) return undefined;
  return html`<section><h2>Why only one side has them</h2><div class="scroll"><table>
<tr><th class="number">events</th><th>side</th><th>cause</th><th>what it means, and one of them</th></tr>
${rows.map(({ side, cause, count }) => {
  const example = exampleOf(report, side, cause);
  const shown =
    example === undefined
      ? undefined
      : html`<br><code>${eventText(example.event)}</code><br><span class="soft">${example.sentence}</span>`;
  return html`<tr><td class="number">${grouped(count)}</td><td>${side}</td><td><code${cause === 'unexplained' ? new Markup(' class="bad"') : undefined}>${cause}</code></td><td class="wide">${CAUSE_TEXT[cause]}${shown}</td></tr>`;
})}</table></div></section>`;
}

function loss({ loss: { audit, sensor } }: Report): Markup {
  const row = (text: string, count: number, unit: string): Markup =>
    html`<tr><td class="number">${grouped(count)}</td><td class="wide">${text} <span class="soft">(${unit})</span></td></tr>`;
  const intervals = audit.intervals.entries
    .slice(0, MOST_SHOWN)
    .map(
      (one) =>
        html`<tr><td>${clockTime(one.from)} – ${clockTime(one.to)}</td>${[
          one.lost,
          one.backlogEvents,
          one.gapRecords,
          one.companions,
          one.remainder,
        ].map((count) => html`<td class="number">${grouped(count)}</td>`)}</tr>`,
    );
  return html`<section><h2>Loss accounted for</h2><div class="columns"><div>
<p><b>Audit</b>, as the kernel counts what it lost</p><table>
${row('lost, of which', audit.lost, 'records')}
${row('whole events that found the queue full', audit.backlogEvents, 'one record each')}
${row(`of ${plural(audit.gapEvents, 'event')} whose serial numbers are missing`, audit.gapRecords, 'records')}
${row('companions of events that came', audit.companions, 'records')}
${audit.endMarks === undefined ? undefined : row('end marks that did not come', audit.endMarks, 'records')}
${row('of events that are not watched', audit.remainder, 'records')}
${row('serial numbers that never came', audit.missingSerials, 'events')}
${row('of them, of events that the sensor saw', audit.missingSerialsAttributed, 'events')}
${audit.readerLost > 0 ? row('lost by the reader, at least', audit.readerLost, 'records') : undefined}
</table></div><div><p><b>Sensor</b>, as it counts what it lost</p><table>
${row('lost, of which', sensor.lost, 'events')}
${row('audit has', sensor.attributed, 'events')}
${row('audit has not recorded', sensor.remainder, 'events')}
</table></div></div>
${
  intervals.length === 0
    ? undefined
    : html`<details><summary>${plural(audit.intervals.entries.length + audit.intervals.leftOut, 'interval')} between two readings of the kernel's counter in which it rose</summary><div class="scroll"><table>
<tr><th>UTC</th>${['lost', 'whole events', 'with serials', 'companions', 'remainder'].map((title) => html`<th class="number">${title}</th>`)}</tr>${intervals}</table></div></details>`
}</section>`;
}

function timing({ latency, clock, match, totals }: Report): Markup | undefined {
  const chart = (title: string, name: string, distribution: Distribution | undefined): Markup | undefined =>
    distribution === undefined
      ? undefined
      : html`<div><p><b>${title}</b><br><span class="soft">${delays(distribution)}</span></p>${histogram(distribution, name)}</div>`;
  const charts = [
    chart('Sensor: from the return of a call to here', 'sensor', latency.sensor),
    chart('Audit: from the entry of a call to here', 'audit', latency.audit),
  ].filter((one) => one !== undefined);
  if (charts.length === 0 && totals.matched === 0) return undefined;
  const tick = clock.tickMs === undefined ? 'not fitted' : `${Number(clock.tickMs.toFixed(3))} ms`;
  return html`<section><h2>Delays and clock</h2><div class="columns">${charts}</div>
<p class="soft">Audit stamps with the tick of the coarse clock at a call's entry. Tick: ${tick}; predicted exactly for ${grouped(clock.exact)} pairs, within one tick for ${grouped(clock.withinOneTick)}, worse for ${grouped(clock.worse)}, without an entry time for ${grouped(clock.withoutEntry)}; fitted anew ${plural(clock.refits, 'time')}.
Pairs: ${grouped(match.exact)} of the same call and tick, ${grouped(match.byOrder)} told apart by order, ${grouped(match.adjacentTick)} a tick beside, ${grouped(match.unique)} the only one of their kind; ${grouped(match.interchangeable)} interchangeable.</p></section>`;
}

function incidents({ incidents: { entries, leftOut } }: Report): Markup | undefined {
  if (entries.length === 0) return undefined;
  const more = entries.length + leftOut - Math.min(entries.length, MOST_SHOWN);
  return html`<section><h2>Incidents, as each side alone would tell them</h2><div class="scroll"><table>
<tr><th>actor and target</th><th>sensor</th><th>audit</th><th>what made the difference</th></tr>
${entries.slice(0, MOST_SHOWN).map(incidentRow)}</table></div>
${more > 0 ? html`<p class="soft">And ${grouped(more)} more.</p>` : undefined}</section>`;
}

function incidentRow({ actor, target, sensor, audit, differences }: ComparedIncident): Markup {
  const party = ({ comm, tgid }: ComparedIncident['actor']): string => `${comm ?? '?'}[${tgid}]`;
  const side = (one: typeof sensor): string =>
    one === undefined ? 'none' : `${one.severity} ${one.score}${excepted(one)}`;
  const parties = `${party(actor)}${target === null ? '' : ` → ${party(target)}`}`;
  const title = sensor?.title ?? audit?.title;
  const why =
    differences.length === 0 ? 'nothing: it is the same' : differences.map(({ sentence }) => html`${sentence}<br>`);
  return html`<tr><td>${title}<br><code>${parties}</code></td><td>${side(sensor)}</td><td>${side(audit)}</td><td class="wide soft">${why}</td></tr>`;
}

function others({ alone, aloneLeftOut }: Report): Markup | undefined {
  const events = alone.filter(({ cause }) => cause !== 'unexplained');
  if (events.length === 0) return undefined;
  const left = events.length + aloneLeftOut - Math.min(events.length, MOST_SHOWN);
  return html`<section><h2>Events of one side, explained</h2><details><summary>${plural(Math.min(events.length, MOST_SHOWN), 'event')}${left > 0 ? ` of ${grouped(events.length + aloneLeftOut)}` : ''}</summary><div class="scroll"><table>
<tr><th>UTC</th><th>side</th><th>cause</th><th>event</th></tr>
${events
  .slice(0, MOST_SHOWN)
  .map(
    ({ side, cause, certainty, event }) =>
      html`<tr><td>${clockTime(event.entryTime ?? event.time)}</td><td>${side}</td><td><code>${cause}</code><br><span class="soft">${certainty}</span></td><td class="wide"><code>${eventText(event)}</code></td></tr>`,
  )}</table></div></details></section>`;
}

function limits({ limits: { sentences } }: Report, { sensor, problems }: Run): Markup | undefined {
  const lines = [...sentences, ...(sensor?.gaps ?? []).map((gap) => `not attached: ${gap}`), ...problems];
  if (lines.length === 0) return undefined;
  return html`<section><h2>What limits this result</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}
