import { Engine, type Totals } from '../../src/detect/index.js';
import type { Event } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';

/** What the engine makes of a case's events. */
export interface Replayed {
  /** as they stand at the end */
  readonly incidents: readonly Incident[];
  readonly totals: Totals;
}

/** Judges recorded events as the sensor would have. */
export function replay(events: readonly Event[]): Replayed {
  const latest = new Map<string, Incident>();
  const engine = new Engine({ onIncident: (incident) => latest.set(incident.id, incident) });
  for (const event of events) engine.handle(event);
  engine.flush();
  return { incidents: [...latest.values()], totals: engine.totals() };
}
