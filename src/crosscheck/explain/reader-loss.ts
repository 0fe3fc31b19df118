import type { Explain } from './context.js';
import { spanOf } from './context.js';

/** Whoever read audit's records says that some were lost on the way. */
export const auditReaderLoss: Explain = (event, { book, tolerance }) => {
  const [from, to] = spanOf(event);
  const loss = book.claimReader(from - tolerance, to + tolerance);
  if (loss === undefined) return undefined;
  return {
    cause: 'reader-loss',
    certainty: loss.count > 0 ? 'certain' : 'likely',
    sentence: 'The reader of the audit records lost some about then.',
    evidence: [`${loss.where}: ${loss.count > 0 ? loss.count : 'an unknown number'}`],
  };
};
