import type { Event } from '../model/event.js';

/** An event whose counterpart has not been found yet. Times are in ns since the cross-check's origin. */
export interface Waiting {
  readonly event: Event;
  /** what both sides know of it: `keyOf` */
  readonly key: number;
  /** in the stream of its side: the order of returns, or of serial numbers */
  readonly order: number;
  /** sensor: when the call was entered, by a clock that is not set, NaN where that was not seen; audit: its stamp */
  readonly entry: number;
  /** sensor: when the call was entered or, where that was not seen, returned, by the time of day; audit: its stamp */
  readonly began: number;
  /** sensor: when the call returned, by the time of day; audit: its stamp */
  readonly time: number;
  /** `time` by the clock of `entry` */
  readonly steady: number;
  /** how far its stream had come: never falls, also where the time of day is set back */
  readonly position: number;
  /** thread that made the call; 0 where the side does not know */
  readonly thread: number;
  /** ms, when it was handed out; NaN where that is not known */
  readonly arrived: number;
  /** tick of the coarse clock that stamps it, as far as is known; NaN where nothing is */
  tick: number;
  partner: Waiting | undefined;
  /** the clock has learned from it */
  observed: boolean;
}
