import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Configuration } from '../config/index.js';
import type { Incident } from '../model/incident.js';
import { type CanaryAbi, type CanaryRun, runCanary, TECHNIQUES, type Technique } from '../native/canary.js';
import type { Attach } from '../native/sensor.js';
import { configOption, Settings } from './configuration.js';
import { EXIT, UsageError } from './errors.js';
import { attachOption, wholeNumber } from './options.js';
import { AuditWitness, type Sighting } from './selftest-audit.js';
import { latencyOf, nowMs, type Outcome, type Report, renderReport, reportJson } from './selftest-report.js';
import { type Sensor, startSensor } from './start-sensor.js';

interface SelftestOptions {
  readonly format: 'pretty' | 'json';
  readonly json?: true;
  readonly attach: Attach;
  readonly i386?: true;
  readonly audit?: true;
  readonly runs?: number;
}

/** An event waits at most 80 ms in the ring; the rest is for a machine that is busy. */
const PATIENCE_MS = 5000;
/** For what is not expected to come: it is looked for all the same. */
const NO_PATIENCE_MS = 500;
const LOOK_AGAIN_MS = 20;
/** With --audit, latencies are compared, and one is none. */
const AUDIT_RUNS = 5;

const ABIS: readonly CanaryAbi[] = process.arch === 'x64' ? ['x86_64', 'i386'] : ['x86_64'];

export function registerSelftestCommand(program: Command): void {
  program
    .command('selftest')
    .description('show that detection works here: harmless helpers act on their own children, and must be seen')
    .option('--audit', 'show too what audit sees, by the rules that are loaded here; changes nothing of them')
    .option('--runs <number>', `do each so many times (default: 1, with --audit ${AUDIT_RUNS})`, wholeNumber(1, 1000))
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'json']).default('pretty'))
    .option('--json', 'the same as --format json')
    .addOption(attachOption())
    .option('--i386', 'watch 32-bit calls too where they alone would cost every call of every task: see doctor')
    .addOption(configOption())
    .addHelpText(
      'after',
      '\nOf the configuration count roles, settings of the heuristics, and watch; exceptions do not.',
    )
    .action(async ({ config }: { config?: string }, command: Command) => {
      const settings = new Settings<SelftestOptions>(command, config, optionsOf);
      const { options } = settings;
      const report = await new Selftest(options, settings.configuration).run();
      const isJson = options.format === 'json' || options.json === true;
      process.stdout.write(isJson ? `${JSON.stringify(reportJson(report), null, 2)}\n` : renderReport(report));
      process.exitCode = report.works ? EXIT.ok : EXIT.cannotRun;
    });
}

const optionsOf = ({ watch }: Configuration): Record<string, unknown> => ({
  attach: watch.attach,
  // that it is not is no choice
  i386: watch.i386 || undefined,
});

/** An incident when it was reported. */
interface Reported {
  readonly incident: Incident;
  /** milliseconds since the epoch */
  readonly at: number;
}

/** One run of the command. */
class Selftest {
  readonly #options: SelftestOptions;
  readonly #configuration: Configuration;
  readonly #runs: number;
  readonly #reported: Reported[] = [];
  #sensor: Sensor | undefined;
  #audit: AuditWitness | undefined;

  constructor(options: SelftestOptions, configuration: Configuration) {
    this.#options = options;
    this.#configuration = configuration;
    this.#runs = options.runs ?? (options.audit ? AUDIT_RUNS : 1);
    if (options.audit && process.arch !== 'x64') throw new UsageError('--audit is made for x86-64 only');
  }

  async run(): Promise<Report> {
    this.#audit = this.#options.audit && AuditWitness.open();
    try {
      this.#sensor = startSensor({
        attach: this.#options.attach,
        i386: this.#options.i386 === true,
        parameters: this.#configuration.detection,
        rolePaths: this.#configuration.rolePaths,
        onIncident: (incident) => this.#reported.push({ incident, at: nowMs() }),
        onLoss: () => {},
      });
      const outcomes: Outcome[] = [];
      for (const abi of ABIS) {
        for (const technique of TECHNIQUES) outcomes.push(await this.#try(technique, abi));
      }
      const seen = outcomes.every(isSeen);
      const audit = this.#audit?.facts();
      const works = seen && outcomes.every((one) => one.audit === undefined || one.audit.seen);
      return { outcomes, works, ...(audit && { audit }) };
    } finally {
      await this.#sensor?.stop();
      await this.#audit?.close();
    }
  }

  /** Why the sensor is not expected to see 32-bit calls here. */
  #unwatched(abi: CanaryAbi): string | undefined {
    if (abi !== 'i386' || this.#options.i386 === true) return undefined;
    const watched = this.#sensor!.programs().some(({ probe, attached }) => probe.abi === 'i386' && attached);
    return watched ? undefined : '32-bit calls are watched only with --i386 on this kernel';
  }

  async #try(technique: Technique, abi: CanaryAbi): Promise<Outcome> {
    const found: Reported[] = [];
    const sightings: Sighting[] = [];
    for (let run = 0; run < this.#runs; run++) {
      let canary: CanaryRun;
      try {
        canary = await runCanary(technique, abi);
      } catch (error) {
        const why = (error as Error).message;
        return { technique, abi, seen: false, refused: why, expected: !/no 32-bit calls/.test(why) };
      }
      await this.#look(technique, abi, canary);
      const reported = this.#reported.findLast(({ incident }) => isOf(incident, technique, canary));
      if (reported !== undefined) found.push(reported);
      const sighting = this.#audit?.find(technique, abi, canary.actor);
      if (sighting !== undefined) sightings.push(sighting);
      this.#reported.length = 0;
      if (reported === undefined && (this.#audit === undefined || sighting === undefined)) break;
    }
    return this.#outcome(technique, abi, found, sightings);
  }

  /** Waits until both have seen it, as long as they are expected to. */
  async #look(technique: Technique, abi: CanaryAbi, canary: CanaryRun): Promise<void> {
    const sensorPatience = this.#unwatched(abi) === undefined ? PATIENCE_MS : NO_PATIENCE_MS;
    const auditPatience = this.#audit?.isExpected(technique, abi) ? PATIENCE_MS : NO_PATIENCE_MS;
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_AGAIN_MS) {
      const sensorDone =
        waited >= sensorPatience || this.#reported.some(({ incident }) => isOf(incident, technique, canary));
      const auditDone =
        this.#audit === undefined ||
        waited >= auditPatience ||
        this.#audit.find(technique, abi, canary.actor) !== undefined;
      if (sensorDone && auditDone) return;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  #outcome(technique: Technique, abi: CanaryAbi, found: readonly Reported[], sightings: readonly Sighting[]): Outcome {
    const incident = found.at(-1)?.incident;
    const unwatched = this.#unwatched(abi);
    const audit = this.#audit?.outcome(technique, abi, sightings, this.#runs);
    return {
      technique,
      abi,
      seen: found.length > 0 && found.length >= this.#runs,
      expected: unwatched === undefined,
      runs: this.#runs,
      seenIn: found.length,
      ...(found.length > 0 && { latency: latencyOf(found.map(({ incident: { last }, at }) => at - epochMs(last))) }),
      ...(incident && { incident }),
      ...(found.length === 0 && unwatched !== undefined && { why: unwatched }),
      ...(audit && { audit }),
    };
  }
}

/** What is known not to be watched here is a gap and no failure. */
const isSeen = ({ seen, expected }: Outcome): boolean => seen || !expected;

const epochMs = ({ seconds, nanos }: Incident['last']): number => seconds * 1000 + nanos / 1e6;

/** A technique is named for the heuristic that it shows. The opening of a mem file is told before what is written there. */
const shownBy = (technique: Technique): readonly string[] =>
  technique === 'proc-mem-write' ? [technique, 'remote-memory-write'] : [technique];

function isOf(incident: Incident, technique: Technique, { actor, target }: CanaryRun): boolean {
  return (
    shownBy(technique).every((heuristic) => incident.heuristics.includes(heuristic)) &&
    incident.actor.tgid === actor &&
    (target === undefined || incident.target?.tgid === target)
  );
}
