import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { weaknessOf } from '../host/trust.js';
import { type Configuration, DEFAULT_CONFIGURATION } from './configuration.js';
import { parseConfiguration } from './parse.js';
import { ConfigurationError } from './problem.js';

/** Read where no other file is named. */
export const DEFAULT_FILE = '/etc/interloper/interloper.yaml';

/** No configuration that a person wrote is larger. */
const LARGEST_BYTES = 4 * 1024 * 1024;

export interface Loaded {
  /** undefined where there is none, and the defaults hold */
  readonly file?: string;
  readonly configuration: Configuration;
}

/**
 * Reads `file`, or the default file where it is there, or takes the defaults.
 *
 * @throws {ConfigurationError} it is not there, cannot be read, is not right, or others than root could change what
 *   root is to do by it
 */
export function loadConfiguration(file: string | undefined): Loaded {
  if (file !== undefined) return { file, configuration: readConfiguration(file) };
  try {
    return { file: DEFAULT_FILE, configuration: readConfiguration(DEFAULT_FILE) };
  } catch (error) {
    if ((error as { cause?: NodeJS.ErrnoException }).cause?.code !== 'ENOENT') throw error;
    return { configuration: DEFAULT_CONFIGURATION };
  }
}

function readConfiguration(file: string): Configuration {
  const fail = (message: string, cause?: unknown): never => {
    throw Object.assign(new ConfigurationError(file, [{ key: '', message }]), { cause });
  };
  let text: string;
  try {
    text = readRegular(file);
    refuseUntrusted(file);
  } catch (error) {
    if (error instanceof RangeError) return fail(error.message);
    return fail(`cannot be read: ${(error as Error).message}`, error);
  }
  return parseConfiguration(text, file);
}

/** @throws {RangeError} it is no regular file, or too large */
function readRegular(file: string): string {
  // a fifo would let us wait for ever
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = regular(descriptor);
    if (size > LARGEST_BYTES) throw new RangeError(`is larger than ${LARGEST_BYTES} bytes; is it a configuration?`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function regular(descriptor: number): { size: number } {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw new RangeError('is no regular file');
  return stats;
}

/** Who can change what root is told to ignore can hide from it. */
function refuseUntrusted(file: string): void {
  if (process.geteuid?.() !== 0) return;
  const weakness = weaknessOf(file);
  if (weakness === undefined) return;
  throw new RangeError(
    `is refused, because others than root could change it: ${weakness.path} ${weakness.why}. Let root own it and the directories above it, and nobody else write there (chown root:root, chmod go-w)`,
  );
}
