import { atLeast, type Incident, SEVERITIES, type Severity } from '../../src/model/incident.js';
import type { Case } from './case.js';

/** What became of a case. */
export interface Verdict {
  readonly right: boolean;
  /** the incident that the expectation is about: the gravest that has the heuristics, else the gravest of all */
  readonly incident: Incident | undefined;
  /** what is wrong; '' where nothing is */
  readonly fault: string;
}

const gravestFirst = (a: Incident, b: Incident): number => b.score - a.score;

/** Judges the incidents of a case, each as it stands at the end. */
export function judge({ expect }: Case, incidents: readonly Incident[]): Verdict {
  const sorted = [...incidents].sort(gravestFirst);
  const gravest = sorted[0];
  if (expect.outcome === 'silent') {
    const loud = gravest !== undefined && atLeast(gravest.severity, 'medium');
    return { right: !loud, incident: gravest, fault: loud ? describe(gravest) : '' };
  }
  const { heuristics, severity } = expect;
  const incident = sorted.find((one) => heuristics.every((heuristic) => one.heuristics.includes(heuristic)));
  if (incident === undefined) {
    const had = gravest === undefined ? 'no incident' : describe(gravest);
    return { right: false, incident: gravest, fault: `${had}, not ${heuristics.join(' with ')}` };
  }
  if (isBetween(incident.severity, severity)) return { right: true, incident, fault: '' };
  return { right: false, incident, fault: `${incident.severity} ${incident.score}, not ${rangeOf(severity)}` };
}

function isBetween(severity: Severity, [least, most]: readonly [Severity, Severity]): boolean {
  const place = SEVERITIES.indexOf(severity);
  return place >= SEVERITIES.indexOf(least) && place <= SEVERITIES.indexOf(most);
}

/** `medium` or `medium to high`. */
export function rangeOf([least, most]: readonly [Severity, Severity]): string {
  return least === most ? least : `${least} to ${most}`;
}

const describe = ({ severity, score, heuristics }: Incident): string => `${severity} ${score} ${heuristics.join(' ')}`;
