import { type Command, Option } from 'commander';
import { ConfigurationError, DEFAULT_FILE, type Loaded, loadConfiguration } from '../config/index.js';
import { escapeText } from '../sinks/escape.js';
import { UsageError } from './errors.js';

/** The option `--config`, the same for every command that takes one. */
export function configOption(): Option {
  return new Option('--config <file>', `take settings from this file (default: ${DEFAULT_FILE}, where it is there)`);
}

/** @throws {UsageError} naming each thing that is wrong, and where */
export function loadConfigurationFile(file: string | undefined): Loaded {
  try {
    return loadConfiguration(file);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(describeConfigurationError(error));
    throw error;
  }
}

/** One line a problem, safe for a terminal. */
export function describeConfigurationError({ message }: ConfigurationError): string {
  return `the configuration is not right:\n${message.split('\n').map(escapeText).join('\n')}`;
}

/**
 * The options of a command, with `settings` in place of those that were not given on the command line: the command line
 * has the last word.
 */
export function withSettings<T extends object>(command: Command, settings: Readonly<Record<string, unknown>>): T {
  for (const [key, value] of Object.entries(settings)) {
    const source = command.getOptionValueSource(key);
    if (value !== undefined && (source === undefined || source === 'default')) {
      command.setOptionValueWithSource(key, value, 'config');
    }
  }
  return command.opts() as T;
}
