import { createWriteStream, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { HEURISTICS } from '../detect/index.js';
import { escapeText } from '../sinks/escape.js';
import { JsonlSink } from '../sinks/jsonl.js';
import { type PrettyOptions, PrettySink } from '../sinks/pretty.js';
import { wantsColour } from '../sinks/style.js';
import { CannotRunError } from './errors.js';
import { reason } from './reason.js';

export type Format = 'pretty' | 'jsonl';

/** What is found on a host is nobody else's business. */
const OWNER_ONLY = 0o600;

/**
 * The file, made anew, or the standard output. A file that is there already keeps its permissions, as with `>`.
 * @throws {CannotRunError} the file cannot be written
 */
export function openOutput(file: string | undefined): Writable {
  if (file === undefined) return process.stdout;
  try {
    return createWriteStream(file, { fd: openSync(file, 'w', OWNER_ONLY) });
  } catch (error) {
    throw new CannotRunError(
      `cannot write to ${escapeText(file)}: ${reason(error)}. Name another file with --output, or none.`,
    );
  }
}

export type SinkOptions = Omit<PrettyOptions, 'colour' | 'titles'>;

/** A sink of the wanted format; coloured where a terminal shows it and NO_COLOR (no-color.org) does not forbid it. */
export function openSink(stream: Writable, format: Format, options: SinkOptions): JsonlSink | PrettySink {
  if (format === 'jsonl') return new JsonlSink(stream, options);
  const colour = wantsColour(stream as Partial<NodeJS.WriteStream>, process.env);
  const titles = new Map(HEURISTICS.map(({ definition: { id, title } }) => [id, title]));
  return new PrettySink(stream, { ...options, colour, titles });
}
