import { type Definition, HEURISTICS, type Parameters } from '../detect/index.js';
import { type Incident, type NotEvaluable, type Reason, SEVERITIES, type Severity } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import { type Technique, techniqueOf } from './attack.js';
import type { Case } from './case-file.js';
import { outcomeOf } from './outcome.js';
import type { Step } from './timeline.js';

/** One incident with all that a reader needs to judge it, who is shown nothing else. */
export interface Explanation {
  readonly incident: Incident;
  /** undefined where no events were written down */
  readonly timeline?: readonly Step[];
  /** events of the incident that stand in no step */
  readonly notShown: number;
  /** whether it worked, and how sure that is */
  readonly outcome: readonly string[];
  readonly score: Score;
  readonly notEvaluable: readonly Unanswered[];
  readonly losses: readonly Loss[];
  readonly inferences: readonly string[];
  readonly attack: readonly Technique[];
  /** of the heuristics that fired, what weighs most first */
  readonly heuristics: readonly Advice[];
}

/** How a score comes about. */
export interface Score {
  readonly reasons: readonly Reason[];
  /** of the weights */
  readonly sum: number;
  /** the sum within 0 and 100 */
  readonly score: number;
  readonly severity: Severity;
  /** lowest score of each severity, from least to most */
  readonly thresholds: readonly { readonly severity: Severity; readonly from: number }[];
  /** these thresholds give the severity that the incident has: else it was judged by others */
  readonly consistent: boolean;
}

/** A question that stayed open, and what it would have taken to answer it. */
export interface Unanswered extends NotEvaluable {
  /** what asks: title of the heuristic, or what the circumstance is */
  readonly question: string;
}

/** What a heuristic says of itself. */
export interface Advice {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly nextSteps: readonly string[];
  readonly falsePositives: readonly string[];
  readonly knownGaps: readonly string[];
}

const DEFINITIONS: ReadonlyMap<string, Definition> = new Map(
  HEURISTICS.map(({ definition }) => [definition.id, definition]),
);

/** @param questions what circumstances ask, by their ids */
export function explain(
  { incident, timeline, losses }: Case,
  parameters: Parameters,
  questions: ReadonlyMap<string, string>,
): Explanation {
  const steps = timeline?.steps(incident);
  const shown = steps?.reduce((sum, { count, heuristics }) => sum + (heuristics.length > 0 ? count : 0), 0) ?? 0;
  return {
    incident,
    ...(steps && { timeline: steps }),
    notShown: Math.max(0, incident.events - shown),
    outcome: outcomeOf(incident),
    score: scoreOf(incident, parameters),
    notEvaluable: incident.notEvaluable.map((entry) => ({
      ...entry,
      question: DEFINITIONS.get(entry.heuristic)?.title ?? questions.get(entry.heuristic) ?? entry.heuristic,
    })),
    losses,
    inferences: incident.inferences ?? [],
    attack: incident.attack.map(techniqueOf),
    heuristics: byWeight(incident).flatMap((id) => adviceOf(DEFINITIONS.get(id))),
  };
}

function scoreOf({ reasons, score, severity }: Incident, { severities }: Parameters): Score {
  const thresholds = SEVERITIES.map((one) => ({ severity: one, from: one === 'info' ? 0 : severities[one] }));
  const given = thresholds.findLast(({ from }) => score >= from)?.severity;
  const sum = reasons.reduce((total, { weight }) => total + weight, 0);
  return { reasons, sum, score, severity, thresholds, consistent: given === severity };
}

/** The heuristics that fired, those first that gave the gravest reasons. */
function byWeight({ heuristics, reasons }: Incident): string[] {
  const weightOf = (id: string): number =>
    reasons.reduce((most, { heuristic, weight }) => (heuristic === id ? Math.max(most, weight) : most), 0);
  return [...heuristics].sort((a, b) => weightOf(b) - weightOf(a));
}

function adviceOf(definition: Definition | undefined): Advice[] {
  if (definition === undefined) return [];
  const { id, title, description, nextSteps, falsePositives, knownGaps } = definition;
  return [{ id, title, description, nextSteps, falsePositives, knownGaps }];
}
