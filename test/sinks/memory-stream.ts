import { Writable } from 'node:stream';

/** A stream that keeps what is written to it; `hold` makes it a slow reader until `release`. */
export class MemoryStream extends Writable {
  text = '';
  hold = false;
  failure: NodeJS.ErrnoException | undefined;
  #waiting: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.failure !== undefined) {
      done(this.failure);
      return;
    }
    this.text += chunk.toString();
    if (this.hold) this.#waiting = done;
    else done();
  }

  release(): void {
    this.hold = false;
    this.#waiting?.();
    this.#waiting = undefined;
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }
}

export const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });
