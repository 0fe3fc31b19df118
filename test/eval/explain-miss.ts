import { HEURISTICS } from '../../src/detect/index.js';
import type { Event } from '../../src/model/event.js';
import type { Incident, Reason } from '../../src/model/incident.js';
import type { Case } from './case.js';
import type { Replayed } from './replay.js';

/** A source's events of a case, and what the engine made of them. */
export interface SideOfCase {
  readonly events: readonly Event[];
  readonly replayed: Replayed;
}

/**
 * Why audit's side of a case differs from that of the kernel's own events, in terms of what audit lacks: told from what
 * the engine could not evaluate, from the definitions of the heuristics, and from the two streams. Empty where nothing
 * explains it.
 */
export function explainMiss({ expect }: Case, bpf: SideOfCase, audit: SideOfCase): string[] {
  const wanted = expect.outcome === 'found' ? expect.heuristics : [];
  const silent = wanted.filter((id) => (audit.replayed.totals.fired[id] ?? 0) === 0);
  const lacks =
    silent.length > 0
      ? silent.flatMap((id) => explainHeuristic(id, audit.replayed.totals.notEvaluable, bpf, audit))
      : explainScore(bpf, audit);
  return [...new Set(lacks)];
}

type Undecided = readonly { readonly heuristic: string; readonly field: string }[];

/** What a heuristic, or a circumstance, lacks in audit's events that it has in the kernel's. */
function explainHeuristic(id: string, undecided: Undecided, bpf: SideOfCase, audit: SideOfCase): string[] {
  const fields = undecided.filter(({ heuristic }) => heuristic === id).map(({ field }) => field);
  if (fields.length > 0) return fields.map((field) => `${id}: no \`${field}\``);
  const definition = HEURISTICS.find((heuristic) => heuristic.definition.id === id)?.definition;
  if (definition === undefined) return [];
  const { operations, needs } = definition;
  const had = new Set(audit.events.map(({ operation }) => operation));
  const unseen = new Set(
    bpf.events.map(({ operation }) => operation).filter((one) => operations.includes(one) && !had.has(one)),
  );
  if (unseen.size > 0) return [...unseen].map((operation) => `${id}: no record of \`${operation}\``);
  const known = ({ events }: SideOfCase, path: string): boolean =>
    events.some((event) => operations.includes(event.operation) && valueAt(event, path) !== undefined);
  const absent = needs.filter((path) => known(bpf, path) && !known(audit, path));
  return absent.map((field) => `${id}: no \`${field}\``);
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** Reasons, raising or lowering, that the kernel's gravest incident has and audit's has not: the weightiest first. */
function explainScore(bpf: SideOfCase, audit: SideOfCase): string[] {
  const ours = gravest(bpf.replayed.incidents);
  const theirs = gravest(audit.replayed.incidents);
  if (theirs === undefined) return [];
  const keyOf = ({ heuristic, id }: Reason): string => id ?? heuristic;
  const has = new Set(theirs.reasons.map(keyOf));
  const missing = (ours?.reasons ?? [])
    .filter((reason) => reason.weight !== 0 && !has.has(keyOf(reason)))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const lacks = missing.flatMap(({ heuristic }) => explainHeuristic(heuristic, theirs.notEvaluable, bpf, audit));
  if (lacks.length > 0) return lacks;
  return theirs.heuristics.flatMap((id) => explainHeuristic(id, theirs.notEvaluable, bpf, audit));
}

const gravest = (incidents: readonly Incident[]): Incident | undefined =>
  [...incidents].sort((a, b) => b.score - a.score)[0];
