import type { Severity } from '../../src/model/incident.js';

/** What a case must come to. */
export type Expectation =
  | {
      readonly outcome: 'found';
      /** ids of heuristics, all of which must have fired in one incident of the case */
      readonly heuristics: readonly string[];
      /** severities of which that incident has one: from, to */
      readonly severity: readonly [Severity, Severity];
    }
  | {
      /** no incident of the case is at medium or above */
      readonly outcome: 'silent';
    };

/** A program that is run under the sensor, and what the sensor must make of it. */
export interface Case {
  /** also the name of its recording: lower-case words and hyphens */
  readonly id: string;
  /** what it does, as a table shows it */
  readonly title: string;
  /** why this verdict is right, from what the kernel guarantees and an analyst would want */
  readonly why: string;
  /** Debian's packages that it runs */
  readonly packages: readonly string[];
  /**
   * Bash, run with `set -euo pipefail` in an empty folder of its own. `$PROGRAMS` has the compiled and copied files of
   * test/eval/programs. It must end with exit code 0, and leave nothing running that matters.
   */
  readonly script: string;
  /** what its output must have, to know that it did what it is to do: a verdict on a program that failed says nothing */
  readonly proof: RegExp;
  readonly expect: Expectation;
  /** run on a terminal of its own, as a person would; default: without one */
  readonly terminal?: true;
  /** why the verdict is known to be wrong today; it counts as wrong everywhere */
  readonly known?: string;
  /** seconds after which it has failed; default 60 */
  readonly patience?: number;
}

/** Cases of one kind, in one file. */
export interface Group {
  readonly title: string;
  readonly cases: readonly Case[];
}

/** An incident with these heuristics, of a severity between these two, must be there. */
export function found(heuristics: readonly string[], least: Severity, most: Severity = least): Expectation {
  return { outcome: 'found', heuristics, severity: [least, most] };
}

/** Nothing at medium or above may be there. */
export const SILENT: Expectation = { outcome: 'silent' };
