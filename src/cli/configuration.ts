import { type Command, Option } from 'commander';
import {
  type Configuration,
  ConfigurationError,
  DEFAULT_FILE,
  type Loaded,
  loadConfiguration,
} from '../config/index.js';
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

/** Options of a command as the command line and a configuration file give them; the command line has the last word. */
export class Settings<T extends object> {
  /** undefined where there is no configuration file */
  readonly file: string | undefined;
  readonly #command: Command;
  readonly #optionsOf: (configuration: Configuration) => Readonly<Record<string, unknown>>;
  #configuration: Configuration;

  /**
   * @param optionsOf what a configuration says of options, by their names
   * @throws {UsageError} the configuration is not right
   */
  constructor(
    command: Command,
    file: string | undefined,
    optionsOf: (configuration: Configuration) => Readonly<Record<string, unknown>>,
  ) {
    const loaded = loadConfigurationFile(file);
    this.file = loaded.file;
    this.#command = command;
    this.#optionsOf = optionsOf;
    this.#configuration = loaded.configuration;
    this.#apply(optionsOf(loaded.configuration));
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  get options(): T {
    return this.#command.opts() as T;
  }

  /** Whether the command line says it: not the configuration, nor a default. */
  isGiven(option: string): boolean {
    return this.#command.getOptionValueSource(option) === 'cli';
  }

  /**
   * Reads the file again. Where it is not right, all stays as it was.
   * @throws {UsageError} the configuration is not right
   */
  reload(): void {
    if (this.file === undefined) return;
    const { configuration } = loadConfigurationFile(this.file);
    // it may find more that is not right
    const options = this.#optionsOf(configuration);
    this.#configuration = configuration;
    this.#apply(options);
  }

  #apply(options: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(options)) {
      const source = this.#command.getOptionValueSource(key);
      const isOpen = source === undefined || source === 'default';
      if (source === 'config' || (isOpen && value !== undefined)) {
        this.#command.setOptionValueWithSource(key, value, 'config');
      }
    }
  }
}
