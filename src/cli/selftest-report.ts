import type { Incident } from '../model/incident.js';
import type { CanaryAbi, Technique } from '../native/canary.js';
import { escapeText } from '../sinks/escape.js';

/** Milliseconds from an operation to its report, over all runs. */
export interface Latency {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What audit made of one technique. */
export interface AuditOutcome {
  /** in each run */
  readonly seen: boolean;
  readonly seenIn: number;
  /** serial numbers of the events, one a run */
  readonly records?: readonly number[];
  /** keys of the rules that matched */
  readonly keys?: readonly string[];
  /** what audit saw of it */
  readonly operation?: string;
  readonly latency?: Latency;
  /** why not, a sentence's beginning */
  readonly why?: string;
  /** the rule to add */
  readonly add?: string;
}

/** How auditing was set while the self-test ran. */
export interface AuditFacts {
  readonly enabled: boolean;
  /** process id of the audit daemon, 0 where there is none */
  readonly daemon: number;
  readonly backlogLimit: number;
  readonly rateLimit: number;
  /** records that the kernel lost meanwhile */
  readonly lost: number;
  /** how often this program was too late for records, an unknown number each time */
  readonly missedByReader: number;
  /** why the rules are not known */
  readonly rulesUnknown?: string;
  /** no rule records anything of what the heuristics need */
  readonly noRules?: boolean;
}

/** What became of one technique by one interface. */
export interface Outcome {
  readonly technique: Technique;
  readonly abi: CanaryAbi;
  /** by the sensor, in each run */
  readonly seen: boolean;
  /** false where it is known that the sensor does not watch it here, or that this host cannot do it */
  readonly expected: boolean;
  readonly runs?: number;
  readonly seenIn?: number;
  readonly latency?: Latency;
  readonly incident?: Incident;
  /** why the sensor did not see it, where that is known */
  readonly why?: string;
  /** why the helper could not do it: a policy of the host, most likely */
  readonly refused?: string;
  readonly audit?: AuditOutcome;
}

export interface Report {
  readonly outcomes: readonly Outcome[];
  /** all that was to be seen was */
  readonly works: boolean;
  readonly audit?: AuditFacts;
}

/** Milliseconds since the epoch, with a fraction: finer than Date.now(). */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** @param values at least one; one below zero is the coarseness of a clock */
export function latencyOf(values: readonly number[]): Latency {
  const sorted = values.map((value) => Math.max(0, value)).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** A list of outcomes; with audit, an object that has it as `outcomes` beside how auditing was set. */
export function reportJson({ outcomes, works, audit }: Report): unknown {
  const list = outcomes.map(({ incident, latency, ...outcome }) => ({
    ...outcome,
    ...(latency && { latencyMs: latency.median, latency }),
    ...(incident && { severity: incident.severity, score: incident.score }),
  }));
  return audit === undefined ? list : { works, audit, outcomes: list };
}

export function renderReport(report: Report): string {
  const { outcomes, audit } = report;
  const width = Math.max(...outcomes.map(({ technique }) => technique.length));
  const lines = outcomes.flatMap((outcome) => {
    const head = `  ${outcome.technique.padEnd(width)}  ${outcome.abi === 'i386' ? '32-bit' : '64-bit'}  `;
    if (outcome.audit === undefined) return [`${head}${sensorText(outcome)}`];
    const blank = ' '.repeat(head.length);
    const { add } = outcome.audit;
    return [
      `${head}sensor: ${sensorText(outcome)}`,
      `${blank}audit:  ${auditText(outcome.audit, outcome.runs ?? 1)}`,
      ...(add === undefined ? [] : [`${blank}        to add: ${escapeText(add)}`]),
    ];
  });
  return `${[
    'Self-test: harmless helpers act on their own children, and each of them must be seen.',
    ...(audit === undefined ? [] : auditHead(audit)),
    ...lines,
    ...verdicts(report),
  ].join('\n')}\n`;
}

function sensorText({ seen, seenIn = 0, runs = 1, latency, incident, why, refused }: Outcome): string {
  if (refused !== undefined) return `not tried: the helper could not do it (${escapeText(refused)})`;
  if (latency === undefined || incident === undefined) return `NOT SEEN${why === undefined ? '' : `: ${why}`}`;
  const times = seen ? '' : ` only ${seenIn} times of ${runs},`;
  return `seen${times} after ${latencyText(latency, seenIn)}, as ${incident.severity} (score ${incident.score})`;
}

function auditText(
  { seen, seenIn, records = [], keys = [], operation, latency, why }: AuditOutcome,
  runs: number,
): string {
  if (latency === undefined) return `NOT SEEN: ${escapeText(why ?? 'not known why')}`;
  const times = seen ? '' : ` only ${seenIn} times of ${runs},`;
  const key = keys.length === 0 ? 'a rule without a key' : `key ${keys.map(escapeText).join(', ')}`;
  return `seen${times} after ${latencyText(latency, seenIn)}, as ${operation} (SYSCALL of event ${records.at(-1)}, ${key})`;
}

function latencyText({ min, median, max }: Latency, count: number): string {
  const ms = (value: number): string => value.toFixed(1);
  return count < 2 ? `${ms(median)} ms` : `${ms(median)} ms (${ms(min)} to ${ms(max)})`;
}

function auditHead({ enabled, daemon, lost, missedByReader, rulesUnknown, noRules }: AuditFacts): string[] {
  return [
    `Auditing is ${enabled ? 'on' : 'off'}; ${daemon === 0 ? 'no audit daemon runs' : `the audit daemon is process ${daemon}`}.`,
    ...(enabled ? [] : ['! to switch it on: auditctl -e 1']),
    ...(noRules
      ? ['! no rule records what the heuristics need: interloper rules --format auditd | auditctl -R /dev/stdin']
      : []),
    ...(rulesUnknown === undefined ? [] : [`! the rules are not known: ${escapeText(rulesUnknown)}`]),
    ...(lost > 0 ? [`! the kernel lost ${lost} records meanwhile: a longer queue (auditctl -b 8192) holds more`] : []),
    ...(missedByReader > 0 ? [`! this program was too late for some records ${missedByReader} times`] : []),
  ];
}

function verdicts({ outcomes, audit }: Report): string[] {
  const native = outcomes.filter(({ abi }) => abi !== 'i386');
  const compat = outcomes.filter(({ abi }) => abi === 'i386');
  const count = (list: readonly Outcome[]): string => `${list.filter(({ seen }) => seen).length} of ${list.length}`;
  const failed = outcomes.some(({ seen, expected }) => expected && !seen);
  const also = compat.length === 0 ? '' : `, ${count(compat)} by 32-bit calls`;
  const seen = `${count(native)} techniques were seen${also}`;
  const lines = [
    failed
      ? `Detection has gaps on this host: ${seen}. \`interloper doctor\` tells why.`
      : `Detection works on this host: ${seen}.`,
  ];
  if (audit === undefined) return lines;
  const recorded = outcomes.filter(({ audit: one }) => one?.seen).length;
  const neither = outcomes.filter(
    ({ seenIn = 0, audit: one, refused }) => !refused && seenIn === 0 && one?.seenIn === 0,
  );
  lines.push(`Audit recorded ${recorded} of ${outcomes.length}. \`interloper policy\` judges all of its rules.`);
  if (neither.length > 0) {
    const names = neither.map(({ technique, abi }) => `${technique} (${abi})`).join(', ');
    lines.push(`Seen by neither: ${names}.`);
  }
  return lines;
}
