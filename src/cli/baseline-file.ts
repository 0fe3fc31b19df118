import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeAtomically } from '../host/atomic-file.js';
import { readTrusted, UntrustedFileError } from '../host/trusted-file.js';
import { escapeText } from '../sinks/escape.js';
import { type BaselineContent, BaselineFormatError, formatBaseline, parseBaseline } from '../triage/baseline/index.js';
import { CannotRunError, UsageError } from './errors.js';
import { reason } from './reason.js';

/** Where `baseline learn` writes to, if it is not told otherwise. */
export const DEFAULT_BASELINE = '/var/lib/interloper/baseline.json';

const LARGEST_BYTES = 256 * 1024 * 1024;

/** @throws {UsageError} it is not there, or no baseline, or others than root could change it */
export function readBaseline(file: string): BaselineContent {
  const content = readBaselineIfThere(file);
  if (content !== undefined) return content;
  throw new UsageError(`there is no baseline ${escapeText(file)}; \`interloper baseline learn\` makes one`);
}

/** The same; undefined where there is no such file. */
export function readBaselineIfThere(file: string): BaselineContent | undefined {
  try {
    return parseBaseline(readTrusted(file, LARGEST_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const isRight = error instanceof BaselineFormatError || error instanceof UntrustedFileError;
    const why = isRight ? escapeText(error.message) : `cannot be read: ${reason(error)}`;
    throw new UsageError(`the baseline ${escapeText(file)} ${why}`);
  }
}

/** @throws {CannotRunError} it cannot be written */
export function writeBaseline(file: string, content: BaselineContent): void {
  try {
    if (file === DEFAULT_BASELINE) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeAtomically(file, formatBaseline(content));
  } catch (error) {
    throw new CannotRunError(`the baseline ${escapeText(file)} cannot be written: ${reason(error)}`);
  }
}
