import { createHash } from 'node:crypto';
import type { Event } from '../model/event.js';
import type { NotEvaluable } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import { Engine, type EngineOptions, type Totals } from './engine.js';
import { resolveParameters } from './parameters.js';

/** Sums over engines. */
export type HostTotals = Pick<Totals, 'incidents' | 'notEvaluable' | 'evicted'>;

/** Engines at a time; beyond, the one unused for longest reports what it has and is given up. */
const MOST_ENGINES = 128;

const NONE: HostTotals = {
  incidents: { info: 0, low: 0, medium: 0, high: 0, critical: 0 },
  notEvaluable: [],
  evicted: { relations: 0, subjects: 0, incidents: 0, memfds: 0, losses: 0 },
};

/**
 * One engine a host: where events of several come together, each is judged for itself, for the same process id on two
 * hosts is two processes. A host is known by its name, '' where the source names none; incidents of one with a name say
 * it.
 */
export class HostEngines {
  readonly #options: EngineOptions;
  readonly #engines = new Map<string, Engine>();
  /** what engines that were given up came to */
  #past = NONE;
  #host = '';
  #engine: Engine | undefined;

  /** @throws {RangeError} for parameters that make no sense */
  constructor(options: EngineOptions) {
    resolveParameters(options.parameters);
    this.#options = options;
  }

  handle(event: Event, host: string): void {
    this.#engineOf(host).handle(event);
  }

  handleLoss(loss: Loss, host: string): void {
    this.#engineOf(host).handleLoss(loss);
  }

  tick(nowMs: number): void {
    for (const engine of this.#engines.values()) engine.tick(nowMs);
  }

  flush(): void {
    for (const engine of this.#engines.values()) engine.flush();
  }

  totals(): HostTotals {
    return [...this.#engines.values()].reduce((all, engine) => add(all, engine.totals()), this.#past);
  }

  #engineOf(host: string): Engine {
    if (this.#engine !== undefined && this.#host === host) return this.#engine;
    let engine = this.#engines.get(host);
    if (engine === undefined) {
      engine = new Engine(host === '' ? this.#options : onHost(this.#options, host));
    } else {
      this.#engines.delete(host);
    }
    // the last in the map is the one used last
    this.#engines.set(host, engine);
    if (this.#engines.size > MOST_ENGINES) this.#giveUpOldest();
    this.#engine = engine;
    this.#host = host;
    return engine;
  }

  #giveUpOldest(): void {
    const [oldest] = this.#engines;
    const [host, engine] = oldest!;
    engine.flush();
    this.#past = add(this.#past, engine.totals());
    this.#engines.delete(host);
  }
}

/** Ids are made from processes and times, which may be the same on two hosts. */
function onHost({ onIncident, onEvidence, ...options }: EngineOptions, host: string): EngineOptions {
  const idOnHost = (id: string): string =>
    createHash('sha256').update(host).update('\0').update(id).digest('hex').slice(0, id.length);
  return {
    ...options,
    onIncident: (incident) => onIncident({ ...incident, id: idOnHost(incident.id), host }),
    ...(onEvidence && {
      onEvidence: (evidence) => onEvidence({ ...evidence, incident: idOnHost(evidence.incident) }),
    }),
  };
}

function add(a: HostTotals, b: HostTotals): HostTotals {
  return {
    incidents: addEach(a.incidents, b.incidents),
    notEvaluable: mergeNotEvaluable([...a.notEvaluable, ...b.notEvaluable]),
    evicted: addEach(a.evicted, b.evicted),
  };
}

function addEach<K extends string>(a: Readonly<Record<K, number>>, b: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(Object.keys(a).map((key) => [key, a[key as K] + b[key as K]])) as Record<K, number>;
}

/** One entry for each heuristic and field, the most frequent first. */
function mergeNotEvaluable(entries: readonly NotEvaluable[]): NotEvaluable[] {
  const merged = new Map<string, NotEvaluable>();
  for (const entry of entries) {
    const key = `${entry.heuristic} ${entry.field}`;
    merged.set(key, { ...entry, count: entry.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count);
}
