import type { Waiting } from './waiting.js';

/** Calls of one process between two that are paired, by side, in order. */
export interface Stretch {
  readonly sensors: readonly Waiting[];
  readonly audits: readonly Waiting[];
}

/**
 * The calls of each process between any two of its pairs, and before the first. What comes after the last one is not
 * among them: more of it may be to come.
 */
export function stretchesOf(sensors: readonly Waiting[], audits: readonly Waiting[], last: boolean): Stretch[] {
  const auditsOf = new Map<number, Waiting[]>();
  for (const audit of audits) {
    const { tgid } = audit.event.actor;
    const known = auditsOf.get(tgid);
    if (known === undefined) auditsOf.set(tgid, [audit]);
    else known.push(audit);
  }
  const open = new Map<number, { sensors: Waiting[]; readonly audits: readonly Waiting[]; next: number }>();
  const stretches: Stretch[] = [];
  for (const sensor of sensors) {
    const { tgid } = sensor.event.actor;
    let walk = open.get(tgid);
    if (walk === undefined) {
      walk = { sensors: [], audits: auditsOf.get(tgid) ?? [], next: 0 };
      open.set(tgid, walk);
    }
    const { partner } = sensor;
    if (partner === undefined) {
      walk.sensors.push(sensor);
      continue;
    }
    // threads of one process may return in another order than they are numbered
    if (walk.next > 0 && partner.order < walk.audits[walk.next - 1]!.order) continue;
    const between: Waiting[] = [];
    let audit = walk.audits[walk.next];
    while (audit !== undefined && audit.order < partner.order) {
      if (audit.partner === undefined) between.push(audit);
      audit = walk.audits[++walk.next];
    }
    if (audit === partner) walk.next++;
    if (walk.sensors.length > 0 && between.length > 0) stretches.push({ sensors: walk.sensors, audits: between });
    walk.sensors = [];
  }
  if (!last) return stretches;
  for (const { sensors: tail, audits: all, next } of open.values()) {
    const rest = all.slice(next).filter(({ partner }) => partner === undefined);
    if (tail.length > 0 && rest.length > 0) stretches.push({ sensors: tail, audits: rest });
  }
  return stretches;
}
