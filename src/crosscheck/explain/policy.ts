import type { PolicyDecision } from '../input.js';
import type { Waiting } from '../waiting.js';
import type { Context, Explain, Explanation } from './context.js';
import { spanOf } from './context.js';

/** The rules at the moment do not record it: no rule matches, one keeps it out, or it cannot be told. */
export const policy: Explain = (event, context) => {
  const [from, to] = spanOf(event);
  const { policies, tolerance } = context;
  const now = policies.at(to);
  const decided = now && explain(now.value(event.event), 'certain');
  const changed = [policies.at(from - tolerance), policies.after(to)].filter(
    (other) => other !== undefined && other.time !== now?.time && Math.abs(other.time - to) <= tolerance,
  );
  if (decided !== undefined && decided.cause !== 'policy-undecided') {
    return changed.length === 0 ? decided : { ...decided, certainty: 'likely' };
  }
  for (const other of changed) {
    const explained = explain(other!.value(event.event), 'likely');
    if (explained !== undefined && explained.cause !== 'policy-undecided') {
      return { ...explained, sentence: `The rules were changed about when the call was made. ${explained.sentence}` };
    }
  }
  return undefined;
};

/** Asked last: rules that cannot be decided explain only what nothing else does. */
export const undecidedPolicy: Explain = (event, { policies }) => {
  const decision = policies.at(event.time)?.value(event.event);
  return decision === undefined ? undefined : explain(decision, 'likely', true);
};

function explain(
  decision: PolicyDecision,
  certainty: Explanation['certainty'],
  undecided = false,
): Explanation | undefined {
  const sentence = `${decision.sentence.charAt(0).toUpperCase()}${decision.sentence.slice(1)}`;
  const evidence = decision.text === undefined ? [] : [`rule ${decision.rule}: ${decision.text}`];
  switch (decision.answer) {
    case 'not-recorded':
      return {
        cause: 'not-in-policy',
        certainty,
        sentence: `The rules do not record it: ${decision.sentence}.`,
        evidence,
      };
    case 'suppressed':
      return { cause: 'suppressed', certainty, sentence: `${sentence}.`, evidence };
    case 'undecided':
      return undecided
        ? { cause: 'policy-undecided', certainty: 'likely', sentence: `${sentence}.`, evidence }
        : undefined;
    default:
      return undefined;
  }
}

/** What the rules at a moment say of processes that are made then. */
export function taskRuleAt(
  event: Waiting,
  time: number,
  { policies }: Context,
): { readonly rule: NonNullable<PolicyDecision['task']>; readonly wasLoaded: boolean } | undefined {
  const then = policies.at(time);
  const rule = (then ?? policies.after(time))?.value(event.event).task;
  return rule && { rule, wasLoaded: then !== undefined };
}
