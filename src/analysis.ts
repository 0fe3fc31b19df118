import { AuditReader, type Statistics, type UnreadableLine } from './audit/index.js';
import { HostEngines, type HostTotals, type ParameterOverrides } from './detect/index.js';
import type { Event } from './model/event.js';
import type { Incident } from './model/incident.js';
import type { Loss } from './model/loss.js';
import type { Recorder } from './recording/index.js';

export interface AnalysisOptions {
  /** ms since the epoch: events before it are read but not judged */
  readonly since?: number | undefined;
  /** ms since the epoch: events at or after it are read but not judged */
  readonly until?: number | undefined;
  /** look at every field of every SYSCALL record */
  readonly strict?: boolean;
  readonly parameters?: ParameterOverrides;
  /** each revision of each incident; `host` is set where the log names its hosts */
  readonly onIncident: (incident: Incident) => void;
  readonly onLoss?: (loss: Loss) => void;
  readonly onUnreadable?: (line: UnreadableLine) => void;
  /** takes what is judged, in order; who made it ends it */
  readonly recorder?: Recorder;
  /** ms: when records come in, for `settle` */
  readonly clock?: () => number;
}

/** What an analysis came to. */
export interface AnalysisTotals extends HostTotals {
  readonly reading: Statistics;
  /** events that were judged: all, or those between `since` and `until` */
  readonly judged: number;
}

/**
 * One audit log from bytes to incidents. Every host in it is judged for itself: the same process id on two hosts is two
 * processes.
 */
export class Analysis {
  readonly #reader: AuditReader;
  readonly #engines: HostEngines;
  readonly #options: AnalysisOptions;
  readonly #since: number;
  readonly #until: number;
  #judged = 0;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    this.#since = options.since ?? Number.NEGATIVE_INFINITY;
    this.#until = options.until ?? Number.POSITIVE_INFINITY;
    this.#engines = new HostEngines(options);
    this.#reader = new AuditReader(
      {
        event: (event, node) => this.#handle(event, node),
        loss: (loss, node) => this.#lost(loss, node),
        ...(options.onUnreadable && { unreadable: options.onUnreadable }),
      },
      { strict: options.strict ?? false, ...(options.clock && { clock: options.clock }) },
    );
  }

  get statistics(): Statistics {
    return this.#reader.statistics;
  }

  /** Takes the next bytes of the log. They may be overwritten afterwards. */
  push(bytes: Buffer): void {
    this.#reader.push(bytes);
  }

  /** Takes one record as the kernel sends it: the number of its type, and its text. The bytes may be overwritten afterwards. */
  pushRecord(type: number, text: Buffer): void {
    this.#reader.pushRecord(type, text);
  }

  /** Takes note of records that were lost before they could be read. */
  lose(loss: Loss): void {
    this.#lost(loss, '');
  }

  /** One file of the log has ended. */
  endFile(): void {
    this.#reader.endFile();
  }

  /**
   * While a log grows: judges events of which no record has come since `before` (by the clock of the options), and
   * reports what is due at `now` (ms since the epoch).
   */
  settle(before: number, now: number): void {
    this.#reader.expire(before);
    this.#options.recorder?.write({ kind: 'tick', now });
    this.#engines.tick(now);
    this.#options.recorder?.flush();
  }

  /** The log has ended: judges and reports all that waits. */
  end(): AnalysisTotals {
    this.#reader.end();
    this.#options.recorder?.write({ kind: 'flush' });
    this.#engines.flush();
    return this.totals();
  }

  totals(): AnalysisTotals {
    return { reading: this.#reader.statistics, judged: this.#judged, ...this.#engines.totals() };
  }

  #handle(event: Event, node: string): void {
    const { seconds, nanos } = event.time;
    const time = seconds * 1000 + nanos / 1_000_000;
    if (time < this.#since || time >= this.#until) return;
    this.#judged++;
    this.#options.recorder?.write({ kind: 'event', event });
    this.#engines.handle(event, node);
  }

  #lost(loss: Loss, node: string): void {
    if (loss.to.seconds * 1000 < this.#since || loss.from.seconds * 1000 >= this.#until) return;
    this.#options.onLoss?.(loss);
    this.#options.recorder?.write({ kind: 'loss', loss, ...(node !== '' && { node }) });
    this.#engines.handleLoss(loss, node);
  }
}
