import type { CrosscheckOptions } from '../../src/crosscheck/index.js';
import { Crosscheck } from '../../src/crosscheck/index.js';
import type { Report } from '../../src/crosscheck/report.js';
import type { Event } from '../../src/model/event.js';
import type { Process } from '../../src/model/process.js';
import type { Timestamp } from '../../src/model/timestamp.js';

const MS = 1e6;
const SECOND = 1e9;
/** where the simulated boot clock is zero; whole seconds, so that numbers stay exact */
const EPOCH_S = 1_800_000_000;
const UPTIME = 5000 * SECOND;

/** What goes on in a simulated kernel. */
export interface World {
  readonly seed: number;
  readonly calls: number;
  /** ns */
  readonly tick: number;
  /** how fast values of the coarse clock run against its ticks, parts per million */
  readonly slew?: number;
  /** threads, each its own process, that call at the same time */
  readonly threads?: number;
  /** share of calls that are the same as others of their thread: 0 to 1 */
  readonly repeated?: number;
  /** mean time between two calls of one thread, ns */
  readonly pause?: number;
  readonly lossOfSensor?: number;
  readonly lossOfAudit?: number;
  /** how audit loses: before it gives a number, or after, over a rate limit; or somebody takes out what it has written */
  readonly auditLoses?: 'backlog' | 'gap' | 'taken';
  /** of audit's losses, so many are not counted by anybody */
  readonly concealed?: number;
  /** nobody read the kernel's counters, as beside a log of long ago */
  readonly isUncounted?: boolean;
  /** events come as they happen, and time goes on */
  readonly isLive?: boolean;
  /** the time of day is set, by so many ms, at half the time */
  readonly stepMs?: number;
  /** share of ticks that come late, by up to half a tick */
  readonly lateTicks?: number;
  /** share of calls whose thread is kept from running, for up to 100 ms, before audit stamps them */
  readonly preempted?: number;
}

/** One call that was made, and what each side has of it. */
export interface Call {
  readonly entry: number;
  readonly exit: number;
  readonly thread: number;
  readonly data: number;
  /** what audit stamps it with, or would have */
  readonly stamp: number;
  /** it was entered so near the edge of a tick that none but the kernel knows which tick stamps it */
  readonly isAtEdge: boolean;
  readonly sensor: Event | undefined;
  readonly audit: Event | undefined;
}

export interface Simulated {
  readonly calls: readonly Call[];
  /** in the order in which each side hands them out */
  readonly sensor: readonly Event[];
  readonly audit: readonly Event[];
  readonly lostBySensor: number;
  readonly lostByAudit: number;
  readonly from: Timestamp;
  readonly to: Timestamp;
}

/** Numbers from 0 to 1 that look random (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const wall = (ns: number): Timestamp => {
  const seconds = Math.floor(ns / SECOND);
  return { seconds: EPOCH_S + seconds, nanos: Math.round(ns - seconds * SECOND) };
};

/** SYSCALL and PROCTITLE; the end mark is one more */
const RECORDS = 2;
const POKE = 5;
/** ns: ticks come as late as this, beside how well the phase can be found out */
const PUNCTUAL = 60_000;

/** A kernel with a coarse clock as timekeeping has it: ticks on one grid, the values that they leave on another. */
export function simulate(world: World): Simulated {
  const {
    seed,
    calls: count,
    tick,
    slew = 0,
    threads = 2,
    repeated = 0.5,
    pause = 0.3 * MS,
    lossOfSensor = 0,
    lossOfAudit = 0,
    auditLoses = 'backlog',
    stepMs = 0,
    lateTicks = 0,
    preempted = 0,
  } = world;
  // unique pairs lie this far apart in the tick, on average
  const gap = tick / (count * (1 - repeated) * (1 - lossOfSensor) * (1 - lossOfAudit));
  const edge = PUNCTUAL + 10 * gap;
  const random = randomFrom(seed);
  const phase = random() * tick;
  const grid = random() * tick;
  const lateness = new Map<number, number>();
  const late = (index: number): number => {
    let by = lateness.get(index);
    if (by === undefined) {
      by = random() < lateTicks ? (random() * tick) / 2 : random() * 2000;
      lateness.set(index, by);
    }
    return by;
  };
  const end = UPTIME + (count / threads) * pause;
  const stepAt = stepMs === 0 ? Number.POSITIVE_INFINITY : (UPTIME + end) / 2;
  const timeOfDay = (boot: number): number => (boot < stepAt ? boot : boot + stepMs * MS);
  const coarse = (boot: number): number => {
    let index = Math.floor((boot - phase) / tick);
    if (boot < phase + index * tick + late(index)) index--;
    const width = tick * (1 + slew / 1e6);
    return grid + Math.floor((phase + index * tick - grid) / width) * width;
  };
  /** the sensor reads the difference of the two clocks twice a second */
  const sensorTimeOfDay = (boot: number): number => (boot < stepAt + 300 * MS ? boot : boot + stepMs * MS);

  const actors: Process[] = [];
  for (let thread = 0; thread < threads; thread++) {
    const tgid = 1000 + thread;
    actors.push({ tgid, tid: tgid, start: 1000, uid: 0, comm: 'tracer', exe: { path: '/usr/bin/tracer' } });
  }
  const clocks = actors.map(() => UPTIME + random() * pause);
  const raw: { entry: number; stamped: number; exit: number; thread: number; args: number[] }[] = [];
  for (let index = 0; index < count; index++) {
    const thread = clocks.indexOf(Math.min(...clocks));
    const entry = clocks[thread]!;
    const stamped = preempted > 0 && random() < preempted ? entry + random() * 100 * MS : entry;
    const exit = stamped + 3000 + random() * 20_000;
    clocks[thread] = exit + 3000 - Math.log(1 - random()) * pause;
    const data = random() < repeated ? Math.floor(random() * 3) : 1000 + index;
    raw.push({ entry, stamped, exit, thread, args: [POKE, 77, 0x7f0000000000, data] });
  }
  raw.sort((a, b) => a.exit - b.exit);

  let serial = 100;
  let lostBySensor = 0;
  let lostByAudit = 0;
  const calls = raw.map(({ entry, stamped, exit, thread, args }, index): Call => {
    const common = { operation: 'write-data', abi: 'x86_64', nr: 101, call: 'ptrace', args, ret: 0 } as const;
    const isLostBySensor = random() < lossOfSensor;
    // a gap is one only between two numbers
    const isAtEnd = index === 0 || index === count - 1;
    const isLostByAudit = !isAtEnd && random() < lossOfAudit;
    if (isLostBySensor) lostBySensor++;
    if (isLostByAudit) lostByAudit++;
    if (!isLostByAudit || auditLoses !== 'backlog') serial++;
    // whole ns, as the kernel has them
    const [began, ended] = [Math.floor(entry), Math.floor(exit)];
    const { tid: _tid, start: _start, ...audited } = actors[thread]!;
    const stamp = Math.floor((coarse(Math.floor(stamped)) + (began < stepAt ? 0 : stepMs * MS)) / MS) * MS;
    return {
      entry,
      exit,
      thread,
      data: args[3]!,
      stamp,
      isAtEdge: Math.abs(began - phase - Math.round((began - phase) / tick) * tick) < edge,
      sensor: isLostBySensor
        ? undefined
        : {
            source: 'bpf',
            ...common,
            time: wall(sensorTimeOfDay(ended)),
            entryTime: wall(sensorTimeOfDay(began)),
            entryBoot: began,
            exitBoot: ended,
            actor: actors[thread]!,
          },
      audit: isLostByAudit
        ? undefined
        : { source: 'audit', ...common, time: wall(stamp), actor: audited, record: { serial, records: RECORDS } },
    };
  });
  return {
    calls,
    sensor: calls.flatMap(({ sensor }) => sensor ?? []),
    audit: calls.flatMap(({ audit }) => audit ?? []),
    lostBySensor,
    lostByAudit,
    from: wall(UPTIME - SECOND),
    to: wall(timeOfDay(Math.max(end, calls.at(-1)!.exit)) + SECOND),
  };
}

/** What a cross-check makes of it, and which pairs it made. */
export interface Checked {
  readonly report: Report;
  /** pairs that something on either side contradicts */
  readonly wrong: number;
  /** of those that are not marked as interchangeable */
  readonly wrongUnmarked: number;
  /** pairs of two different calls */
  readonly misplaced: number;
  readonly pairs: number;
}

/** Runs a cross-check over what was simulated, with the losses told as the kernel tells them. */
export function check(world: World, options: CrosscheckOptions = {}): Checked {
  const simulated = simulate(world);
  const callOf = new Map<Event, Call>();
  for (const call of simulated.calls) {
    if (call.sensor) callOf.set(call.sensor, call);
    if (call.audit) callOf.set(call.audit, call);
  }
  const pairs: [Call, Call][] = [];
  const unmarked: [Call, Call][] = [];
  const crosscheck = new Crosscheck({
    ...options,
    onMatched: (sensor, audit, interchangeable) => {
      const pair: [Call, Call] = [callOf.get(sensor)!, callOf.get(audit)!];
      pairs.push(pair);
      if (!interchangeable) unmarked.push(pair);
    },
  });
  const { from, to } = simulated;
  crosscheck.policy(
    () => ({ answer: 'recorded', rule: 1, text: '-a always,exit -S ptrace', sentence: 'rule 1 records it' }),
    from,
  );
  crosscheck.attached({ time: from });
  const isLimited = world.auditLoses === 'gap';
  const status = { enabled: 1, pid: 1, backlogLimit: 64, rateLimit: isLimited ? 100 : 0 };
  crosscheck.auditStatus({ time: from, ...(!world.isUncounted && { lost: 0 }), ...status });
  const hasGaps = world.auditLoses !== undefined && world.auditLoses !== 'backlog';
  if (simulated.lostByAudit > 0 && hasGaps) tellGaps(crosscheck, simulated);
  if (simulated.lostBySensor > 0) {
    crosscheck.sensorLoss({ source: 'bpf', where: 'ring', kind: 'ptrace', count: simulated.lostBySensor, from, to });
  }
  const lost = lostRecords(world, simulated.lostByAudit);
  crosscheck.auditStatus({ time: to, ...(!world.isUncounted && { lost }), ...status });
  if (world.isLive) feedLive(crosscheck, simulated);
  else feed(crosscheck, simulated);
  const report = crosscheck.finish();
  const misplaced = pairs.filter(([one, other]) => one !== other).length;
  const { calls } = simulated;
  return {
    ...{ report, misplaced, pairs: pairs.length },
    ...{ wrong: countWrong(pairs, calls), wrongUnmarked: countWrong(unmarked, calls) },
  };
}

/** What the kernel counts: one record for an event that finds the queue full, each over the limit, none that is taken. */
function lostRecords({ auditLoses, concealed = 0 }: World, events: number): number {
  if (auditLoses === 'taken') return 0;
  return (events - concealed) * (auditLoses === 'gap' ? RECORDS + 1 : 1);
}

function tellGaps(crosscheck: Crosscheck, { audit }: Simulated): void {
  for (let index = 1; index < audit.length; index++) {
    const [before, after] = [audit[index - 1]!, audit[index]!];
    const count = after.record!.serial - before.record!.serial - 1;
    if (count <= 0) continue;
    const serial = before.record!.serial + 1;
    crosscheck.auditLoss({ source: 'audit', where: 'serial-gap', count, serial, from: before.time, to: after.time });
  }
}

const TICK = 0.5;

/** Both sides as they come, a tenth of a second late, with the time told twice a second up to ten seconds after. */
function feedLive(crosscheck: Crosscheck, { sensor, audit }: Simulated): void {
  const seconds = ({ time }: Event): number => time.seconds + time.nanos / SECOND;
  const all = [...sensor, ...audit].sort((a, b) => seconds(a) - seconds(b));
  const [first, last] = [seconds(all[0]!), seconds(all.at(-1)!)];
  let next = 0;
  for (let now = first; now < last + 10; now += TICK) {
    for (; next < all.length && seconds(all[next]!) < now - 0.1; next++) {
      if (all[next]!.source === 'bpf') crosscheck.sensor(all[next]!);
      else crosscheck.audit(all[next]!);
    }
    crosscheck.tick(wall((now - EPOCH_S) * SECOND));
  }
}

/** Reads both sides as from files: more of the one that is behind. */
export function feed(crosscheck: Crosscheck, { sensor, audit }: Pick<Simulated, 'sensor' | 'audit'>): void {
  let [nextSensor, nextAudit] = [0, 0];
  while (nextSensor < sensor.length || nextAudit < audit.length) {
    const isSensor = nextAudit >= audit.length || (nextSensor < sensor.length && crosscheck.behind === 'sensor');
    if (isSensor) crosscheck.sensor(sensor[nextSensor++]!);
    else crosscheck.audit(audit[nextAudit++]!);
  }
}

/**
 * Pairs that something on either side contradicts: another call, another stamp than the call got, or another order than
 * that of the thread. Where a thread makes the same call twice in a tick and one is lost, nothing may say which.
 */
function countWrong(pairs: readonly (readonly [Call, Call])[], calls: readonly Call[]): number {
  const place = new Map(calls.map((call, index) => [call, index]));
  const latest = new Map<number, number>();
  let wrong = 0;
  for (const [one, other] of [...pairs].sort(([a], [b]) => place.get(a)! - place.get(b)!)) {
    const isSameTick = one.stamp === other.stamp || one.isAtEdge;
    const isSame = one.thread === other.thread && one.data === other.data && isSameTick;
    const isInOrder = place.get(other)! > (latest.get(one.thread) ?? -1);
    if (!isSame || !isInOrder) wrong++;
    latest.set(one.thread, place.get(other)!);
  }
  return wrong;
}
