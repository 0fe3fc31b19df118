import type { Explain } from './context.js';

/** The sensor does not see such calls on this host, or leaves this one out. */
export const notServed: Explain = (event, { coverages }) => {
  const coverage = coverages.at(event.time)?.value.coverage;
  if (coverage === undefined) return undefined;
  const { abi, operation } = event.event;
  if (abi !== undefined && coverage.abis !== undefined && !coverage.abis.has(abi)) {
    return {
      cause: 'abi-not-seen',
      certainty: 'certain',
      sentence: `In this attach mode the sensor does not see calls of ${abi}.`,
      evidence: [`it sees those of ${[...coverage.abis].join(', ')}`],
    };
  }
  if (coverage.operations !== undefined && !coverage.operations.has(operation)) {
    return {
      cause: 'probe-not-served',
      certainty: 'certain',
      sentence: `No probe for ${operation} is attached on this host.`,
      evidence: ['interloper doctor says why'],
    };
  }
  const sentence = coverage.leavesOut?.(event.event);
  return sentence === undefined ? undefined : { cause: 'filtered', certainty: 'certain', sentence, evidence: [] };
};
