import { Engine, HEURISTICS } from '../../src/detect/index.js';
import { readFixture, recordedIds } from '../../test/eval/fixtures.js';
import { Stream } from './stream.js';

/** What one process measured. */
export interface Measure {
  readonly events: number;
  readonly processes: number;
  /** of the processor, in Engine.handle() alone: the garbage collector's share is in it */
  readonly seconds: number;
  /** bytes that the engine holds on to in the end */
  readonly state: number;
  /** bytes of the process's memory at most, the stream's included */
  readonly peak: number;
  readonly open: number;
  readonly evicted: number;
  readonly heuristics: Readonly<Record<string, { readonly ran: number; readonly fired: number }>>;
}

/** Events that are made, and then judged, at a time: some as many as a turn of the sensor's reader has (256 KiB). */
const BATCH = 256;

const [events, processes, left] = process.argv.slice(2);
const heuristics = HEURISTICS.filter(({ definition }) => definition.id !== left);
if (globalThis.gc === undefined) throw new Error('start it with --expose-gc');

const recordings = recordedIds().map((id) => readFixture(id, 'bpf') ?? []);
const ran: Record<string, number> = Object.fromEntries(HEURISTICS.map(({ definition }) => [definition.id, 0]));

/** Live processes first: every one of them is in the state when the time is taken. */
const stream = new Stream(recordings);
let incidents = 0;
const engine = new Engine({ heuristics, onIncident: () => incidents++ });
globalThis.gc();
const before = process.memoryUsage().heapUsed;
while (stream.processes < Number(processes)) for (const event of stream.take(BATCH)) engine.handle(event);

let count = 0;
let microseconds = 0;
while (count < Number(events)) {
  const batch = stream.take(BATCH);
  for (const { operation } of batch) {
    for (const { definition } of heuristics) if (definition.operations.includes(operation)) ran[definition.id]!++;
  }
  const start = process.cpuUsage();
  for (let index = 0; index < batch.length; index++) engine.handle(batch[index]!);
  const { user, system } = process.cpuUsage(start);
  microseconds += user + system;
  count += batch.length;
}
const peak = process.resourceUsage().maxRSS * 1024;
globalThis.gc();
const after = process.memoryUsage().heapUsed;
const totals = engine.totals();
const measure: Measure = {
  events: count,
  processes: stream.processes,
  seconds: microseconds / 1e6,
  state: after - before,
  peak,
  open: totals.open,
  evicted: totals.evicted.incidents,
  heuristics: Object.fromEntries(
    HEURISTICS.map(({ definition: { id } }) => [id, { ran: ran[id]!, fired: totals.fired[id] ?? 0 }]),
  ),
};
console.log(JSON.stringify(measure));
