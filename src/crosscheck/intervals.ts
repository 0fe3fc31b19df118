import type { Timestamp } from '../model/timestamp.js';
import type { AuditState } from './audit-state.js';
import type { Context } from './explain/context.js';
import type { Bounded, Interval, Side } from './report.js';

const MOST = 1000;

/** When the sensor was attached, and when audit was off, without a daemon or under a limit. */
export function intervalsOf(
  audit: AuditState,
  coverages: Context['coverages'],
  stamp: (time: number) => Timestamp,
): Bounded<Interval> {
  const all = [
    ...runs(
      'sensor',
      'attached',
      [...coverages.entries()].map(({ time, value }) => ({ time, on: value.coverage !== undefined })),
    ),
    ...runs(
      'audit',
      'disabled',
      changes(audit.enabled.changes(), (value) => value === 0),
    ),
    ...runs(
      'audit',
      'daemon-down',
      changes(audit.daemon.changes(), (value) => value === 0),
    ),
    ...runs(
      'audit',
      'rate-limit',
      changes(audit.rateLimit.changes(), (value) => value > 0),
    ),
  ].sort((a, b) => a.from - b.from);
  const entries = all.slice(0, MOST).map(({ side, what, from, to }) => ({
    side,
    what,
    from: stamp(from),
    ...(to !== undefined && { to: stamp(to) }),
  }));
  return { entries, leftOut: all.length - entries.length };
}

interface Run {
  readonly side: Side;
  readonly what: string;
  readonly from: number;
  readonly to: number | undefined;
}

interface Change {
  readonly time: number;
  readonly on: boolean;
}

const changes = (
  values: Iterable<{ readonly time: number; readonly value: number }>,
  isOn: (value: number) => boolean,
): Change[] => [...values].map(({ time, value }) => ({ time, on: isOn(value) }));

function runs(side: Side, what: string, states: readonly Change[]): Run[] {
  const found: Run[] = [];
  let from: number | undefined;
  for (const { time, on } of states) {
    if (on) {
      from ??= time;
    } else if (from !== undefined) {
      found.push({ side, what, from, to: time });
      from = undefined;
    }
  }
  if (from !== undefined) found.push({ side, what, from, to: undefined });
  return found;
}
