import { Engine } from '../../src/detect/index.js';
import { processorSeconds, recordings } from './recordings.js';
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
  /** revisions of incidents that were reported meanwhile */
  readonly reports: number;
  readonly open: number;
  readonly evicted: number;
}

/** Events that are made, and then judged, at a time: some as many as a turn of the sensor's reader has (256 KiB). */
const BATCH = 256;

const [events, processes] = process.argv.slice(2).map(Number) as [number, number];
if (globalThis.gc === undefined) throw new Error('start it with --expose-gc');

/** Short recordings have the most processes for their events. */
const SHORT = 100;

/** Live processes first: every one of them is in the state when the time is taken. */
const stream = new Stream(recordings());
let reports = 0;
const engine = new Engine({ onIncident: () => reports++ });
globalThis.gc();
const before = process.memoryUsage().heapUsed;
while (stream.processes < processes) for (const event of stream.take(BATCH, SHORT)) engine.handle(event);

reports = 0;
let count = 0;
let seconds = 0;
while (count < events) {
  const batch = stream.take(BATCH);
  seconds += processorSeconds(() => {
    for (const event of batch) engine.handle(event);
  });
  count += batch.length;
}
const peak = process.resourceUsage().maxRSS * 1024;
globalThis.gc();
const after = process.memoryUsage().heapUsed;
const totals = engine.totals();
const measure: Measure = {
  events: count,
  processes: stream.processes,
  seconds,
  state: after - before,
  peak,
  reports,
  open: totals.open,
  evicted: totals.evicted.incidents,
};
console.log(JSON.stringify(measure));
