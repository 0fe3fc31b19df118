import type { Writable } from 'node:stream';
import { escapeJson } from './escape.js';
import type { Item, Sink } from './item.js';
import { toJson } from './json.js';
import { LineWriter, type LineWriterOptions } from './line-writer.js';

const bigintsAsStrings = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

/** One item as one line of JSON, without its end. Safe to show on a terminal. */
export function formatJsonLine(item: Item): string {
  return escapeJson(JSON.stringify(toJson(item), bigintsAsStrings));
}

/** JSON Lines: one object a line, its `kind` says which. */
export class JsonlSink implements Sink {
  readonly lines: LineWriter;

  constructor(stream: Writable, options?: LineWriterOptions) {
    this.lines = new LineWriter(stream, options);
  }

  write(item: Item): void {
    this.lines.write(`${formatJsonLine(item)}\n`, item.kind === 'event');
  }

  close(): Promise<void> {
    return this.lines.close();
  }
}
