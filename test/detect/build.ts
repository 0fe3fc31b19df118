import { Engine, type EngineOptions } from '../../src/detect/engine.js';
import type { Event, Operation } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import type { Process } from '../../src/model/process.js';
import { timestampFromNanoseconds } from '../../src/model/timestamp.js';

/** A process with everything that the kernel side knows, as an ordinary user on the host. */
export function process(tgid: number, comm: string, more: Partial<Process> = {}): Process {
  return {
    tgid,
    tid: tgid,
    start: tgid * 1_000_000,
    ppid: 1,
    uid: 1000,
    euid: 1000,
    capabilities: 0,
    comm,
    exe: { path: `/usr/bin/${comm}`, mode: 0o100755, ownerUid: 0, memfd: false, unlinked: false, inMemory: false },
    pidNamespace: 4026531836,
    mountNamespace: 4026531841,
    tty: 'pts/0',
    host: { roles: [], hostMounts: true },
    ...more,
  };
}

/** A process as audit sees it. */
export function auditProcess(tgid: number, comm: string, more: Partial<Process> = {}): Process {
  return { tgid, comm, ppid: 1, uid: 1000, euid: 1000, auid: 1000, exe: { path: `/usr/bin/${comm}` }, ...more };
}

export const actor = process(100, 'editor');
export const target = process(200, 'service');

const START = 1_800_000_000_000_000_000n;

/** An event `ms` milliseconds after the beginning of all tests. */
export function event(operation: Operation, ms: number, more: Partial<Event> = {}): Event {
  const time = timestampFromNanoseconds(START + BigInt(Math.round(ms * 1e6)));
  return { source: 'bpf', operation, time, abi: 'x86_64', ret: 0, actor, ...more };
}

/** An event on `target`. */
export function onTarget(operation: Operation, ms: number, more: Partial<Event> = {}): Event {
  return event(operation, ms, { target: { process: target, argument: target.tgid }, ...more });
}

export const at = (ms: number) => timestampFromNanoseconds(START + BigInt(Math.round(ms * 1e6)));
export const milliseconds = (ms: number): number => Number(START / 1_000_000n) + ms;

/** An engine and the reports it has made. */
export function recorder(options: Omit<EngineOptions, 'onIncident'> = {}): { engine: Engine; reports: Incident[] } {
  const reports: Incident[] = [];
  const engine = new Engine({ ...options, onIncident: (incident) => reports.push(incident) });
  return { engine, reports };
}

/** The incidents that `events` make, as they stand at the end. */
export function incidentsOf(events: readonly Event[], options: Omit<EngineOptions, 'onIncident'> = {}): Incident[] {
  const { engine } = recorder(options);
  for (const one of events) engine.handle(one);
  return engine.snapshot();
}

/** The only incident that `events` make. */
export function incidentOf(events: readonly Event[], options: Omit<EngineOptions, 'onIncident'> = {}): Incident {
  const incidents = incidentsOf(events, options);
  if (incidents.length !== 1) throw new Error(`expected one incident, found ${incidents.length}`);
  return incidents[0]!;
}
