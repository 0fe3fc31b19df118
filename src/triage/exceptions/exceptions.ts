import { atLeast, type Incident, type Severity } from '../../model/incident.js';
import type { Process } from '../../model/process.js';
import type { Exception, ProcessKey } from './exception.js';
import { type HostAnswers, matches } from './match.js';

/** What became of one exception. */
export interface ExceptionCount {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** incidents that it keeps from being reported */
  readonly suppressed: number;
  /** the gravest of them */
  readonly gravest?: Severity;
  /** incidents that it would have covered had it not expired */
  readonly afterExpiry: number;
  /** incidents for which it could not be told whether it covers them, and which were reported therefore */
  readonly notEvaluable: number;
  /** for want of which fields */
  readonly missing: readonly string[];
}

/** Incidents of which it is remembered what became of them; as many as an engine keeps open by default. */
const REMEMBERED = 4096;

class Tally {
  readonly exception: Exception;
  suppressed = 0;
  gravest: Severity | undefined;
  readonly afterExpiry: Recent;
  readonly notEvaluable: Recent;
  readonly missing: Set<string>;
  /** it was said that the file was replaced */
  replaced = false;

  constructor(exception: Exception, before?: Tally) {
    this.exception = exception;
    this.suppressed = before?.suppressed ?? 0;
    this.gravest = before?.gravest;
    this.afterExpiry = before?.afterExpiry ?? new Recent();
    this.notEvaluable = before?.notEvaluable ?? new Recent();
    this.missing = before?.missing ?? new Set();
  }
}

/** Counts incidents, not their revisions: an incident is counted again only after many others. */
class Recent {
  readonly #ids = new Set<string>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  note(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > REMEMBERED) this.#ids.delete(this.#ids.values().next().value!);
    this.#count++;
    return true;
  }
}

export interface ExceptionsOptions {
  readonly host: HostAnswers;
  /** something that the owner of an exception should know, said once; a sentence */
  readonly onNotice?: (exception: Exception, text: string) => void;
}

/**
 * Keeps what is known to be in order from being reported. It is decided for each revision of an incident: one that grows
 * beyond its exception is reported whole, and once it was reported it goes on being so.
 */
export class Exceptions {
  readonly #tallies: readonly Tally[];
  readonly #options: ExceptionsOptions;
  /** by incident, what suppresses it; null where it was reported. The one judged last at the end. */
  readonly #fates = new Map<string, Tally | null>();

  /** `before`: goes on from there, as after the configuration was loaded again */
  constructor(exceptions: readonly Exception[], options: ExceptionsOptions, before?: Exceptions) {
    const tallies = before === undefined ? [] : before.#tallies;
    const old = new Map(tallies.map((tally) => [tally.exception.id, tally]));
    this.#tallies = exceptions.map((exception) => new Tally(exception, old.get(exception.id)));
    this.#options = options;
    if (before !== undefined) this.#takeFates(before);
  }

  /** The incident, with `suppressedBy` where an exception covers it. */
  judge(incident: Incident): Incident {
    if (this.#tallies.length === 0) return incident;
    const key = `${incident.host ?? ''}\0${incident.id}`;
    const before = this.#fates.get(key);
    const tally = before === null ? undefined : this.#find(incident, key);
    if (before !== tally) {
      if (before) before.suppressed--;
      if (tally !== undefined) tally.suppressed++;
    }
    this.#remember(key, tally ?? null);
    if (tally === undefined) return incident;
    if (tally.gravest === undefined || atLeast(incident.severity, tally.gravest)) tally.gravest = incident.severity;
    return { ...incident, suppressedBy: tally.exception.id };
  }

  /** One entry for each exception, in the order of the configuration. */
  counts(): ExceptionCount[] {
    return this.#tallies.map(({ exception, suppressed, gravest, afterExpiry, notEvaluable, missing }) => ({
      id: exception.id,
      owner: exception.owner,
      reason: exception.reason,
      suppressed,
      ...(gravest !== undefined && { gravest }),
      afterExpiry: afterExpiry.count,
      notEvaluable: notEvaluable.count,
      missing: [...missing],
    }));
  }

  /** What an exception that is no more had suppressed is judged anew. */
  #takeFates(before: Exceptions): void {
    const tallies = new Map(this.#tallies.map((tally) => [tally.exception.id, tally]));
    for (const [key, fate] of before.#fates) {
      const now = fate === null ? null : tallies.get(fate.exception.id);
      if (now !== undefined) this.#fates.set(key, now);
    }
  }

  #find(incident: Incident, key: string): Tally | undefined {
    for (const tally of this.#tallies) {
      if (this.#covers(tally, incident, key)) return tally;
    }
    return undefined;
  }

  #covers(tally: Tally, incident: Incident, key: string): boolean {
    const { exception } = tally;
    this.#lookForReplaced(tally, incident);
    const match = matches(exception, incident, this.#options.host);
    if (match === false) return false;
    if (typeof match === 'string') {
      const isFirst = tally.notEvaluable.count === 0;
      tally.notEvaluable.note(key);
      tally.missing.add(match);
      if (isFirst) {
        this.#notice(exception, `cannot be applied where ${match} is not known: incident ${incident.id} is reported`);
      }
      return false;
    }
    if (exception.expires === undefined || incident.last.seconds * 1000 < exception.expires) return true;
    const isFirst = tally.afterExpiry.count === 0;
    tally.afterExpiry.note(key);
    if (isFirst) {
      const day = new Date(exception.expires).toISOString().slice(0, 16).replace('T', ' ');
      this.#notice(exception, `expired at ${day} UTC: incident ${incident.id} is reported`);
    }
    return false;
  }

  /** A path was taken for a file when the exception was loaded; a program of that path is another file now. */
  #lookForReplaced(tally: Tally, { actor, target }: Incident): void {
    if (tally.replaced) return;
    const { exception } = tally;
    const path = replacedPath(exception.actor, actor) ?? replacedPath(exception.target, target ?? undefined);
    if (path === undefined) return;
    tally.replaced = true;
    this.#notice(exception, `does not apply to ${path}, which was replaced after the configuration was loaded`);
  }

  #notice(exception: Exception, text: string): void {
    this.#options.onNotice?.(exception, text);
  }

  #remember(key: string, fate: Tally | null): void {
    this.#fates.delete(key);
    this.#fates.set(key, fate);
    if (this.#fates.size > REMEMBERED) this.#fates.delete(this.#fates.keys().next().value!);
  }
}

function replacedPath(key: ProcessKey | undefined, process: Process | undefined): string | undefined {
  const file = key?.file;
  const exe = process?.exe;
  if (file?.path === undefined || exe?.path !== file.path || exe.inode === undefined) return undefined;
  return exe.inode === file.inode && exe.device === file.device ? undefined : file.path;
}
