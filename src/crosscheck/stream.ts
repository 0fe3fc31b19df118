import type { Event } from '../model/event.js';
import type { Waiting } from './waiting.js';

/** A jump back by more than this is no disorder between CPUs: the time of day was set. ns */
const SET_BACK = 0.5e9;
const NS_PER_MS = 1e6;

/** One side's events that wait for their counterpart, in the order in which they came. */
export class Stream {
  waiting: Waiting[] = [];
  /** the latest time that it has come to; it goes on from there where the time of day is set back */
  position = Number.NEGATIVE_INFINITY;
  readonly #shifts: number[];
  /** ns after it happened that the latest event came here; 0 where arrivals are not told */
  lag = 0;
  #setBack = 0;
  #shift = 0;
  #latest = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param shifts what each setting back moved by, shared by both sides: the one that meets it first says */
  constructor(shifts: number[]) {
    this.#shifts = shifts;
  }

  /** Times in ns; `steady` by a clock that is not set, where the side has one. */
  add(
    event: Event,
    key: number,
    entry: number,
    began: number,
    time: number,
    steady: number,
    thread: number,
    arrived: number,
  ): void {
    if (time < this.#latest - SET_BACK) {
      this.#shifts[this.#setBack] ??= this.position - time;
      this.#shift = this.#shifts[this.#setBack++]!;
    }
    this.#latest = time;
    this.position = Math.max(this.position, time + this.#shift);
    if (!Number.isNaN(arrived)) this.lag = Math.max(0, arrived * NS_PER_MS - time);
    this.waiting.push({
      event,
      key,
      order: this.#count++,
      entry,
      began,
      time,
      steady,
      position: this.position,
      thread,
      arrived,
      tick: Number.NaN,
      partner: undefined,
      observed: false,
    });
  }

  /** Nothing that happened up to `time` will come any more. */
  reach(time: number): void {
    this.position = Math.max(this.position, time + this.#shift);
  }

  /** Lets go of what has its counterpart. Returns what came to `limit` or before and has none, and lets go of it too. */
  settle(limit: number): Waiting[] {
    const alone: Waiting[] = [];
    this.waiting = this.waiting.filter((one) => {
      if (one.partner !== undefined) return false;
      if (one.position > limit) return true;
      alone.push(one);
      return false;
    });
    return alone;
  }

  /** Lets go of the oldest. */
  cutOff(count: number): Waiting[] {
    return this.waiting.splice(0, count);
  }
}
