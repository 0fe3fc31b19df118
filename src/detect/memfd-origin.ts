import type { Clue } from './heuristic.js';
import { nameFile } from './sentence.js';

/** A memfd that was made in one process and is code in another: it was passed, inherited or taken. */
export const MADE_BY_OTHER: Clue = {
  id: 'memfd-from-other',
  kind: 'aggravation',
  effect: 'touch',
  title: 'Code in memory came from another process',
  sentence: ({ actor }, tally) =>
    `${actor} did not make ${nameFile(tally.first.file)}: another process did, and handed it over`,
};
