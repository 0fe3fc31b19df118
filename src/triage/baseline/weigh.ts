import { clampScore, type Parameters, severityOf } from '../../detect/index.js';
import type { Incident, Reason, Severity } from '../../model/incident.js';
import { type Baseline, habitsOf, type Identify } from './baseline.js';

/** How much a baseline counts. */
export interface BaselineWeights {
  /** what something never seen adds */
  readonly firstSeen: number;
  /** a baseline that learned less long than this raises nothing */
  readonly matureHours: number;
  /** what is taken away of something seen on so many days; the last that applies counts */
  readonly seen: readonly { readonly days: number; readonly lower: number }[];
}

const FIRST_SEEN = 'first-seen';
const SEEN_BEFORE = 'seen-before';

/** Being ordinary takes an incident down by one severity at most: what is high stays medium, what is medium stays low. */
const FLOORS: Readonly<Record<Severity, Severity>> = {
  critical: 'high',
  high: 'medium',
  medium: 'low',
  low: 'info',
  info: 'info',
};

/**
 * The incident with one more reason: that it is new on this host, or that it is not. Its score stays the sum of its
 * reasons.
 */
export function weigh(
  incident: Incident,
  baseline: Baseline,
  identify: Identify,
  weights: BaselineWeights,
  parameters: Parameters,
): Incident {
  // what was seen of one says nothing of those that came with it
  if (incident.helpers !== undefined) return incident;
  const habits = habitsOf(incident, identify);
  if (typeof habits === 'string') {
    const absent = { heuristic: 'baseline', field: habits, count: 1 };
    return { ...incident, notEvaluable: [...incident.notEvaluable, absent] };
  }
  const whom = incident.target === null ? '' : ' to this target';
  const entries = habits.map((habit) => baseline.get(habit));
  const fresh = habits.filter((_habit, index) => entries[index] === undefined).map(({ operation }) => operation);
  if (fresh.length > 0) {
    if (baseline.seconds < weights.matureHours * 3600 || weights.firstSeen === 0) return incident;
    const text = `on this host, this program was not seen before to do this${whom}: ${fresh.join(', ')}`;
    return withReason(incident, { id: FIRST_SEEN, text, weight: weights.firstSeen }, parameters);
  }
  const days = entries.reduce((least, entry) => Math.min(least, entry!.days), Number.POSITIVE_INFINITY);
  const lower = [...weights.seen].sort((a, b) => a.days - b.days).findLast((step) => days >= step.days)?.lower ?? 0;
  const sum = incident.reasons.reduce((total, { weight }) => total + weight, 0);
  const floor = FLOORS[incident.severity];
  const weight = -Math.min(lower, Math.max(0, sum - (floor === 'info' ? 0 : parameters.severities[floor])));
  if (weight === 0 || entries.length === 0) return incident;
  const text = `on this host, this program was seen before to do this${whom}, on ${days === 1 ? '1 day' : `${days} days`}`;
  return withReason(incident, { id: SEEN_BEFORE, text, weight }, parameters);
}

function withReason(
  incident: Incident,
  reason: Pick<Reason, 'text' | 'weight'> & { id: string },
  parameters: Parameters,
): Incident {
  const reasons = [...incident.reasons, { heuristic: 'baseline', ...reason, count: 1 }];
  const score = clampScore(reasons.reduce((total, { weight }) => total + weight, 0));
  return { ...incident, reasons, score, severity: severityOf(score, parameters) };
}
