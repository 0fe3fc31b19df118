import { type Configuration, type ExceptionEntry, expiryOf, type FileKeyEntry } from './config/index.js';
import { type Parameters, resolveParameters } from './detect/index.js';
import { FileHashes } from './host/file-hash.js';
import { type NumberedFile, numberedFile } from './host/file-identity.js';
import { LastingPrograms } from './host/lasting-program.js';
import { weaknessOf } from './host/trust.js';
import { deviceOf } from './model/device.js';
import type { Operation } from './model/event.js';
import type { Incident } from './model/incident.js';
import type { Process } from './model/process.js';
import type { Timestamp } from './model/timestamp.js';
import { wordFromBigInt } from './model/word.js';
import { Baseline, type BaselineContent, type BaselineWeights, type Identify, weigh } from './triage/baseline/index.js';
import {
  type Exception,
  type ExceptionCount,
  Exceptions,
  type FileNumber,
  type ProcessKey,
  tooWide,
} from './triage/exceptions/index.js';

export interface TriageOptions {
  /** something that a person should know, said once */
  readonly onNotice?: (text: string) => void;
  /** what is normal on this host; none counts where absent */
  readonly baseline?: BaselineContent | undefined;
  /** ms since the epoch, for what has expired at loading; default now */
  readonly now?: number;
}

/** Exceptions ready to be matched. */
export interface ResolvedExceptions {
  readonly exceptions: readonly Exception[];
  /** sentences: which of them are too wide, and which are left out */
  readonly warnings: readonly string[];
}

/** The settings that it depends on. */
export type TriageSettings = Pick<Configuration, 'exceptions' | 'baseline' | 'detection'>;

/**
 * What is done with incidents between the engine and the sinks: what is normal on this host changes their scores, and
 * what the configuration excepts is marked.
 */
export class Triage {
  readonly #options: TriageOptions;
  readonly #hashes = new FileHashes();
  readonly #programs = new LastingPrograms();
  readonly #identify: Identify = (process) => this.#programs.of(process);
  readonly #baseline: Baseline | undefined;
  readonly #parameters: Parameters;
  #weights: BaselineWeights;
  #exceptions: Exceptions;
  #warnings: readonly string[];

  constructor(settings: TriageSettings, options: TriageOptions = {}) {
    this.#options = options;
    this.#weights = settings.baseline;
    this.#parameters = resolveParameters(settings.detection);
    this.#baseline = options.baseline && new Baseline(this.#identify, options.baseline);
    const { exceptions, warnings } = resolveExceptions(settings.exceptions, options.now);
    this.#warnings = warnings;
    this.#exceptions = this.#make(exceptions);
  }

  /** sentences about what in the configuration is too wide or does not work */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Goes on by another configuration, and the same baseline. Counts of exceptions that it has too are kept. */
  reload(settings: TriageSettings): void {
    const { exceptions, warnings } = resolveExceptions(settings.exceptions);
    this.#weights = settings.baseline;
    this.#warnings = warnings;
    this.#exceptions = this.#make(exceptions, this.#exceptions);
  }

  /** The incident as it is to be reported; `suppressedBy` is set where it is not to be. */
  judge(incident: Incident): Incident {
    return this.#exceptions.judge(this.#weigh(incident));
  }

  /** What each exception did, in the order of the configuration. */
  counts(): ExceptionCount[] {
    return this.#exceptions.counts();
  }

  #weigh(incident: Incident): Incident {
    if (this.#baseline === undefined) return incident;
    return weigh(incident, this.#baseline, this.#identify, this.#weights, this.#parameters);
  }

  #make(exceptions: readonly Exception[], before?: Exceptions): Exceptions {
    const options = {
      host: { sha256: (process: Process, time: Timestamp) => this.#hashes.of(process, time) },
      onNotice: ({ id }: Exception, text: string) => this.#options.onNotice?.(`exception ${id} ${text}`),
    };
    return new Exceptions(exceptions, options, before);
  }
}

/**
 * Entries of a configuration as exceptions that can be matched: paths become the device and inode that they name now.
 * One whose file is not there is left out, and a warning says so.
 */
export function resolveExceptions(entries: readonly ExceptionEntry[], now: number = Date.now()): ResolvedExceptions {
  const warnings: string[] = [];
  const exceptions = entries.flatMap((entry) => {
    const say = (text: string): number => warnings.push(`exception ${entry.id} ${text}`);
    try {
      const exception = resolve(entry, say);
      for (const text of tooWide(exception, now)) say(text);
      return [exception];
    } catch (error) {
      say(`is left out: ${(error as Error).message}`);
      return [];
    }
  });
  return { exceptions, warnings };
}

function resolve(entry: ExceptionEntry, say: (text: string) => void): Exception {
  const { id, owner, reason, expires, actor, target, relation, heuristics, operations, maxSeverity } = entry;
  return {
    id,
    owner,
    reason,
    ...(expires !== undefined && { expires: expiryOf(expires) }),
    ...(actor && { actor: resolveKey(actor, say) }),
    ...(target && { target: resolveKey(target, say) }),
    ...(relation && { relation }),
    ...(heuristics && { heuristics: new Set(heuristics) }),
    ...(operations && { operations: new Set(operations as readonly Operation[]) }),
    ...(maxSeverity && { maxSeverity }),
  };
}

function resolveKey(
  { path, device, inode, sha256, fileOwner, user }: FileKeyEntry,
  say: (text: string) => void,
): ProcessKey {
  const file = path === undefined ? fileNumber(device, inode) : fileAt(path, say);
  return {
    ...(file && { file }),
    ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
    ...(fileOwner !== undefined && { fileOwner }),
    ...(user !== undefined && { user }),
  };
}

function fileNumber(device: string | undefined, inode: number | string | undefined): FileNumber | undefined {
  if (device === undefined || inode === undefined) return undefined;
  const [major = 0, minor = 0] = device.split(':').map(Number);
  return { device: deviceOf(major, minor), inode: wordFromBigInt(BigInt(inode)) };
}

function fileAt(path: string, say: (text: string) => void): FileNumber {
  let file: NumberedFile;
  try {
    file = numberedFile(path);
  } catch (error) {
    throw new Error(`${path} cannot be looked up (${(error as Error).message})`);
  }
  const weakness = weaknessOf(file.path);
  if (weakness !== undefined) {
    say(`is keyed on ${path}, which others than root can change or replace: ${weakness.path} ${weakness.why}`);
  }
  return { device: file.device, inode: file.inode, path: file.path };
}
