import type { Writable } from 'node:stream';
import { HEURISTICS } from '../detect/index.js';
import type { Sink } from '../sinks/item.js';
import { JsonlSink } from '../sinks/jsonl.js';
import type { LineWriterOptions } from '../sinks/line-writer.js';
import { PrettySink } from '../sinks/pretty.js';

export type Format = 'pretty' | 'jsonl';

/** A sink of the wanted format; coloured where a terminal shows it and NO_COLOR (no-color.org) does not forbid it. */
export function openSink(stream: Writable, format: Format, options: LineWriterOptions): Sink {
  if (format === 'jsonl') return new JsonlSink(stream, options);
  const colour = 'isTTY' in stream && stream.isTTY === true && !process.env['NO_COLOR'];
  const titles = new Map(HEURISTICS.map(({ definition: { id, title } }) => [id, title]));
  return new PrettySink(stream, { ...options, colour, titles });
}
