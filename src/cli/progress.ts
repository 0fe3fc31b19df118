const WIDTH = 24;
const EVERY_MS = 100;
const AFTER_MS = 500;

/** A bar on a terminal that shows how much of a known number of bytes is done. Silent elsewhere, and for short work. */
export class Progress {
  readonly #stream: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly #total: number;
  readonly #started = Date.now();
  #done = 0;
  #shownAt = 0;
  #shown = false;

  constructor(stream: { readonly isTTY?: boolean; write(text: string): unknown }, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  /** So many more bytes are done; `detail` is shown behind the bar. */
  add(bytes: number, detail: () => string): void {
    this.#done += bytes;
    if (this.#stream.isTTY !== true || this.#total === 0) return;
    const now = Date.now();
    if (now - this.#started < AFTER_MS || now - this.#shownAt < EVERY_MS) return;
    this.#shownAt = now;
    this.#shown = true;
    const share = Math.min(1, this.#done / this.#total);
    const filled = Math.round(share * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    this.#stream.write(`\r\x1b[K${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${detail()}`);
  }

  /** Takes the bar away, so that lines can be written. It comes back with the next `add`. */
  clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#stream.write('\r\x1b[K');
  }
}
