import type { GapLedger } from './gap-ledger.js';
import { Pending } from './pending.js';
import { DISCARDED, DONE, PENDING, SerialWindow, WINDOW } from './serial-window.js';

/**
 * How many numbers later a command line is no longer waited for, if no event since has brought one: the host's policy
 * leaves PROCTITLE records out.
 */
const WITHOUT_TITLES = 64;

/** ms after which a number that comes from a source in order is missing, and how far apart that is looked at. */
const OVERDUE = 2000;
const MARKS_APART = 250;

/** Free objects that are kept to be used again. */
const FREE = 1024;

/**
 * The events of one run of serial numbers: from a boot to the next. Events leave in order of their numbers, each when it
 * is complete and everything before it has come, or when the window has moved on.
 */
export class Epoch {
  readonly window: SerialWindow;
  /** highest number of which a PROCTITLE or EOE came */
  lastTitle = -1;
  /** records in a row that came here, and not to the host's other epoch */
  streak = 0;
  /** bytes that waiting events hold */
  ownedBytes = 0;

  /** in order of serial; the first `#head` have left */
  #queue: Pending[] = [];
  #head = 0;
  #recent: Pending | undefined;
  /** the first `#touchedCount` count */
  readonly #touched: Pending[] = [];
  #touchedCount = 0;
  readonly #free: Pending[] = [];
  readonly #inOrder: boolean;
  /** the newest number when `expire(before)` was called */
  readonly #marks: { readonly before: number; readonly newest: number }[] = [];
  readonly #emit: (pending: Pending, complete: boolean) => void;

  constructor(
    serial: number,
    time: number,
    ledger: GapLedger,
    emit: (pending: Pending, complete: boolean) => void,
    inOrder: boolean,
  ) {
    this.window = new SerialWindow(serial, time, ledger, inOrder);
    this.#inOrder = inOrder;
    this.#emit = emit;
  }

  /** The waiting event with this number. */
  find(serial: number): Pending | undefined {
    const recent = this.#recent;
    if (recent !== undefined && recent.serial === serial) return recent;
    const index = this.#indexOf(serial);
    const found = this.#queue[index];
    if (index < this.#head || found === undefined || found.serial !== serial) return undefined;
    this.#recent = found;
    return found;
  }

  /** Where the first with this or a higher number stands. */
  #indexOf(serial: number): number {
    const queue = this.#queue;
    let low = this.#head;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (queue[middle]!.serial < serial) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A new waiting event. */
  open(serial: number, seconds: number, millis: number): Pending {
    const pending = this.#free.pop() ?? new Pending();
    pending.reset(serial, seconds, millis);
    this.#recent = pending;
    this.window.setState(serial, PENDING);
    const queue = this.#queue;
    const last = queue[queue.length - 1];
    if (queue.length === this.#head || last === undefined || last.serial < serial) queue.push(pending);
    else queue.splice(this.#indexOf(serial), 0, pending);
    return pending;
  }

  /** An event turned out not to matter. It stays in the queue, as a hole, until it is its turn. */
  discard(pending: Pending): void {
    this.ownedBytes -= pending.ownedBytes;
    if (this.#recent === pending) this.#recent = undefined;
    const queue = this.#queue;
    if (queue[queue.length - 1] === pending) {
      queue.pop();
    } else {
      queue.splice(this.#indexOf(pending.serial), 1);
    }
    this.#release(pending);
  }

  get isEmpty(): boolean {
    return this.#head === this.#queue.length;
  }

  /** Events that wait. */
  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** Hands on what is complete and in turn, and what the window no longer covers. */
  drain(): void {
    const { window } = this;
    while (this.#head < this.#queue.length) {
      const pending = this.#queue[this.#head]!;
      if (pending.serial <= window.newest - WINDOW) this.#leave(pending, pending.waits === 0);
      else if (pending.serial < window.frontier && this.#isComplete(pending)) this.#leave(pending, true);
      else return;
    }
  }

  /** Hands on the oldest, complete or not. */
  leaveOldest(): void {
    const pending = this.#queue[this.#head];
    if (pending !== undefined) this.#leave(pending, this.#isComplete(pending));
  }

  /** Hands on all events of which no record has come since `before`, and all before them. */
  expire(before: number): void {
    if (this.#inOrder) this.#missOverdue(before);
    const queue = this.#queue;
    let last = queue.length - 1;
    while (last >= this.#head && queue[last]!.touched >= before) last--;
    if (last < this.#head) return;
    const { serial } = queue[last]!;
    while (!this.isEmpty && this.#queue[this.#head]!.serial <= serial) this.leaveOldest();
  }

  /** A source in order gives no number so late: what has not come below one that came long ago is missing. */
  #missOverdue(before: number): void {
    const { newest } = this.window;
    // the newest number at a call is as old as the difference of the two limits, and some more
    while (this.#marks.length > 0 && this.#marks[0]!.before <= before - OVERDUE) {
      this.window.settleBelow(this.#marks.shift()!.newest + 1);
    }
    this.drain();
    const last = this.#marks.at(-1);
    if (last === undefined || before - last.before >= MARKS_APART) this.#marks.push({ before, newest });
  }

  /** Hands on everything, and counts what is missing. */
  close(): void {
    while (!this.isEmpty) this.leaveOldest();
    this.window.settle();
  }

  /** Remembers that an event may point into a buffer that is about to be filled again. */
  touch(pending: Pending, batch: number): void {
    if (pending.batch === batch) return;
    pending.batch = batch;
    this.#touched[this.#touchedCount++] = pending;
  }

  /** Moves what still waits out of `shared`. */
  own(shared: Buffer): void {
    for (let index = 0; index < this.#touchedCount; index++) {
      const pending = this.#touched[index]!;
      if (this.find(pending.serial) !== pending) continue;
      const before = pending.ownedBytes;
      pending.own(shared);
      this.ownedBytes += pending.ownedBytes - before;
    }
    this.#touchedCount = 0;
  }

  #isComplete(pending: Pending): boolean {
    if (pending.waits === 0) return true;
    return (
      pending.waitsForTitleOnly &&
      this.lastTitle < pending.serial &&
      this.window.newest - pending.serial >= WITHOUT_TITLES
    );
  }

  #leave(pending: Pending, complete: boolean): void {
    this.#head++;
    if (this.#head === 1 && this.#queue.length === 1) {
      // the common case: setting a length costs as much as all of this
      this.#queue.pop();
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    if (this.#recent === pending) this.#recent = undefined;
    this.ownedBytes -= pending.ownedBytes;
    if (pending.serial > this.window.newest - WINDOW) {
      this.window.setState(pending.serial, pending.ordinary ? DISCARDED : DONE);
    }
    this.#emit(pending, complete);
    this.#release(pending);
  }

  #release(pending: Pending): void {
    pending.release();
    if (this.#free.length < FREE) this.#free.push(pending);
  }
}
