import type { Event } from '../model/event.js';
import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';
import { Epoch } from './epoch.js';
import { EventBuilder } from './event.js';
import { countArguments } from './execve-record.js';
import { type Gap, GapLedger } from './gap-ledger.js';
import { isPassive, type Kind, kindOf, NOT_WATCHED, OPEN, type Scope } from './interest.js';
import { type Notice, readBpfNotice, readConfigChange } from './notice.js';
import { namesMemory } from './path-record.js';
import type { Pending } from './pending.js';
import { BPF, CONFIG_CHANGE, EOE, EXECVE, OTHER, PATH, PROCTITLE, type RecordType, SYSCALL } from './record-type.js';
import { DISCARDED, DONE, PENDING } from './serial-window.js';
import type { Statistics } from './statistics.js';
import type { SubjectCache } from './subject.js';
import { newCallFields, readSyscallArguments, readSyscallNumber } from './syscall-record.js';
import { BAD_COMPANION, BAD_SYSCALL, type UnreadableReason } from './unreadable.js';

/**
 * Records in a row outside the window of serial numbers that make another one. A forged or corrupt number, or a record that
 * is far too late, comes alone; after a reboot all numbers are others.
 */
const ANOTHER_EPOCH = 16;

/** A number that is further ahead than this is no gap but another counter. */
const LARGEST_GAP = 1 << 24;

export interface HostOptions {
  readonly scope: Scope;
  /** decode every SYSCALL record whole, also of calls that are not watched */
  readonly strict: boolean;
  /** the first record is of the first event */
  readonly inOrder: boolean;
}

export interface HostHandlers {
  readonly event: (event: Event) => void;
  readonly loss: (loss: Loss) => void;
  readonly notice?: ((notice: Notice) => void) | undefined;
}

const timestamp = (ms: number): Timestamp => {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: (ms - seconds * 1000) * 1_000_000 };
};

/** Puts the records of one host's log together to events. */
export class Host {
  readonly #options: HostOptions;
  readonly #handlers: HostHandlers;
  readonly #statistics: Statistics;
  readonly #builder: EventBuilder;
  readonly #call = newCallFields();
  readonly #subjects: SubjectCache;
  #main: Epoch | undefined;
  /** numbers that do not fit: a few late or forged ones, or the first of another boot */
  #side: Epoch | undefined;
  #sideSeen = 0;

  constructor(
    node: string | undefined,
    options: HostOptions,
    handlers: HostHandlers,
    statistics: Statistics,
    subjects: SubjectCache,
  ) {
    this.#subjects = subjects;
    this.#options = options;
    this.#handlers = handlers;
    this.#statistics = statistics;
    this.#builder = new EventBuilder(node);
  }

  /** Bytes that waiting events hold. */
  get ownedBytes(): number {
    return (this.#main?.ownedBytes ?? 0) + (this.#side?.ownedBytes ?? 0);
  }

  /**
   * Takes one record whose fields are in [body, end). `bytes` may be filled again only after `own`. Returns why it cannot
   * be read, or 0.
   */
  take(
    type: RecordType,
    seconds: number,
    millis: number,
    serial: number,
    bytes: Buffer,
    body: number,
    end: number,
    batch: number,
    now: number,
  ): UnreadableReason | 0 {
    const epoch = this.#place(serial, seconds * 1000 + millis);
    if (type === SYSCALL) return this.#syscall(epoch, seconds, millis, serial, bytes, body, end, now);
    if (type === OTHER) return 0;
    if (type === CONFIG_CHANGE || type === BPF) {
      this.#notice(type, seconds, millis, serial, bytes, body, end);
      return 0;
    }
    const state = epoch.window.state(serial);
    if ((type === PROCTITLE || type === EOE) && serial > epoch.lastTitle) {
      epoch.lastTitle = serial;
      if (state === DISCARDED && !epoch.isEmpty) this.#drain(epoch);
    }
    if (state === DISCARDED) return 0;
    if (state === DONE) {
      if (type !== EOE) this.#statistics.late++;
      return 0;
    }
    return this.#companion(epoch, type, seconds, millis, serial, bytes, body, end, batch, now);
  }

  #notice(
    type: RecordType,
    seconds: number,
    millis: number,
    serial: number,
    bytes: Buffer,
    body: number,
    end: number,
  ): void {
    const { notice: handler } = this.#handlers;
    if (handler === undefined) return;
    const at = { time: { seconds, nanos: millis * 1_000_000 }, serial };
    const read = type === BPF ? readBpfNotice : readConfigChange;
    const notice = read(bytes, body, end, at);
    if (notice !== undefined) handler(notice);
  }

  /** Moves what waits out of `shared`, which is about to be filled again, and gives up the oldest beyond `limit` bytes. */
  own(shared: Buffer, limit: number): void {
    for (const epoch of [this.#side, this.#main]) {
      if (epoch === undefined) continue;
      epoch.own(shared);
      while (epoch.ownedBytes > limit && !epoch.isEmpty) {
        this.#statistics.memoryCutOffs++;
        epoch.leaveOldest();
      }
    }
  }

  /** Hands on events of which no record has come since `before`. */
  expire(before: number): void {
    this.#side?.expire(before);
    this.#main?.expire(before);
  }

  /** The log has ended. */
  close(): void {
    const side = this.#side;
    const main = this.#main;
    if (
      side !== undefined &&
      side.streak > 1 &&
      main !== undefined &&
      side.window.newestTime >= main.window.newestTime
    ) {
      this.#promote(side);
    }
    this.#closeSide();
    this.#main?.close();
    this.#main = undefined;
  }

  #place(serial: number, time: number): Epoch {
    const main = this.#main;
    if (main?.window.place(serial, time)) {
      if (this.#side !== undefined) this.#side.streak = 0;
      return main;
    }
    if (main === undefined) {
      this.#main = this.#epoch(serial, time);
      return this.#main;
    }
    let side = this.#side;
    if (serial < main.window.newest && time <= main.window.newestTime) main.window.recover(serial);
    if (side?.window.place(serial, time)) {
      side.streak++;
      this.#sideSeen++;
      if (side.streak >= ANOTHER_EPOCH) this.#promote(side);
      return side;
    }
    this.#closeSide();
    side = this.#epoch(serial, time);
    side.streak = 1;
    this.#side = side;
    this.#sideSeen = 1;
    return side;
  }

  #epoch(serial: number, time: number): Epoch {
    const statistics = this.#statistics;
    const ledger = new GapLedger(
      (gap) => this.#missed(gap),
      () => {
        statistics.lost--;
        statistics.recovered++;
      },
    );
    const leave = (pending: Pending, complete: boolean): void => this.#leave(pending, complete);
    return new Epoch(serial, time, ledger, leave, this.#options.inOrder);
  }

  /** The numbers go on from `side`. */
  #promote(side: Epoch): void {
    const main = this.#main!;
    const { first } = side.window;
    const { newest, newestTime } = main.window;
    main.close();
    this.#main = side;
    this.#side = undefined;
    const count = first - newest - 1;
    if (count >= 0 && count <= LARGEST_GAP && side.window.newestTime >= newestTime) {
      const from = Math.min(newestTime, side.window.newestTime);
      if (count > 0) side.window.precede({ first: newest + 1, count, from, to: side.window.newestTime });
    } else {
      this.#statistics.restarts++;
    }
    side.drain();
  }

  #closeSide(): void {
    const side = this.#side;
    if (side === undefined) return;
    this.#side = undefined;
    while (!side.isEmpty) side.leaveOldest();
    if (this.#sideSeen >= ANOTHER_EPOCH) side.close();
  }

  #missed(gap: Gap): void {
    this.#statistics.lost += gap.count;
    this.#statistics.gaps++;
    this.#handlers.loss({
      source: 'audit',
      where: 'serial-gap',
      count: gap.count,
      serial: gap.first,
      from: timestamp(gap.from),
      to: timestamp(gap.to),
    });
  }

  #drain(epoch: Epoch): void {
    // what does not fit waits to be known for another boot, or for forged
    if (epoch === this.#main || this.#sideSeen >= ANOTHER_EPOCH) epoch.drain();
  }

  #syscall(
    epoch: Epoch,
    seconds: number,
    millis: number,
    serial: number,
    bytes: Buffer,
    body: number,
    end: number,
    now: number,
  ): UnreadableReason | 0 {
    const state = epoch.window.state(serial);
    const waiting = state === PENDING ? epoch.find(serial) : undefined;
    if (state === DISCARDED || state === DONE || waiting?.hasSyscall) {
      this.#statistics.duplicates++;
      return 0;
    }
    const call = this.#call;
    let at = readSyscallNumber(bytes, body, end, call);
    let kind: Kind = NOT_WATCHED;
    if (at >= 0) {
      if (call.abi === undefined) this.#statistics.unknownArchitecture++;
      else kind = kindOf(call.abi, call.nr);
    }
    const { scope, strict } = this.#options;
    if (at >= 0 && (kind !== NOT_WATCHED || strict)) at = readSyscallArguments(bytes, at, end, call);
    const leftOut = at < 0 || kind === NOT_WATCHED || (scope === 'selective' && isPassive(kind, call));
    if (leftOut) {
      this.#discard(epoch, serial, waiting);
      return at >= 0 && (!strict || this.#subjects.get(bytes, at, end) !== undefined) ? 0 : BAD_SYSCALL;
    }
    const subject = this.#subjects.get(bytes, at, end);
    if (subject === undefined) {
      this.#discard(epoch, serial, waiting);
      return BAD_SYSCALL;
    }
    const pending = waiting ?? epoch.open(serial, seconds, millis);
    pending.touched = now;
    pending.setSyscall(kind, call, subject);
    if (kind === OPEN && this.#isOrdinaryOpen(pending)) this.#ordinaryOpen(epoch, pending);
    else if (pending.waits === 0) this.#drain(epoch);
    return 0;
  }

  #discard(epoch: Epoch, serial: number, waiting: Pending | undefined): void {
    if (waiting !== undefined) epoch.discard(waiting);
    epoch.window.setState(serial, DISCARDED);
    // its number may have been what those after it waited for
    if (!epoch.isEmpty) this.#drain(epoch);
  }

  #companion(
    epoch: Epoch,
    type: RecordType,
    seconds: number,
    millis: number,
    serial: number,
    bytes: Buffer,
    body: number,
    end: number,
    batch: number,
    now: number,
  ): UnreadableReason | 0 {
    const pending = epoch.find(serial) ?? epoch.open(serial, seconds, millis);
    pending.touched = now;
    if (type === PATH && pending.kind === OPEN && !namesMemory(bytes, body, end)) {
      pending.paths++;
      pending.records++;
      pending.settleWaits();
      if (this.#isOrdinaryOpen(pending)) this.#ordinaryOpen(epoch, pending);
      return 0;
    }
    if (type === EXECVE && !countArguments(bytes, body, end, pending)) return BAD_COMPANION;
    if (!pending.add(type, bytes, body, end)) this.#statistics.excess++;
    epoch.touch(pending, batch);
    if (pending.hasSyscall) this.#drain(epoch);
    return 0;
  }

  /** Whether all that was looked up is known, and none of it is called `mem`. */
  #isOrdinaryOpen(pending: Pending): boolean {
    if (pending.paths < pending.items) return false;
    if (pending.companion(PATH) === undefined) return true;
    return !pending.companionsOf(PATH).some(({ bytes, start, end }) => namesMemory(bytes, start, end));
  }

  /** An ordinary open matters only where it takes the place of a memfd, for which it keeps its turn. */
  #ordinaryOpen(epoch: Epoch, pending: Pending): void {
    pending.beOrdinary();
    this.#drain(epoch);
  }

  #leave(pending: Pending, complete: boolean): void {
    const statistics = this.#statistics;
    if (!pending.hasSyscall) {
      statistics.headless++;
      const time = { seconds: pending.seconds, nanos: pending.millis * 1_000_000 };
      this.#handlers.notice?.({ kind: 'headless', time, serial: pending.serial });
      return;
    }
    if (pending.ordinary) {
      this.#builder.opened(pending);
      return;
    }
    const event = this.#builder.build(pending);
    if (event === undefined) {
      if (pending.paths < pending.items) statistics.unnamedOpens++;
      return;
    }
    if (!complete) statistics.incomplete++;
    statistics.events++;
    this.#handlers.event(event);
  }
}
