import type { Writable } from 'node:stream';

export interface LineWriterOptions {
  /** bytes waiting in the stream above which lines that may be dropped are */
  readonly maxWaiting?: number;
  /** the reader went away (EPIPE): nobody will read any more, which is no error */
  readonly onClosed?: () => void;
  /** the stream failed otherwise: a full disk, an I/O error */
  readonly onError?: (error: Error) => void;
}

const MAX_WAITING = 64 * 1024 * 1024;

/** A reader that left: EPIPE of write(2), or a stream already destroyed. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Lines into a stream, with an eye on readers that are slow or gone. It never throws and never grows without bound:
 * what it could not write, it counts.
 */
export class LineWriter {
  readonly #stream: Writable;
  readonly #maxWaiting: number;
  readonly #options: LineWriterOptions;
  #open = true;
  #written = 0;
  #dropped = 0;
  #unwritten = 0;

  constructor(stream: Writable, options: LineWriterOptions = {}) {
    this.#stream = stream;
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? MAX_WAITING;
    stream.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
    stream.on('close', () => {
      this.#open = false;
    });
  }

  /** false once the reader is gone or the stream failed */
  get open(): boolean {
    return this.#open;
  }

  /** whether droppable lines are taken now */
  get hasRoom(): boolean {
    return this.#stream.writableLength <= this.#maxWaiting;
  }

  /** writes handed to the stream, each one line or block */
  get written(): number {
    return this.#written;
  }

  /** droppable writes given up because the reader is slower than the events */
  get dropped(): number {
    return this.#dropped;
  }

  /** writes that came after the reader was gone or the stream had failed */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** Writes `text`, which ends its own lines. With `droppable`, rather not than without bound. */
  write(text: string, droppable = false): boolean {
    if (!this.#open) {
      this.#unwritten++;
      return false;
    }
    if (droppable && !this.hasRoom) {
      this.#dropped++;
      return false;
    }
    this.#stream.write(text);
    this.#written++;
    return true;
  }

  /** Resolves when all is written or nothing can be. Leaves the stream open: it may be the standard output. */
  close(): Promise<void> {
    // A file stream that failed emits the error only when the file is closed.
    if (this.#stream.errored) this.#fail(this.#stream.errored);
    if (!this.#open || this.#stream.writableLength === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => resolve();
      this.#stream.once('error', done);
      this.#stream.once('close', done);
      this.#stream.write('', (error) => {
        if (error) this.#fail(this.#stream.errored ?? error);
        resolve();
      });
    });
  }

  #fail(error: NodeJS.ErrnoException): void {
    const wasOpen = this.#open;
    this.#open = false;
    if (!wasOpen) return;
    if (error.code !== undefined && GONE.has(error.code)) this.#options.onClosed?.();
    else this.#options.onError?.(error);
  }
}
