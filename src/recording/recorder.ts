import { closeSync, fsyncSync, ftruncateSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { hostname, machine, release, version } from 'node:os';
import type { Source } from '../model/event.js';
import { type Timestamp, timestampFromNanoseconds } from '../model/timestamp.js';
import { FrameCodec } from './codec.js';
import { type ClockOffset, FORMAT_VERSION, type Frame, type RecordingHost } from './frame.js';
import { FRAME_OVERHEAD, fitsFrame, LONGEST_FRAME, writeFrame } from './framing.js';
import { openNew } from './open.js';
import { interloper as proto } from './protocol.js';

export interface RecorderOptions {
  /** whose events are recorded */
  readonly source: Source;
  /** version of the program that records */
  readonly software: string;
  /** how far the wall clock is ahead of the boot clock; for a source that stamps by the latter */
  readonly clock?: ClockOffset;
  /** settings of the heuristics that differ from the default */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** replace a file that is there */
  readonly force?: boolean;
  /** called once, when the file cannot be written any more: what comes after that is counted and not written */
  readonly onError?: (error: Error) => void;
}

/** What a recorder wrote. */
export interface RecorderTotals {
  readonly events: number;
  readonly losses: number;
  /** events that are not in the file */
  readonly unwritten: number;
  readonly bytes: number;
}

/** Frames are written so many bytes at once, and when `flush()` says so. */
const BLOCK_BYTES = 64 * 1024;

/**
 * Writes a recording. Writing is synchronous: while the disk is slow, the events that follow wait in the source's own
 * buffer, and what does not fit there is lost and counted there, as always. So nothing is lost here, and nothing grows,
 * unless the file cannot be written at all.
 */
export class Recorder {
  readonly file: string;
  readonly #options: RecorderOptions;
  readonly #descriptor: number;
  readonly #codec = new FrameCodec();
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES + LONGEST_FRAME + FRAME_OVERHEAD);
  #used = 0;
  /** events and losses in the block */
  #waiting = { events: 0, losses: 0 };
  #events = 0;
  #losses = 0;
  #unwritten = 0;
  #bytes = 0;
  #failure: Error | undefined;
  #open = true;

  /**
   * Begins a recording in a file of its own, that only its owner may read.
   * @throws {RecordingFileError} it is there already and `force` is not set, or it cannot be made or written
   */
  static create(file: string, options: RecorderOptions): Recorder {
    const recorder = new Recorder(file, options);
    const { source, software, clock, parameters } = options;
    recorder.write({
      kind: 'header',
      header: {
        version: FORMAT_VERSION,
        software,
        created: now(),
        host: thisHost(),
        ...(clock && { clock }),
        source,
        ...(parameters && { parameters }),
        ...(source === 'bpf' && { pid: process.pid }),
      },
    });
    recorder.flush();
    return recorder;
  }

  private constructor(file: string, options: RecorderOptions) {
    this.file = file;
    this.#options = options;
    this.#descriptor = openNew(file, options.force === true);
  }

  /** why nothing is written any more; undefined while all is well */
  get failure(): Error | undefined {
    return this.#failure;
  }

  get totals(): RecorderTotals {
    return { events: this.#events, losses: this.#losses, unwritten: this.#unwritten, bytes: this.#bytes };
  }

  /** Adds a frame. It is in the file after the next flush(), at the latest after 64 KiB more. */
  write(frame: Frame): void {
    if (!this.#open) throw new Error('the recording has ended');
    if (this.#failure !== undefined) {
      if (frame.kind === 'event') this.#unwritten++;
      return;
    }
    const message = proto.Frame.encode(this.#codec.encode(frame)).finish();
    if (!fitsFrame(message)) {
      this.#fail(new Error(`a frame of ${message.length} bytes is more than a recording takes`));
      if (frame.kind === 'event') this.#unwritten++;
      return;
    }
    this.#used = writeFrame(message, this.#block, this.#used);
    if (frame.kind === 'event') this.#waiting.events++;
    else if (frame.kind === 'loss') this.#waiting.losses++;
    if (this.#used >= BLOCK_BYTES) this.flush();
  }

  /** Hands what was written to the system, so that a reader finds it. */
  flush(): void {
    if (this.#used === 0 || this.#failure !== undefined) return;
    try {
      this.#writeBlock();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** Ends the recording in order. A second call does nothing more. */
  end(): RecorderTotals {
    if (!this.#open) return this.totals;
    this.flush();
    this.#writeEnd();
    this.#open = false;
    try {
      fsyncSync(this.#descriptor);
    } catch (error) {
      this.#fail(error as Error);
    }
    closeSync(this.#descriptor);
    return this.totals;
  }

  /** Removes the file: nothing was recorded. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
    unlinkSync(this.file);
  }

  #writeBlock(): void {
    const { events, losses } = this.#waiting;
    for (let at = 0; at < this.#used; ) {
      at += writeSync(this.#descriptor, this.#block, at, this.#used - at, this.#bytes + at);
    }
    this.#bytes += this.#used;
    this.#events += events;
    this.#losses += losses;
    this.#used = 0;
    this.#waiting = { events: 0, losses: 0 };
  }

  /** The end says how much is not there, which may just fit where more did not. */
  #writeEnd(): void {
    const { events, losses, unwritten } = this.totals;
    const end = { kind: 'end', end: { at: now(), events, losses, unwritten } } as const;
    this.#used = writeFrame(proto.Frame.encode(this.#codec.encode(end)).finish(), this.#block, 0);
    try {
      this.#writeBlock();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    this.#unwritten += this.#waiting.events;
    this.#used = 0;
    this.#waiting = { events: 0, losses: 0 };
    try {
      // a part of the block may be there: the file is to end with a whole frame
      ftruncateSync(this.#descriptor, this.#bytes);
    } catch {
      // then its end is torn, which a reader says
    }
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#options.onError?.(error);
  }
}

function thisHost(): RecordingHost {
  return { name: hostname(), release: release(), kernel: version(), machine: machine(), bootId: bootId() };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function now(): Timestamp {
  return timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
}
