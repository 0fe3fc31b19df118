import { type ParameterOverrides, resolveParameters } from '../detect/index.js';
import { type Configuration, DEFAULT_CONFIGURATION, type ExceptionEntry } from './configuration.js';
import { ConfigDocument } from './document.js';
import { ConfigurationError, type Problem } from './problem.js';
import { validate } from './validate.js';

/** What a file says, in the shape of the schema. */
type Written = {
  readonly [K in keyof Configuration]?: Configuration[K] extends readonly unknown[]
    ? Configuration[K]
    : Partial<Configuration[K]>;
};

/**
 * The configuration that `text` says, with defaults for the rest.
 *
 * @param file how errors call it
 * @throws {ConfigurationError} naming each thing that is wrong, where it stands, and what would be right
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const document = new ConfigDocument(text);
  if (document.problems.length > 0) throw new ConfigurationError(file, document.problems);
  const value = read(document, file);
  const problems = validate(value, document);
  if (problems.length === 0) problems.push(...furtherProblems(value as Written, document));
  if (problems.length > 0) throw new ConfigurationError(file, problems);
  return withDefaults(value as Written);
}

function read(document: ConfigDocument, file: string): unknown {
  try {
    return document.value();
  } catch (error) {
    throw new ConfigurationError(file, [{ key: '', message: (error as Error).message }]);
  }
}

/** What a schema cannot say. */
function furtherProblems(written: Written, document: ConfigDocument): Problem[] {
  return [...parameterProblems(written.detection, document), ...exceptionProblems(written.exceptions ?? [], document)];
}

function parameterProblems(detection: ParameterOverrides | undefined, document: ConfigDocument): Problem[] {
  if (detection === undefined) return [];
  try {
    resolveParameters(detection);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const match = /^parameter ([^:]+): (.*)$/s.exec(error.message);
    if (match === null) throw error;
    return [document.problemAt(['detection', ...match[1]!.split('.')], match[2]!)];
  }
}

function exceptionProblems(entries: readonly Partial<ExceptionEntry>[], document: ConfigDocument): Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  for (const [index, { id, expires, actor, target }] of entries.entries()) {
    const at = (key: string, message: string): number =>
      problems.push(document.problemAt(['exceptions', index, ...key.split('.')], message));
    if (ids.has(id!)) at('id', 'another exception has this id already');
    ids.add(id!);
    if (expires !== undefined && Number.isNaN(expiryOf(expires))) at('expires', 'there is no such day or time');
    for (const [key, file] of Object.entries({ actor, target })) {
      if (file?.path !== undefined && file.inode !== undefined) {
        at(`${key}.path`, 'a path is taken for its device and inode: give the one or the others');
      }
    }
  }
  return problems;
}

const DAY_MS = 86_400_000;

/** When an exception ceases to apply, in ms since the epoch; NaN where there is no such day. */
export function expiryOf(expires: string): number {
  const [day = ''] = expires.split('T');
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // 2026-02-30 would silently be another day
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN;
  return expires === day ? midnight + DAY_MS : Date.parse(expires);
}

function withDefaults(written: Written): Configuration {
  return {
    ...DEFAULT_CONFIGURATION,
    ...written,
    watch: { ...DEFAULT_CONFIGURATION.watch, ...written.watch },
    baseline: { ...DEFAULT_CONFIGURATION.baseline, ...written.baseline },
  } as Configuration;
}
