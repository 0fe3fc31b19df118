import { readTrusted, UntrustedFileError } from '../host/trusted-file.js';
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
    const { code } = (error as { cause?: NodeJS.ErrnoException }).cause ?? {};
    if (code === 'ENOENT') return { configuration: DEFAULT_CONFIGURATION };
    if (code !== 'EACCES') throw error;
    const message =
      'cannot be read: permission denied; name another file with --config (an empty one for the defaults)';
    throw new ConfigurationError(DEFAULT_FILE, [{ key: '', message }]);
  }
}

function readConfiguration(file: string): Configuration {
  return parseConfiguration(read(file), file);
}

function read(file: string): string {
  try {
    return readTrusted(file, LARGEST_BYTES);
  } catch (error) {
    const { message } = error as Error;
    const what = error instanceof UntrustedFileError ? message : `cannot be read: ${message}`;
    throw Object.assign(new ConfigurationError(file, [{ key: '', message: what }]), { cause: error });
  }
}
