import type { Explain } from './context.js';

/**
 * A full queue of audit's leaves no gap in the serial numbers: only the kernel's counter of lost records tells it. Where
 * nobody read that, what audit lost so is not to be told from what was kept from it.
 */
export const countersUnknown: Explain = (_event, { book }) =>
  book.knowsLostRecords
    ? undefined
    : {
        cause: 'counters-unknown',
        certainty: 'unknown',
        sentence:
          "It cannot be told without the kernel's counter of lost records: audit lost it, or was kept from recording it.",
        evidence: ['no reading of the audit status came with the records'],
      };
