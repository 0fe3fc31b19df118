import type { Gap, GapLedger } from './gap-ledger.js';

/**
 * How many serial numbers back a record may come and still join its event. The kernel's queue keeps the records of a
 * busy machine some thousands apart at most; a syslog relay shuffles more.
 */
export const WINDOW = 1 << 15;
const MASK = WINDOW - 1;

/**
 * How far the order of events waits for a number that has not come: an event is handed on when every lower number has
 * come, or is this much older than the newest.
 */
const REORDER = 1 << 12;

/** The same, of the numbers before the first: the log's first line need not be of its first event. */
const REORDER_AT_START = 1 << 10;

/** An unseen number within the window whose time is this much later than all others is another boot's. Milliseconds. */
const OTHER_BOOT = 60_000;

/** What has become of an event, in its slot of the window. */
const UNSEEN = 0;
/** some record came, but none that decides */
export const SEEN = 1;
/** its SYSCALL record says that it does not matter */
export const DISCARDED = 2;
/** it waits for records */
export const PENDING = 3;
/** it was handed on */
export const DONE = 4;
export type SlotState = typeof UNSEEN | typeof SEEN | typeof DISCARDED | typeof PENDING | typeof DONE;

/**
 * The newest `WINDOW` serial numbers of one kernel's audit events. Numbers are given in order but written in almost any,
 * so that one is missing only when it leaves the window unseen, or at the end.
 *
 * Invariant: a number is settled (seen or missed) once, and in order.
 */
export class SerialWindow {
  /** highest number seen */
  newest: number;
  /** ms since the epoch, of the latest event */
  newestTime: number;
  /** every number below has been seen or is not waited for any more */
  frontier: number;

  readonly #states = new Uint8Array(WINDOW);
  /** low 32 bits of ms since the epoch */
  readonly #times = new Int32Array(WINDOW);
  /** numbers below are before the beginning, not missing */
  #first: number;
  #settled: number;
  #lastSeenTime: number;
  #openFirst = 0;
  #openCount = 0;
  readonly #ledger: GapLedger;

  /** @param inOrder the number is the first: none before it is waited for */
  constructor(serial: number, time: number, ledger: GapLedger, inOrder = false) {
    this.newest = serial;
    this.newestTime = time;
    this.frontier = inOrder ? serial : Math.max(0, serial - REORDER_AT_START);
    this.#first = serial;
    this.#settled = serial;
    this.#lastSeenTime = time;
    this.#ledger = ledger;
    this.#see(serial, time);
  }

  /** number and time of the first event, which later ones may precede */
  get first(): number {
    return this.#first;
  }

  state(serial: number): SlotState {
    return this.#states[serial & MASK] as SlotState;
  }

  setState(serial: number, state: SlotState): void {
    this.#states[serial & MASK] = state;
  }

  /** Takes note of a record, if it belongs here: in the window, and the only event with its number. */
  place(serial: number, time: number): boolean {
    const ahead = serial - this.newest;
    if (ahead > 0) {
      if (ahead > WINDOW) return false;
      this.#advance(serial);
      this.#see(serial, time);
      return true;
    }
    if (ahead <= -WINDOW) return false;
    const slot = serial & MASK;
    if (this.#states[slot] !== UNSEEN) return this.#times[slot] === (time | 0);
    if (time > this.newestTime + OTHER_BOOT) return false;
    if (serial < this.#first) {
      if (this.#settled === this.#first) this.#settled = serial;
      this.#first = serial;
    }
    this.#see(serial, time);
    return true;
  }

  /** Numbers are missing before the first. */
  precede(gap: Gap): void {
    this.#ledger.precede(gap);
  }

  /** Takes note of a number that has left the window: it is not missing. */
  recover(serial: number): void {
    // the gap that is still open at the window's end is written down, to be split
    if (this.#openCount > 0 && serial >= this.#openFirst) this.#closeGap(this.#lastSeenTime);
    this.#ledger.recover(serial);
  }

  /** Counts what is missing below `limit`. What comes of it nevertheless is taken off again. */
  settleBelow(limit: number): void {
    this.#settleBelow(Math.min(limit, this.newest + 1));
    if (this.frontier >= this.#settled) return;
    this.frontier = this.#settled;
    this.#moveFrontier();
  }

  /** Counts what is missing up to the newest number: nothing more is waited for. */
  settle(): void {
    this.#settleBelow(this.newest + 1);
    this.frontier = this.newest + 1;
  }

  #see(serial: number, time: number): void {
    const slot = serial & MASK;
    this.#states[slot] = SEEN;
    this.#times[slot] = time | 0;
    if (time > this.newestTime) this.newestTime = time;
    if (serial < this.#settled) this.#ledger.recover(serial);
    if (serial === this.frontier) this.#moveFrontier();
  }

  #moveFrontier(): void {
    let at = this.frontier;
    while (at <= this.newest && this.#states[at & MASK] !== UNSEEN) at++;
    this.frontier = at;
  }

  #advance(serial: number): void {
    this.#settleBelow(serial - WINDOW + 1);
    for (let at = this.newest + 1; at <= serial; at++) this.#states[at & MASK] = UNSEEN;
    this.newest = serial;
    const reorder = this.frontier < this.#first ? REORDER_AT_START : REORDER;
    if (this.frontier < serial - reorder) {
      this.frontier = serial - reorder;
      this.#moveFrontier();
    }
  }

  #settleBelow(limit: number): void {
    for (let at = this.#settled; at < limit; at++) {
      const slot = at & MASK;
      if (this.#states[slot] === UNSEEN) {
        if (this.#openCount++ === 0) this.#openFirst = at;
        continue;
      }
      const time = this.newestTime + ((this.#times[slot]! - (this.newestTime | 0)) | 0);
      this.#closeGap(time);
      this.#lastSeenTime = time;
    }
    if (limit > this.#settled) this.#settled = limit;
  }

  /** A gap is written down when the number after it is settled: its end is known then. */
  #closeGap(to: number): void {
    if (this.#openCount === 0) return;
    const from = Math.min(this.#lastSeenTime, to);
    this.#ledger.miss({ first: this.#openFirst, count: this.#openCount, from, to });
    this.#openCount = 0;
  }
}
