import type { Event } from '../../src/model/event.js';
import type { Process } from '../../src/model/process.js';

const MS = 1e6;
const SECOND = 1e9;
const EPOCH_S = 1_800_000_000;
const TICK = 4 * MS;

/** One call as each side tells it; undefined where the side lost it. */
export interface Told {
  readonly sensor: Event | undefined;
  readonly audit: Event | undefined;
}

const timestamp = (ns: number): Event['time'] => {
  const seconds = Math.floor(ns / SECOND);
  return { seconds: EPOCH_S + seconds, nanos: ns - seconds * SECOND };
};

/**
 * Calls of several tracers, made one by one: new objects for each, as the decoder and the reader of audit logs make them.
 * Half of them are the same few calls again and again. `loss` is the share that each side loses.
 */
export function* generate(calls: number, loss: number, apart: number): Iterable<Told> {
  const actors: Process[] = [];
  for (let index = 0; index < 16; index++) {
    actors.push({
      tgid: 2000 + index,
      tid: 2000 + index,
      start: 1,
      uid: 0,
      comm: 'tracer',
      exe: { path: '/usr/bin/gdb' },
    });
  }
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  let now = SECOND;
  let serial = 1000;
  for (let index = 0; index < calls; index++) {
    now += Math.floor(apart * (0.5 + random()));
    const actor = actors[index % actors.length]!;
    const request = 4 + (index % 2);
    const data = random() < 0.5 ? index % 3 : 0x1000 + index;
    const call = { abi: 'x86_64', nr: 101, call: 'ptrace', operation: 'write-text', ret: 0 } as const;
    const exit = now + 2000;
    const isLostBySensor = random() < loss;
    const isLostByAudit = random() < loss;
    yield {
      sensor: isLostBySensor
        ? undefined
        : {
            source: 'bpf',
            ...call,
            args: [request, 77, 0x7f0012345678, data],
            time: timestamp(exit),
            entryTime: timestamp(now),
            entryBoot: now,
            exitBoot: exit,
            actor,
            target: { argument: 77 },
          },
      audit: isLostByAudit
        ? undefined
        : {
            source: 'audit',
            ...call,
            args: [request, 77, 0x7f0012345678, data],
            time: timestamp(Math.floor(now / TICK) * TICK),
            actor,
            target: { argument: 77 },
            record: { serial: serial++, records: 2 },
          },
    };
  }
}
