import { processKey } from '../../model/process.js';
import type { Explain } from './context.js';
import { taskRuleAt } from './policy.js';

/**
 * A task gets its audit context when it is made, or never (audit_alloc in kernel/auditsc.c): not while a rule of the task
 * list says never, and not before auditing was first enabled since boot. Refuted by any record of the same process.
 */
export const noAuditContext: Explain = (event, context) => {
  const { actor } = event.event;
  const { audit, bootTime, processes } = context;
  if (actor.start === undefined || bootTime === undefined || processes.wasAudited(actor)) return undefined;
  const started = bootTime + actor.start;
  const seen = processes.seen(actor);
  const noRecord = `audit has no record of process ${processKey(actor)}, of ${seen} ${seen === 1 ? 'event' : 'events'} seen`;
  const task = taskRuleAt(event, started, context);
  if (task !== undefined) {
    const { rule, wasLoaded } = task;
    return {
      cause: 'no-audit-context',
      certainty: rule.certain && wasLoaded ? 'certain' : 'likely',
      sentence: `The process was made while rule ${rule.rule} kept new processes from being audited.`,
      evidence: [`rule ${rule.rule}: ${rule.text}`, noRecord],
    };
  }
  if (audit.firstEnabled === undefined || started >= audit.firstEnabled) return undefined;
  return {
    cause: 'no-audit-context',
    certainty: 'likely',
    sentence: 'The process was made before auditing was first enabled since boot, so that it is never audited.',
    evidence: [noRecord],
  };
};
