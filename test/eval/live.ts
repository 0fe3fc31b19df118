import { AuditReader } from '../../src/audit/index.js';
import type { Event } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import { AuditDaemon, lostRecords } from '../support/auditd.js';
import { interloper } from '../support/interloper.js';
import { Live } from '../support/live.js';
import type { Case } from './case.js';
import { isEventOf, isIncidentOf, type Mark } from './membership.js';
import { FIRST_LOGIN, MOST_LOGINS, run } from './processes.js';
import { Workshop } from './workshop.js';

/** What was seen of a case while it ran. */
export interface Observation {
  readonly one: Case;
  /** why it did not do what it was to do; '' where it did */
  readonly fault: string;
  /** what the program said, for a person who looks into a fault */
  readonly output: string;
  /** the sensor's events of the case's own processes */
  readonly events: readonly Event[];
  /** the sensor's incidents of the case's own processes, as they stood in the end */
  incidents: readonly Incident[];
  /** the audit daemon's, where one ran */
  audit: readonly Event[] | undefined;
  /** events that the sensor lost meanwhile, whoever's they were */
  readonly lost: number;
}

export interface LiveOptions {
  /** run auditd beside the sensor, with the rules of `interloper rules --format auditd` */
  readonly audit: boolean;
  /** called as each case ends, before what comes late is known */
  readonly onCase: (observation: Observation) => void;
}

/** A live run as a whole. */
export interface LiveRun {
  readonly observations: readonly Observation[];
  /** records that the kernel's audit lost meanwhile: verdicts over audit may lack them */
  readonly auditLost: number;
}

/** Runs the cases one after the other, under one sensor. */
export async function runLive(cases: readonly Case[], { audit, onCase }: LiveOptions): Promise<LiveRun> {
  const workshop = new Workshop();
  const daemon = audit ? new AuditDaemon('RAW') : undefined;
  const live = new Live({ i386: true });
  try {
    if (daemon !== undefined) await startAudit(daemon);
    const before = audit ? lostRecords() : 0;
    const seen: { observation: Observation; mark: Mark }[] = [];
    for (const [index, one] of cases.entries()) {
      const entry = await observe(live, workshop, one, FIRST_LOGIN + index);
      seen.push(entry);
      onCase(entry.observation);
    }
    await live.stop();
    const auditLost = audit ? lostRecords() - before : 0;
    const log = await daemon?.stop();
    const recorded = log === undefined ? undefined : readLog(log);
    for (const { observation, mark } of seen) {
      observation.incidents = incidentsOf(live, mark);
      observation.audit = recorded?.filter((event) => isEventOf(mark, event));
    }
    return { observations: seen.map(({ observation }) => observation), auditLost };
  } finally {
    daemon?.remove();
    await live.stop();
    workshop.remove();
  }
}

async function startAudit(daemon: AuditDaemon): Promise<void> {
  const { stdout, stderr, code } = await interloper(['rules', '--format', 'auditd']);
  if (code !== 0) throw new Error(`interloper rules: ${stderr}`);
  // of the cases only: their login uids are next to each other
  await daemon.start(stdout, `-F auid>=${FIRST_LOGIN} -F auid<${FIRST_LOGIN + MOST_LOGINS}`);
}

async function observe(
  live: Live,
  workshop: Workshop,
  one: Case,
  login: number,
): Promise<{ observation: Observation; mark: Mark }> {
  live.events.length = 0;
  const losses = live.losses.length;
  const ran = await run(one, { programs: workshop.programs, work: workshop.folderOf(one.id), login });
  await live.settle();
  const { mark, fault, output } = ran;
  const events = live.events.filter((event) => isEventOf(mark, event));
  await ran.release();
  const lost = live.losses.slice(losses).reduce((sum, { count }) => sum + count, 0);
  const incidents = incidentsOf(live, mark);
  return { observation: { one, fault, output, events, incidents, audit: undefined, lost }, mark };
}

/** The last report of each incident of the case. */
function incidentsOf(live: Live, mark: Mark): Incident[] {
  const latest = new Map(live.incidents.map((incident) => [incident.id, incident]));
  return [...latest.values()].filter((incident) => isIncidentOf(mark, incident));
}

function readLog(log: Buffer): Event[] {
  const events: Event[] = [];
  const reader = new AuditReader({ event: (event) => events.push(event), loss: () => undefined }, {});
  reader.push(log);
  reader.end();
  return events;
}
