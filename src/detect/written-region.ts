import type { Event } from '../model/event.js';
import { isCode } from './evidence.js';
import { type Clue, type Finding, fired } from './heuristic.js';

/** No debugger sets a breakpoint in the vDSO: it belongs to the kernel. */
export const WROTE_VDSO: Clue = {
  id: 'wrote-vdso',
  kind: 'aggravation',
  effect: 'alter',
  attack: ['T1055.014'],
  sentence: ({ target }) => `what was written lies in the vDSO of ${target}, which every system call of it may pass`,
};

export const WROTE_CODE: Clue = {
  id: 'wrote-code',
  kind: 'aggravation',
  effect: 'alter',
  sentence: ({ target }, tally) =>
    `what was written lies in the code of ${target}${tally.first.memory?.region === 'library' ? "'s libraries" : "'s program"}`,
};

/** Findings for a write of which `clue` is the act, told apart by where was written. Made once, chosen per event. */
export function withRegion(clue: Clue): (event: Event) => Finding {
  const plain = fired([clue]);
  const regionUnknown = fired([clue], ['memory.region']);
  const vdso = fired([clue, WROTE_VDSO]);
  const code = fired([clue, WROTE_CODE]);
  return (event) => {
    const region = event.memory?.region;
    if (region === undefined) return regionUnknown;
    if (region === 'vdso') return vdso;
    return isCode(region) ? code : plain;
  };
}
