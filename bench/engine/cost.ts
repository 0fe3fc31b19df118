import { Session } from 'node:inspector/promises';
import { Engine, HEURISTICS } from '../../src/detect/index.js';
import { processorSeconds, recordings } from './recordings.js';
import { Stream } from './stream.js';

/** What a part of the engine adds to the judging of an event. */
export interface Cost {
  /** id of a heuristic, or what else the engine does */
  readonly part: string;
  /** nanoseconds of the processor an event of the whole stream */
  readonly nanoseconds: number;
}

const BATCH = 256;
const SAMPLE_MICROSECONDS = 100;
const REPORTS = 'reports: an incident with its sentences and score';
const INCIDENTS = 'incidents: what is counted in them';
const HISTORY = 'history: who traced, wrote and controlled whom';
const DISPATCH = 'the rest: dispatch, clocks, what is due';
/** Parts beside the heuristics. */
const PARTS = [REPORTS, INCIDENTS, HISTORY, DISPATCH];

const events = Number(process.argv[2]);
const stream = new Stream(recordings());
const engine = new Engine({ onIncident: () => undefined });
const judge = (batch: ReturnType<Stream['take']>): void => {
  for (const event of batch) engine.handle(event);
};
// until the code is compiled
for (let count = 0; count < events; count += BATCH) judge(stream.take(BATCH));

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
await session.post('Profiler.start');
let seconds = 0;
for (let count = 0; count < events; count += BATCH) {
  const batch = stream.take(BATCH);
  seconds += processorSeconds(() => judge(batch));
}
const { profile } = await session.post('Profiler.stop');

const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
const samples = new Map<string, number>();
let inEngine = 0;
for (const id of profile.samples ?? []) {
  const part = partOf(id);
  if (part === undefined) continue;
  inEngine++;
  samples.set(part, (samples.get(part) ?? 0) + 1);
}
const parts = [...HEURISTICS.map(({ definition }) => definition.id), ...PARTS];
const costs = parts.map(
  (part): Cost => ({ part, nanoseconds: (((samples.get(part) ?? 0) / inEngine) * seconds * 1e9) / events }),
);
console.log(JSON.stringify(costs));

/** What the engine was at in a sample: a report, else what the innermost frame tells; undefined outside of it. */
function partOf(sample: number): string | undefined {
  let part: string | undefined;
  for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
    const { url, functionName } = nodes.get(id)!.callFrame;
    // whatever makes a report is a part of it
    part = isReport(functionName) ? REPORTS : (part ?? partOfFrame(url, functionName));
    if (functionName === 'handle' && url.endsWith('/detect/engine.js')) return part ?? DISPATCH;
  }
  return undefined;
}

function isReport(functionName: string): boolean {
  return functionName === 'snapshot' || functionName === '#report';
}

function partOfFrame(url: string, functionName: string): string | undefined {
  const heuristic = /\/detect\/heuristics\/([a-z-]+)\.js$/.exec(url)?.[1];
  if (functionName === 'evaluate' && heuristic !== undefined) return heuristic;
  if (url.endsWith('/detect/open-incident.js')) return INCIDENTS;
  return url.endsWith('/detect/history.js') ? HISTORY : undefined;
}
