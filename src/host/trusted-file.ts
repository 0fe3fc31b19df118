import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { weaknessOf } from './trust.js';

/** A file that is not to be relied on. The message goes on a sentence whose subject is the file. */
export class UntrustedFileError extends Error {
  override readonly name = 'UntrustedFileError';
}

/**
 * The text of a file that says what to ignore, or what is normal: who can change it can hide from root.
 *
 * @throws {UntrustedFileError} it is no regular file, it has more bytes than `largest`, or, for root, others could change it
 * @throws {Error} with a code, where it cannot be opened
 */
export function readTrusted(file: string, largest: number): string {
  const text = readRegular(file, largest);
  const weakness = process.geteuid?.() === 0 ? weaknessOf(file) : undefined;
  if (weakness === undefined) return text;
  throw new UntrustedFileError(
    `is refused, because others than root could change it: ${weakness.path} ${weakness.why}. Let root own it and the directories above it, and nobody else write there (chown root:root, chmod go-w)`,
  );
}

function readRegular(file: string, largest: number): string {
  // a fifo would let us wait for ever
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UntrustedFileError('is no regular file');
    if (stats.size > largest) throw new UntrustedFileError(`is larger than ${largest} bytes; is it the right file?`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
