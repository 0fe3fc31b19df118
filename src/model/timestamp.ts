/**
 * A point in time since 1970-01-01T00:00:00Z, the shape of protobuf's Timestamp: both numbers stay exact, where
 * nanoseconds since the epoch in one number would not.
 */
export interface Timestamp {
  readonly seconds: number;
  /** 0 to 999,999,999 */
  readonly nanos: number;
}

const BILLION = 1_000_000_000;

/** The timestamp of `nanoseconds` since the epoch. */
export function timestampFromNanoseconds(nanoseconds: bigint): Timestamp {
  const nanos = Number(((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  return { seconds: Number((nanoseconds - BigInt(nanos)) / 1_000_000_000n), nanos };
}

/** Negative where `a` is earlier than `b`, positive where it is later, else 0. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/** Seconds from `from` to `to`, with a fraction; negative where `to` is earlier. */
export function secondsBetween(from: Timestamp, to: Timestamp): number {
  return to.seconds - from.seconds + (to.nanos - from.nanos) / BILLION;
}

/** RFC 3339 in UTC with nanoseconds: `2026-11-23T16:10:40.123456789Z`. */
export function formatTimestamp(timestamp: Timestamp): string {
  const whole = new Date(timestamp.seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(timestamp.nanos).padStart(9, '0')}Z`;
}
