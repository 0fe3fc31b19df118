import { CASES } from './cases/index.js';
import { readFixture } from './fixtures.js';
import { type Result, resultOf } from './result.js';

/** Judges each case of which a recording lies in the repository. */
export function recordedResults(only = /(?:)/): Result[] {
  return CASES.flatMap((one) => {
    const events = only.test(one.id) ? readFixture(one.id, 'bpf') : undefined;
    return events === undefined ? [] : [resultOf(one, events, readFixture(one.id, 'audit'))];
  });
}
