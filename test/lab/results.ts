import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../../src/model/event.js';

/** One test, or one hook that failed, in one attach mode. */
export interface TestResult {
  /** titles of the suites around it */
  readonly group: string;
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** what the sensor saw during it */
  readonly operations: readonly Operation[];
  readonly milliseconds?: number;
  /** why it was skipped, where the test says so */
  readonly reason?: string;
  /** skipped because the kernel has nothing that could be seen */
  readonly isAbsent?: true;
  readonly error?: string;
}

/** Written when the last test has ended; failed hooks count as failed. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What `interloper doctor --json` says of a probe. */
export interface ProbeResult {
  readonly probe: { readonly name: string; readonly abi: string; readonly operations: readonly Operation[] };
  /** what serves it, for a person */
  readonly hook?: string;
  /** the BPF programs that serve it */
  readonly programs: readonly string[];
  readonly attached: boolean;
  readonly error?: string;
}

/** A technique of the self-test. */
export interface TechniqueResult {
  readonly technique: string;
  readonly abi: string;
  /** whether this mode is to see it at all */
  readonly expected: boolean;
  readonly seen: boolean;
  /** why it was not seen, where that is known */
  readonly why?: string;
}

/** One comparison of the sensor with a real auditd. */
export interface CrosscheckResult {
  readonly workload: string;
  /** of `interloper crosscheck` */
  readonly code: number | null;
  readonly totals?: {
    readonly matched: number;
    readonly sensorOnly: number;
    readonly auditOnly: number;
    readonly unexplained: number;
    readonly pending: number;
  };
  /** pairs whose stamp was predicted exactly */
  readonly exact?: number;
  /** why there is no report, or what it could not explain */
  readonly error?: string;
}

/** What one attach mode did on one kernel. */
export interface ModeResult {
  readonly mode: string;
  readonly probes: readonly ProbeResult[];
  readonly selftest: readonly TechniqueResult[];
  readonly tests: readonly TestResult[];
  readonly crosscheck: readonly CrosscheckResult[];
  /** what did not come to its end, or is not what was asked for, in words */
  readonly broken: readonly string[];
}

/** What was found on one kernel. */
export interface KernelResult {
  /** `6.12` */
  readonly version: string;
  /** as `uname -r` says it */
  readonly release: string;
  /** the commit of the product that was tried */
  readonly revision: string;
  readonly modes: readonly ModeResult[];
}

/** Reads what the guest handed over of one mode. What is missing or cut off is told in `broken`. */
export function readResults(folder: string, mode: string): ModeResult {
  const broken: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    try {
      return parse(readFileSync(join(folder, mode, name), 'utf8'));
    } catch (error) {
      broken.push(`${name} is missing or cut off: ${(error as Error).message}`);
      return undefined;
    }
  };
  const doctor = read('doctor.json', (text) => JSON.parse(text) as Doctor);
  const selftest = read('selftest.json', (text) => JSON.parse(text) as TechniqueResult[]) ?? [];
  const tests = read('tests.jsonl', parseLines) ?? [];
  const crosscheck = read('crosscheck.json', (text) => JSON.parse(text) as CrosscheckResult[]) ?? [];
  const totals = read('totals.json', (text) => JSON.parse(text) as Totals);

  const { probes = [], attachMode, error } = doctor?.trial ?? {};
  if (error !== undefined) broken.push(`doctor could not try the probes: ${error}`);
  if (attachMode !== undefined && attachMode !== mode)
    broken.push(`doctor tried attach mode ${attachMode}, not ${mode}`);
  if (totals !== undefined && totals.passed + totals.failed === 0) broken.push('no test ran');
  if (totals !== undefined && totals.failed !== tests.filter(({ state }) => state === 'failed').length) {
    broken.push(`${totals.failed} tests failed, and tests.jsonl tells of others`);
  }
  return { mode, probes, selftest, tests, crosscheck, broken };
}

interface Doctor {
  readonly trial: { readonly attachMode?: string; readonly probes?: readonly ProbeResult[]; readonly error?: string };
}

function parseLines(text: string): TestResult[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TestResult);
}

/** A technique, with the calls that it is made of where they are not the usual ones. */
export const nameTechnique = ({ technique, abi }: TechniqueResult): string =>
  abi === 'x86_64' ? technique : `${technique} (${abi})`;

/** What is wrong, a line each; empty where nothing is. */
export function listFailures(result: ModeResult): string[] {
  const { probes, selftest, tests, crosscheck, broken } = result;
  const loose = probes.filter(({ attached }) => !attached);
  const unseen = selftest.filter(({ seen, expected }) => !seen && expected);
  const failed = tests.filter(({ state }) => state === 'failed');
  return [
    ...broken,
    ...loose.map(({ probe, error }) => `${probe.name} does not attach: ${error ?? 'unknown'}`),
    ...unseen.map((one) => `the self-test did not see ${nameTechnique(one)}`),
    ...crosscheck
      .filter(({ code }) => code !== 0)
      .map(({ workload, code, error }) => `the cross-check of ${workload} ended with ${code}: ${error ?? 'unknown'}`),
    ...failed.map(({ group, title, error }) => `${group} › ${title}: ${error ?? 'unknown'}`),
  ];
}
