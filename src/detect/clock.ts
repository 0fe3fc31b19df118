import type { Timestamp } from '../model/timestamp.js';

/** Milliseconds since the epoch, with a fraction; exact to less than a microsecond, enough to compare with windows. */
export function milliseconds(time: Timestamp): number {
  return time.seconds * 1000 + time.nanos / 1e6;
}
