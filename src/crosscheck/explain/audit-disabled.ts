import type { Explain } from './context.js';
import { spanOf } from './context.js';

/** Auditing was off when the call was entered, where audit decides whether to follow it (__audit_syscall_entry). */
export const auditDisabled: Explain = (event, { audit, edge }) => {
  const [from, to] = spanOf(event);
  const at = audit.enabled.at(from, edge);
  const off = at?.value === 0 ? at : audit.enabled.had((value) => value === 0, from - edge, to + edge);
  if (off === undefined) return undefined;
  const certain = off === at && off.certain;
  return {
    cause: 'audit-disabled',
    certainty: certain ? 'certain' : 'likely',
    sentence: certain
      ? 'Auditing was switched off when the call was made.'
      : 'Auditing was switched off or on about when the call was made.',
    evidence: [`enabled=0: ${off.from}`],
  };
};
