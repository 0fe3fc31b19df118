import { createHash } from 'node:crypto';
import { AuditReader, type Statistics, type UnreadableLine } from './audit/index.js';
import { Engine, type ParameterOverrides, type Totals } from './detect/index.js';
import type { Event } from './model/event.js';
import type { Incident, NotEvaluable, Severity } from './model/incident.js';
import type { Loss } from './model/loss.js';

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
  /** ms: when records come in, for `settle` */
  readonly clock?: () => number;
}

/** What an analysis came to. */
export interface AnalysisTotals {
  readonly reading: Statistics;
  /** events that were judged: all, or those between `since` and `until` */
  readonly judged: number;
  readonly incidents: Readonly<Record<Severity, number>>;
  readonly notEvaluable: readonly NotEvaluable[];
  readonly evicted: Totals['evicted'];
}

/** Engines at a time; beyond, the one unused for longest reports what it has and is given up. */
const MOST_ENGINES = 128;

const NONE: AnalysisSums = {
  incidents: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
  notEvaluable: [],
  evicted: { relations: 0, subjects: 0, incidents: 0, memfds: 0, losses: 0 },
};

/** Sums over engines. */
type AnalysisSums = Pick<Totals, 'incidents' | 'notEvaluable' | 'evicted'>;

function add(a: AnalysisSums, b: AnalysisSums): AnalysisSums {
  return {
    incidents: addEach(a.incidents, b.incidents),
    notEvaluable: mergeNotEvaluable([...a.notEvaluable, ...b.notEvaluable]),
    evicted: addEach(a.evicted, b.evicted),
  };
}

function addEach<K extends string>(a: Readonly<Record<K, number>>, b: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(Object.keys(a).map((key) => [key, a[key as K] + b[key as K]])) as Record<K, number>;
}

/**
 * One audit log from bytes to incidents. Every host in it is judged for itself: the same process id on two hosts is two
 * processes.
 */
export class Analysis {
  readonly #reader: AuditReader;
  readonly #engines = new Map<string, Engine>();
  readonly #options: AnalysisOptions;
  readonly #since: number;
  readonly #until: number;
  #judged = 0;
  /** what engines that were given up came to */
  #past = NONE;
  #node = '';
  #engine: Engine | undefined;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    this.#since = options.since ?? Number.NEGATIVE_INFINITY;
    this.#until = options.until ?? Number.POSITIVE_INFINITY;
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
    for (const engine of this.#engines.values()) engine.tick(now);
  }

  /** The log has ended: judges and reports all that waits. */
  end(): AnalysisTotals {
    this.#reader.end();
    for (const engine of this.#engines.values()) engine.flush();
    return this.totals();
  }

  totals(): AnalysisTotals {
    const sums = [...this.#engines.values()].reduce((all, engine) => add(all, engine.totals()), this.#past);
    return { reading: this.#reader.statistics, judged: this.#judged, ...sums };
  }

  #handle(event: Event, node: string): void {
    const { seconds, nanos } = event.time;
    const time = seconds * 1000 + nanos / 1_000_000;
    if (time < this.#since || time >= this.#until) return;
    this.#judged++;
    this.#engineOf(node).handle(event);
  }

  #lost(loss: Loss, node: string): void {
    if (loss.to.seconds * 1000 < this.#since || loss.from.seconds * 1000 >= this.#until) return;
    this.#options.onLoss?.(loss);
    this.#engineOf(node).handleLoss(loss);
  }

  #engineOf(node: string): Engine {
    if (this.#engine !== undefined && this.#node === node) return this.#engine;
    let engine = this.#engines.get(node);
    if (engine === undefined) {
      const { onIncident, parameters } = this.#options;
      engine = new Engine({
        ...(parameters && { parameters }),
        onIncident: node === '' ? onIncident : (incident) => onIncident(onHost(incident, node)),
      });
    } else {
      this.#engines.delete(node);
    }
    // the last in the map is the one used last
    this.#engines.set(node, engine);
    if (this.#engines.size > MOST_ENGINES) this.#giveUpOldest();
    this.#engine = engine;
    this.#node = node;
    return engine;
  }

  #giveUpOldest(): void {
    const [oldest] = this.#engines;
    const [node, engine] = oldest!;
    engine.flush();
    this.#past = add(this.#past, engine.totals());
    this.#engines.delete(node);
  }
}

/** Ids are made from processes and times, which may be the same on two hosts. */
function onHost(incident: Incident, host: string): Incident {
  const id = createHash('sha256')
    .update(host)
    .update('\0')
    .update(incident.id)
    .digest('hex')
    .slice(0, incident.id.length);
  return { ...incident, id, host };
}

/** One entry for each heuristic and field, the most frequent first. */
export function mergeNotEvaluable(entries: readonly NotEvaluable[]): NotEvaluable[] {
  const merged = new Map<string, NotEvaluable>();
  for (const entry of entries) {
    const key = `${entry.heuristic} ${entry.field}`;
    merged.set(key, { ...entry, count: entry.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}
