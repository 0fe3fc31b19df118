import type { Alone, Bounded, ComparedIncident, Interval, Report } from '../../crosscheck/report.js';
import { formatTimestamp, type Timestamp } from '../../model/timestamp.js';
import { escapeJson } from '../escape.js';
import { eventJson, type Json, processJson } from '../json.js';

/** What was run, beside what came of it. Each text may hold names that others chose. */
export interface Run {
  /** version of Interloper */
  readonly software: string;
  readonly host: string;
  /** `uname -r` */
  readonly kernel: string;
  /** where audit's records came from: `kernel`, or the files */
  readonly audit: string;
  /** how the sensor was attached; absent where its recording does not say */
  readonly sensor?: { readonly attachMode: string; readonly gaps: readonly string[] };
  /** the command that was run for it, and its exit code or the signal that killed it */
  readonly command?: { readonly argv: readonly string[]; readonly ended: number | string };
  /** sentences: what went wrong beside the cross-check itself */
  readonly problems: readonly string[];
}

/** The version of docs/crosscheck.schema.json that documents follow. */
const VERSION = 1;

const time = (at: Timestamp | undefined): string | undefined => (at === undefined ? undefined : formatTimestamp(at));

const aloneJson = ({ event, ...alone }: Alone): Json => {
  const { kind: _kind, ...shown } = eventJson(event);
  return { ...alone, event: shown };
};

function bounded<T>({ entries, leftOut }: Bounded<T>, toJson: (entry: T) => Json): Json {
  return { entries: entries.map(toJson), leftOut };
}

const between = <T extends { readonly from: Timestamp; readonly to?: Timestamp }>(interval: T): Json => ({
  ...interval,
  from: formatTimestamp(interval.from),
  to: time(interval.to),
});

const incidentJson = ({ actor, target, first, ...incident }: ComparedIncident): Json => ({
  actor: processJson(actor),
  target: target === null ? null : processJson(target),
  first: formatTimestamp(first),
  ...incident,
});

/** The report as plain JSON, as docs/crosscheck.schema.json describes it. */
export function toDocument(report: Report, run: Run): Json {
  const { first, last, alerts, loss, alone, clock, incidents, timeline, intervals, ...rest } = report;
  return {
    version: VERSION,
    run,
    ...rest,
    first: time(first),
    last: time(last),
    alerts: alerts.map((alert) => ({ ...alert, at: formatTimestamp(alert.at) })),
    loss: {
      audit: { ...loss.audit, intervals: bounded(loss.audit.intervals, between) },
      sensor: { ...loss.sensor, intervals: bounded(loss.sensor.intervals, between) },
    },
    alone: alone.map(aloneJson),
    clock: { ...clock, steps: clock.steps.map(({ at, byMs }) => ({ at: formatTimestamp(at), byMs })) },
    incidents: bounded(incidents, incidentJson),
    timeline: { ...timeline, start: time(timeline.start) },
    intervals: bounded<Interval>(intervals, between),
  };
}

/** The document as text, safe to show on a terminal. */
export function formatDocument(report: Report, run: Run, indent?: number): string {
  const text = JSON.stringify(
    toDocument(report, run),
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    indent,
  );
  // the line ends are this program's own: every other control is escaped already
  return text.split('\n').map(escapeJson).join('\n');
}
