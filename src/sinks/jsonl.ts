import type { Writable } from 'node:stream';
import { escapeJson } from './escape.js';
import type { Item, Sink } from './item.js';
import { toJson } from './json.js';
import { LineWriter, type LineWriterOptions } from './line-writer.js';
import { OutputLoss } from './output-loss.js';

const bigintsAsStrings = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

/** One item as one line of JSON, without its end. Safe to show on a terminal. */
export function formatJsonLine(item: Item): string {
  return escapeJson(JSON.stringify(toJson(item), bigintsAsStrings));
}

/** JSON Lines: one object a line, its `kind` says which. */
export class JsonlSink implements Sink {
  readonly lines: LineWriter;
  readonly #loss = new OutputLoss();

  constructor(stream: Writable, options?: LineWriterOptions) {
    this.lines = new LineWriter(stream, options);
  }

  write(item: Item): void {
    // A status may be the last line: what was lost before it comes before it.
    if (this.lines.hasRoom || item.kind === 'status') this.#writeLoss();
    const taken = this.lines.write(
      `${formatJsonLine(item)}
`,
      item.kind === 'event',
    );
    if (!taken && item.kind === 'event') this.#loss.note(item.event);
  }

  close(): Promise<void> {
    this.#writeLoss();
    return this.lines.close();
  }

  #writeLoss(): void {
    for (const loss of this.#loss.take()) this.lines.write(`${formatJsonLine({ kind: 'loss', loss })}\n`);
  }
}
