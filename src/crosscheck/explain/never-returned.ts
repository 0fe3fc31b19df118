import type { Explain } from './context.js';

/** The sensor takes a call at its return. Audit also tells of one that a signal ended with its thread, without a result. */
export const neverReturned: Explain = ({ event }) =>
  event.ret !== undefined || event.operation === 'exec'
    ? undefined
    : {
        cause: 'never-returned',
        certainty: 'certain',
        sentence: 'The call never returned: its thread ended in it.',
        evidence: ['the record has no exit='],
      };
