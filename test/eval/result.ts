import type { Event, Source } from '../../src/model/event.js';
import { atLeast, type Incident, type Severity } from '../../src/model/incident.js';
import type { Case } from './case.js';
import { explainMiss } from './explain-miss.js';
import { judge, type Verdict } from './judge.js';
import { type Replayed, replay } from './replay.js';
import { FALCO } from './rivals/falco.js';
import { matchingRules, type RivalRule } from './rivals/rule.js';
import { TRACEE } from './rivals/tracee.js';

/** What a case asks for: that somebody is alerted, that it is noted without alarm, or that nobody is bothered. */
export type Kind = 'alert' | 'note' | 'silence';

/** One source's side of a case. */
export interface Side {
  readonly source: Source;
  readonly events: number;
  readonly verdict: Verdict;
}

/** What each side made of a case. */
export interface Result {
  readonly one: Case;
  readonly kind: Kind;
  readonly bpf: Side;
  /** undefined where the case was not recorded with auditd */
  readonly audit: Side | undefined;
  /** why audit's side is wrong, in sentences; empty where it is right */
  readonly auditLacks: readonly string[];
  readonly rivals: readonly RivalRule[];
}

export function kindOf({ expect }: Case): Kind {
  if (expect.outcome === 'silent') return 'silence';
  return atLeast(expect.severity[0], 'medium') ? 'alert' : 'note';
}

/** Judges what was recorded of a case. `incidents`: the live sensor's, where it was live. */
export function resultOf(
  one: Case,
  events: readonly Event[],
  audit: readonly Event[] | undefined,
  incidents?: readonly Incident[],
): Result {
  const bpf = replay(events);
  const replayed = audit && replay(audit);
  const verdict = judge(one, incidents ?? bpf.incidents);
  const auditSide = audit && replayed && side('audit', one, audit, replayed);
  const missed = verdict.right && auditSide !== undefined && !auditSide.verdict.right;
  return {
    one,
    kind: kindOf(one),
    bpf: { source: 'bpf', events: events.length, verdict },
    audit: auditSide,
    auditLacks: missed ? explainMiss(one, { events, replayed: bpf }, { events: audit!, replayed: replayed! }) : [],
    rivals: matchingRules([...FALCO, ...TRACEE], events),
  };
}

/** Audit misses what the kernel's events show, and no field that audit lacks says why. */
export function isUnexplained({ bpf, audit, auditLacks }: Result): boolean {
  return bpf.verdict.right && audit !== undefined && !audit.verdict.right && auditLacks.length === 0;
}

const side = (source: Source, one: Case, events: readonly Event[], { incidents }: Replayed): Side => ({
  source,
  events: events.length,
  verdict: judge(one, incidents),
});

/** How well one source did over all cases that it saw. */
export interface Score {
  readonly alerts: { readonly right: number; readonly all: number };
  readonly notes: { readonly right: number; readonly all: number };
  readonly silences: { readonly right: number; readonly all: number };
  /** silent cases with an incident, by its severity */
  readonly falseAlerts: Readonly<Partial<Record<Severity, number>>>;
}

export function scoreOf(results: readonly Result[], sideOf: (result: Result) => Side | undefined): Score {
  const seen = results.flatMap(({ kind, ...result }) => {
    const one = sideOf({ kind, ...result });
    return one === undefined ? [] : [{ kind, verdict: one.verdict }];
  });
  const count = (wanted: Kind) => {
    const all = seen.filter(({ kind }) => kind === wanted);
    return { right: all.filter(({ verdict }) => verdict.right).length, all: all.length };
  };
  const falseAlerts: Partial<Record<Severity, number>> = {};
  for (const { kind, verdict } of seen) {
    const severity = kind === 'silence' ? verdict.incident?.severity : undefined;
    if (severity !== undefined) falseAlerts[severity] = (falseAlerts[severity] ?? 0) + 1;
  }
  return { alerts: count('alert'), notes: count('note'), silences: count('silence'), falseAlerts };
}
