import type { Explain } from './context.js';

/** ns: both the stamp and the moment of attaching are cut to ms. What is stamped later was entered later, and is seen. */
const ROUNDING = 2e6;

/** The sensor was not attached yet, or not any more. Audit's stamp is of the entry, the sensor sees the return. */
export const attachment: Explain = (event, { coverages, edge }) => {
  const at = coverages.at(event.time);
  if (at?.value.coverage === undefined) {
    const next = coverages.after(event.time);
    const isBefore = at === undefined;
    return {
      cause: isBefore ? 'before-attach' : 'after-detach',
      certainty: next === undefined || next.time - event.time > edge ? 'certain' : 'likely',
      sentence: isBefore ? 'The sensor was not attached yet.' : 'The sensor was not attached any more.',
      evidence: [(isBefore ? next?.value.from : at?.value.from) ?? 'the sensor says when it attached and detached'],
    };
  }
  const next = coverages.after(event.time);
  if (next !== undefined && next.value.coverage === undefined && next.time - event.time <= edge) {
    return {
      cause: 'after-detach',
      certainty: 'likely',
      sentence: 'The sensor was detached about when the call returned.',
      evidence: [next.value.from ?? 'the sensor says when it detached'],
    };
  }
  const isFirst = coverages.at(at.time - 1) === undefined;
  if (!isFirst || event.time - at.time > ROUNDING) return undefined;
  return {
    cause: 'before-attach',
    certainty: 'likely',
    sentence: 'The sensor was being attached about when the call was made.',
    evidence: [at.value.from ?? 'the sensor says when it attached'],
  };
};
