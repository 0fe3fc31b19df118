import type { Event } from '../../../src/model/event.js';

/** A rule that another tool publishes, written over our events. */
export interface RivalRule {
  readonly tool: 'Falco' | 'Tracee';
  readonly name: string;
  /** as its author grades it */
  readonly priority: string;
  /** where the condition is documented */
  readonly source: string;
  /** the condition, in its author's words or close to them */
  readonly condition: string;
  readonly matches: (event: Event) => boolean;
}

/** The rules that at least one of the events matches, in the order given. */
export function matchingRules(rules: readonly RivalRule[], events: readonly Event[]): RivalRule[] {
  return rules.filter(({ matches }) => events.some(matches));
}
