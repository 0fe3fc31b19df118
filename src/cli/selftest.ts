import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Incident } from '../model/incident.js';
import { type CanaryRun, runCanary, TECHNIQUES, type Technique } from '../native/canary.js';
import type { Attach } from '../native/sensor.js';
import { EXIT } from './errors.js';
import { attachOption } from './options.js';
import { type Sensor, startSensor } from './start-sensor.js';

/** What the sensor made of one technique. */
interface Outcome {
  readonly technique: Technique;
  readonly seen: boolean;
  /** from the last event of the technique to the report, milliseconds */
  readonly latencyMs?: number;
  readonly incident?: Incident;
  /** why the helper could not do it: a policy of the host, most likely */
  readonly refused?: string;
}

/** An event waits at most 80 ms in the ring; the rest is for a machine that is busy. */
const PATIENCE_MS = 5000;
const LOOK_AGAIN_MS = 20;

export function registerSelftestCommand(program: Command): void {
  program
    .command('selftest')
    .description('show that detection works here: harmless helpers act on their own children, and must be seen')
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'json']).default('pretty'))
    .addOption(attachOption())
    .action(async ({ format, attach }: { format: 'pretty' | 'json'; attach: Attach }) => {
      const outcomes = await selftest(attach);
      process.stdout.write(format === 'json' ? `${JSON.stringify(outcomes.map(toJson), null, 2)}\n` : render(outcomes));
      process.exitCode = outcomes.every(({ seen }) => seen) ? EXIT.ok : EXIT.cannotRun;
    });
}

async function selftest(attach: Attach): Promise<Outcome[]> {
  const reports: Report[] = [];
  const sensor: Sensor = startSensor({
    attach,
    onIncident: (incident) => reports.push({ incident, at: Date.now() }),
    onLoss: () => {},
  });
  try {
    const outcomes: Outcome[] = [];
    for (const technique of TECHNIQUES) outcomes.push(await tryTechnique(technique, reports));
    return outcomes;
  } finally {
    await sensor.stop();
  }
}

interface Report {
  readonly incident: Incident;
  /** milliseconds since the epoch */
  readonly at: number;
}

async function tryTechnique(technique: Technique, reports: readonly Report[]): Promise<Outcome> {
  let run: CanaryRun;
  try {
    run = await runCanary(technique);
  } catch (error) {
    return { technique, seen: false, refused: (error as Error).message };
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
    const report = reports.findLast(({ incident }) => isOf(incident, technique, run));
    if (report !== undefined) {
      const { incident, at } = report;
      const latencyMs = at - incident.last.seconds * 1000 - incident.last.nanos / 1e6;
      return { technique, seen: true, latencyMs: Math.max(0, latencyMs), incident };
    }
    await sleep(LOOK_AGAIN_MS);
  }
  return { technique, seen: false };
}

function isOf(incident: Incident, technique: Technique, { actor, target }: CanaryRun): boolean {
  return (
    incident.heuristics.includes(technique) &&
    incident.actor.tgid === actor &&
    (target === undefined || incident.target?.tgid === target)
  );
}

function render(outcomes: readonly Outcome[]): string {
  const width = Math.max(...TECHNIQUES.map((technique) => technique.length));
  const seen = outcomes.filter((outcome) => outcome.seen).length;
  const lines = outcomes.map((outcome) => `  ${outcome.technique.padEnd(width)}  ${describe(outcome)}`);
  const verdict =
    seen === outcomes.length
      ? `Detection works on this host: ${seen} of ${outcomes.length} techniques were seen.`
      : `Detection has gaps on this host: ${seen} of ${outcomes.length} techniques were seen. \`interloper doctor\` tells why.`;
  return [
    'Self-test: harmless helpers act on their own children, and the sensor must see each of them.',
    ...lines,
    verdict,
    '',
  ].join('\n');
}

function describe({ seen, latencyMs, incident, refused }: Outcome): string {
  if (refused !== undefined) return `not tried: the helper could not do it (${refused})`;
  if (!seen || incident === undefined) return `NOT SEEN within ${PATIENCE_MS / 1000} s`;
  return `seen after ${latencyMs!.toFixed(1)} ms, as ${incident.severity} (score ${incident.score})`;
}

function toJson({ technique, seen, latencyMs, incident, refused }: Outcome): Record<string, unknown> {
  return { technique, seen, latencyMs, severity: incident?.severity, score: incident?.score, refused };
}
