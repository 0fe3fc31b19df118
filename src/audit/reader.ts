import type { Event } from '../model/event.js';
import type { Loss } from '../model/loss.js';
import { Header, readHeader, readStampBody } from './header.js';
import { Host } from './host.js';
import type { Scope } from './interest.js';
import type { Notice } from './notice.js';
import { DAEMON, type RecordType, recordTypeFromNumber } from './record-type.js';
import { ascii, startsWith } from './scan.js';
import { emptyStatistics, type Statistics } from './statistics.js';
import { SubjectCache } from './subject.js';
import { BAD_HEADER, TOO_LONG, TORN, type UnreadableLine, type UnreadableReason } from './unreadable.js';

/**
 * Longer than any line that auditd writes: a message has at most 8970 bytes (MAX_AUDIT_MESSAGE_LENGTH), and translated
 * fields double it.
 */
const LONGEST_LINE = 64 * 1024;

const LINE_SHOWN = 200;

/** Bytes of records that wait for the rest of their events, over all hosts. */
const MOST_WAITING = 32 * 1024 * 1024;

/** Hosts (node=) whose state is kept; each takes up to 400 KiB. */
const MOST_HOSTS = 128;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const STAMP = ascii('audit(');

export interface ReaderOptions {
  readonly scope?: Scope;
  /** look at every field of every SYSCALL record, also where the call does not matter */
  readonly strict?: boolean;
  /**
   * the records come as the kernel wrote them, and the first is of the first event: else some that precede it are
   * waited for
   */
  readonly inOrder?: boolean;
  /** ms, in any epoch: when records come in, for `expire` */
  readonly clock?: () => number;
}

export interface ReaderHandlers {
  /** events come in the order of their serial numbers, host by host; `node` is '' where the log names none */
  readonly event: (event: Event, node: string) => void;
  readonly loss: (loss: Loss, node: string) => void;
  /** records of auditing itself and of BPF programs, as they come, not in the order of events */
  readonly notice?: (notice: Notice, node: string) => void;
  readonly unreadable?: (line: UnreadableLine) => void;
}

/**
 * Reads audit logs: bytes in, in chunks of any size, events out.
 *
 * No line stops the reading: one that cannot be read is counted by its reason. Nothing is kept of a chunk after `push`
 * returns, so that it can be filled again. Memory is bounded, whatever the input.
 */
export class AuditReader {
  readonly statistics: Statistics = emptyStatistics();
  readonly #options: Required<Omit<ReaderOptions, 'clock'>>;
  readonly #handlers: ReaderHandlers;
  readonly #clock: () => number;
  readonly #header = new Header();
  readonly #hosts = new Map<string, Host>();
  readonly #subjects = new SubjectCache();
  #host: Host | undefined;
  #hostName = Buffer.alloc(0);
  #hasHostName = false;
  /** the beginning of a line whose end is in a later chunk */
  #carry: Buffer[] = [];
  #carried = 0;
  /** the rest of the line is passed over: it was too long */
  #skipping = false;
  #batch = 0;
  #now = 0;

  constructor(handlers: ReaderHandlers, options: ReaderOptions = {}) {
    this.#handlers = handlers;
    const { scope = 'selective', strict = false, inOrder = false } = options;
    this.#options = { scope, strict, inOrder };
    this.#clock = options.clock ?? (() => 0);
  }

  /** Takes the next bytes. */
  push(chunk: Buffer): void {
    this.#batch++;
    this.#now = this.#clock();
    this.statistics.bytes += chunk.length;
    let start = 0;
    if (this.#skipping || this.#carried > 0) start = this.#finishLine(chunk);
    while (start < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      this.#line(chunk, start, newline);
      start = newline + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    const limit = MOST_WAITING / Math.max(1, this.#hosts.size);
    for (const host of this.#hosts.values()) host.own(chunk, limit);
  }

  /**
   * Takes one record as the kernel sends it over netlink: the number of its type, and text from `audit(` on. The bytes may
   * be filled again afterwards.
   */
  pushRecord(typeNumber: number, text: Buffer): void {
    this.#batch++;
    this.#now = this.#clock();
    this.statistics.bytes += text.length;
    this.statistics.lines++;
    const header = this.#header;
    header.type = recordTypeFromNumber(typeNumber);
    header.nodeStart = header.nodeEnd = 0;
    const body = startsWith(text, 0, text.length, STAMP) && readStampBody(text, STAMP.length, text.length, header);
    const reason = body ? this.#record(text, text.length) : BAD_HEADER;
    if (reason !== 0) this.#unreadable(reason, text, 0, text.length);
    for (const host of this.#hosts.values()) host.own(text, MOST_WAITING);
  }

  /** A file has ended: a line without a newline is cut off. The next file may go on with the same events. */
  endFile(): void {
    if (this.#carried > 0) {
      const torn = Buffer.concat(this.#carry);
      this.statistics.lines++;
      this.#unreadable(TORN, torn, 0, torn.length);
    }
    this.#carry = [];
    this.#carried = 0;
    this.#skipping = false;
  }

  /** Hands on, incomplete, the events of which no record has come since `before`, by the clock of the options. */
  expire(before: number): void {
    for (const host of this.#hosts.values()) host.expire(before);
  }

  /** The input has ended: hands on what waits, and counts what is missing. */
  end(): void {
    this.endFile();
    for (const host of this.#hosts.values()) host.close();
    this.#hosts.clear();
    this.#host = undefined;
    this.#hasHostName = false;
  }

  /** Completes the carried line from the chunk. Returns where the next line starts. */
  #finishLine(chunk: Buffer): number {
    const newline = chunk.indexOf(NEWLINE);
    if (newline < 0) {
      this.#keep(chunk);
      return chunk.length;
    }
    if (this.#skipping) {
      this.#skipping = false;
      return newline + 1;
    }
    this.#carry.push(chunk.subarray(0, newline));
    // a buffer of its own: what waits may go on pointing into it
    const line = Buffer.concat(this.#carry);
    this.#carry = [];
    this.#carried = 0;
    this.#line(line, 0, line.length);
    return newline + 1;
  }

  #keep(rest: Buffer): void {
    if (this.#skipping) return;
    this.#carry.push(Buffer.from(rest));
    this.#carried += rest.length;
    if (this.#carried <= LONGEST_LINE) return;
    const line = Buffer.concat(this.#carry);
    this.statistics.lines++;
    this.#unreadable(TOO_LONG, line, 0, line.length);
    this.#carry = [];
    this.#carried = 0;
    this.#skipping = true;
  }

  #line(bytes: Buffer, start: number, newline: number): void {
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    this.statistics.lines++;
    if (end === start) return;
    let reason: UnreadableReason | 0;
    if (end - start > LONGEST_LINE) reason = TOO_LONG;
    else reason = readHeader(bytes, start, end, this.#header);
    if (reason === 0) reason = this.#record(bytes, end);
    if (reason !== 0) this.#unreadable(reason, bytes, start, end);
  }

  #record(bytes: Buffer, end: number): UnreadableReason | 0 {
    const { statistics } = this;
    const { type, seconds, millis, serial, nodeStart, nodeEnd, body } = this.#header;
    statistics.records++;
    if (!this.#header.isStampRepeated) {
      const time = seconds * 1000 + millis;
      if (statistics.earliest === undefined || time < statistics.earliest) statistics.earliest = time;
      if (statistics.latest === undefined || time > statistics.latest) statistics.latest = time;
    }
    // auditd's own records have numbers of its own
    if (type === DAEMON) return 0;
    const host = this.#hostOf(bytes, nodeStart, nodeEnd);
    return host.take(type as RecordType, seconds, millis, serial, bytes, body, end, this.#batch, this.#now);
  }

  #hostOf(bytes: Buffer, start: number, end: number): Host {
    const current = this.#host;
    const name = this.#hostName;
    if (
      current !== undefined &&
      this.#hasHostName &&
      end - start === name.length &&
      (end === start || bytes.compare(name, 0, name.length, start, end) === 0)
    ) {
      return current;
    }
    const text = bytes.toString('latin1', start, end);
    let host = this.#hosts.get(text);
    if (host === undefined) {
      if (this.#hosts.size === MOST_HOSTS) this.#evictHost();
      host = this.#newHost(text);
      if (text !== '') this.statistics.nodes++;
    } else {
      this.#hosts.delete(text);
    }
    this.#hosts.set(text, host);
    this.#host = host;
    this.#hostName = Buffer.from(text, 'latin1');
    this.#hasHostName = true;
    return host;
  }

  #newHost(node: string): Host {
    const { event, loss, notice } = this.#handlers;
    return new Host(
      node === '' ? undefined : node,
      this.#options,
      {
        event: (seen) => event(seen, node),
        loss: (lost) => loss(lost, node),
        notice: notice && ((said) => notice(said, node)),
      },
      this.statistics,
      this.#subjects,
    );
  }

  #evictHost(): void {
    const [oldest] = this.#hosts;
    const [node, host] = oldest!;
    this.#hosts.delete(node);
    host.close();
    this.statistics.evictedNodes++;
  }

  #unreadable(reason: UnreadableReason, bytes: Buffer, start: number, end: number): void {
    const { unreadable, lines } = this.statistics;
    unreadable.set(reason, (unreadable.get(reason) ?? 0) + 1);
    const handler = this.#handlers.unreadable;
    if (handler === undefined) return;
    const stop = Math.min(end, start + LINE_SHOWN);
    handler({ reason, line: lines, text: bytes.toString('utf8', start, stop) });
  }
}
