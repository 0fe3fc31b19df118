import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { type Command, Option } from 'commander';
import type { Configuration } from '../config/index.js';
import type { ParameterOverrides } from '../detect/index.js';
import { cgroupId, exeIdentity, FilterPathError, filterNamespace } from '../host/filter-path.js';
import type { Incident, Severity } from '../model/incident.js';
import { timestampFromNanoseconds } from '../model/timestamp.js';
import { type Attach, attachModeOf, type CaptureScope } from '../native/sensor.js';
import type { Recorder } from '../recording/index.js';
import { clockOffset, type Sensor, type SensorOptions, type SensorTotals } from '../sensor.js';
import { escapeText } from '../sinks/escape.js';
import type { Item, Sink, Status } from '../sinks/item.js';
import { Triage } from '../triage.js';
import { readBaseline } from './baseline-file.js';
import { endCommand, runCommand } from './command.js';
import { configOption, Settings } from './configuration.js';
import { CannotRunError, EXIT, UsageError } from './errors.js';
import { exceptionDetails, showSuppressedOption } from './exceptions.js';
import { type FilterOptions, filterOf, filterOptions } from './filter-options.js';
import { MinimumSeverity } from './minimum-severity.js';
import { attachOption, seconds, severityOption } from './options.js';
import { type Format, openOutput, openSink } from './output.js';
import { reason } from './reason.js';
import { addRecordOptions, endRecording, openRecorder, type RecordOptions, recordSuppressed } from './recording.js';
import { startSensor } from './start-sensor.js';
import { packageVersion } from './version.js';
import { WorstSeverity } from './worst-severity.js';

interface WatchOptions extends FilterOptions, RecordOptions {
  readonly format: Format;
  readonly output?: string;
  readonly events?: true;
  readonly scope: CaptureScope;
  readonly attach: Attach;
  readonly i386?: boolean;
  readonly duration?: number;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly baseline?: string;
  readonly showSuppressed?: boolean;
}

export function registerWatchCommand(program: Command): void {
  const command = addRecordOptions(program.command('watch'))
    .description('watch this host for process injection, until it is interrupted')
    .argument('[command...]', 'run this command and end when it ends; its standard output goes to standard error')
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'jsonl']).default('pretty'))
    .option('--output <file>', 'write to this file, which is made anew, instead of to the standard output')
    .option('--events', 'write each event too, not only what was found')
    .addOption(
      new Option('--scope <scope>', 'what to see: what the heuristics need, or all that the audit rules would record')
        .choices(['selective', 'audit'])
        .default('selective'),
    )
    .addOption(attachOption())
    .option('--i386', 'watch 32-bit calls too where they alone would cost every call of every task: see doctor')
    .option('--duration <seconds>', 'end after so many seconds', seconds)
    .addOption(severityOption('--min-severity <severity>', 'leave out incidents below this').default('info'))
    .addOption(severityOption('--fail-on <severity>', 'end with exit code 3 if there was an incident at or above this'))
    .option('--baseline <file>', 'let what is normal on this host count: a file that `baseline learn` wrote')
    .addOption(showSuppressedOption())
    .addOption(configOption());
  for (const option of filterOptions()) command.addOption(option);
  command.action(async (words: string[], { config }: { config?: string }, command: Command) => {
    const settings = new Settings<WatchOptions>(command, config, optionsOf);
    process.exitCode = await new Watch(settings).run(words);
  });
}

const optionsOf = ({
  watch,
  minSeverity,
  failOn,
  showSuppressed,
  baseline,
}: Configuration): Record<string, unknown> => ({
  ...watch,
  ...ignoredBy(watch),
  minSeverity,
  failOn,
  showSuppressed,
  baseline: baseline.file,
});

/** @throws {UsageError} a path names nothing that can be left out */
function ignoredBy({ ignoreExe, ignoreCgroup, ignoreNamespace }: Configuration['watch']): FilterOptions {
  const resolve = <T>(key: string, paths: readonly string[], find: (path: string) => T): T[] => {
    try {
      return paths.map(find);
    } catch (error) {
      if (error instanceof FilterPathError)
        throw new UsageError(`the configuration's watch.${key}: ${escapeText(error.message)}`);
      throw error;
    }
  };
  return {
    ignoreExe: resolve('ignoreExe', ignoreExe, exeIdentity),
    ignoreCgroup: resolve('ignoreCgroup', ignoreCgroup, cgroupId),
    ignoreNamespace: resolve('ignoreNamespace', ignoreNamespace, filterNamespace),
  };
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One run of the command: from attaching to the last line. */
class Watch {
  readonly #settings: Settings<WatchOptions>;
  readonly #sink: Sink;
  readonly #triage: Triage;
  readonly #minimum: MinimumSeverity;
  readonly #stop = new AbortController();
  /** what ended the run: a signal, the time, the command; nothing where the reader went away or writing failed */
  #ended: Record<string, unknown> = {};
  readonly #worst = new WorstSeverity();
  #failure: CannotRunError | undefined;
  #recorder: Recorder | undefined;

  constructor(settings: Settings<WatchOptions>) {
    this.#settings = settings;
    const { options } = settings;
    this.#triage = new Triage(settings.configuration, {
      baseline: options.baseline === undefined ? undefined : readBaseline(options.baseline),
      onNotice: (warning) => this.#status('warning', { warning }),
    });
    this.#minimum = new MinimumSeverity(options.minSeverity);
    this.#sink = openSink(openOutput(options.output), options.format, {
      onClosed: () => this.#end({}),
      onError: (error) =>
        this.#fail(`cannot write to ${escapeText(options.output ?? 'the standard output')}: ${reason(error)}`),
    });
  }

  get #options(): WatchOptions {
    return this.#settings.options;
  }

  async run(command: readonly string[]): Promise<number> {
    const onSignal = (signal: NodeJS.Signals): void => this.#onSignal(signal);
    // From before the first line on, which a reader may answer with a signal, until the last line is on its way: then
    // a second signal ends also where the reader does not read.
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    try {
      await this.#watch(command);
    } finally {
      for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    }
    await this.#sink.close();
    if (this.#failure !== undefined) throw this.#failure;
    return this.#worst.reaches(this.#options.failOn) ? EXIT.found : EXIT.ok;
  }

  async #watch(command: readonly string[]): Promise<void> {
    const parameters = this.#settings.configuration.detection;
    this.#recorder = openRecorder(this.#options, { source: 'bpf', clock: clockOffset(), parameters });
    const sensor = this.#start(parameters);
    this.#status('attached', this.#attachedDetails(sensor));
    this.#warn();
    await this.#untilDone(command);
    const totals = await sensor.stop();
    const belowMinSeverity = this.#minimum.leftOut;
    const exceptions = exceptionDetails(this.#triage.counts());
    this.#status('stopped', { ...this.#ended, ...stoppedDetails(totals), belowMinSeverity, ...exceptions });
    this.#endRecording();
  }

  /** With a configuration file, SIGHUP is the wish to read it again, as with other services. */
  #onSignal(signal: NodeJS.Signals): void {
    if (signal === 'SIGHUP' && this.#settings.file !== undefined) this.#reload();
    else this.#end({ signal });
  }

  #reload(): void {
    const { file } = this.#settings;
    const before = this.#settings.configuration;
    try {
      this.#settings.reload();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#status('reload failed', { configuration: file, kept: 'the one before', error: error.message });
      return;
    }
    const { configuration } = this.#settings;
    const exceptions = exceptionDetails(this.#triage.counts());
    this.#minimum.minimum = this.#options.minSeverity;
    this.#triage.reload(configuration);
    const needsRestart = (['watch', 'detection', 'rolePaths', 'baseline'] as const).filter(
      (key) => !isDeepStrictEqual(configuration[key], before[key]),
    );
    this.#status('reloaded', {
      configuration: file,
      ...(needsRestart.length > 0 && { needsRestart }),
      ...exceptions,
    });
    this.#warn();
  }

  #warn(): void {
    for (const warning of this.#triage.warnings) this.#status('warning', { warning });
  }

  #start(parameters: ParameterOverrides): Sensor {
    const options: SensorOptions = {
      scope: this.#options.scope,
      attach: this.#options.attach,
      i386: this.#options.i386 === true,
      filter: filterOf(this.#options),
      parameters,
      rolePaths: this.#settings.configuration.rolePaths,
      ...(this.#recorder && { recorder: this.#recorder }),
      ...(this.#options.events && { onEvent: (event) => this.#write({ kind: 'event', event }) }),
      onIncident: (incident) => this.#report(incident),
      onLoss: (loss) => this.#write({ kind: 'loss', loss }),
    };
    try {
      return startSensor(options);
    } catch (error) {
      this.#recorder?.discard();
      throw error;
    }
  }

  #endRecording(): void {
    try {
      endRecording(this.#recorder);
    } catch (error) {
      this.#failure ??= error as CannotRunError;
    }
  }

  async #untilDone(command: readonly string[]): Promise<void> {
    const { signal: stop } = this.#stop;
    const { duration } = this.#options;
    const timer = duration === undefined ? undefined : setTimeout(() => this.#end({ duration }), duration * 1000);
    const child =
      command.length === 0
        ? undefined
        : runCommand(command, {
            onExit: (how) => this.#end({ command: how }),
            onError: (why) => this.#fail(`cannot run ${escapeText(command[0]!)}: ${why}`),
          });
    if (!stop.aborted) await once(stop, 'abort');
    clearTimeout(timer);
    if (child !== undefined) await endCommand(child);
  }

  /** The first reason is the one that is told. */
  #end(reason: Record<string, unknown>): void {
    if (this.#stop.signal.aborted) return;
    this.#ended = reason;
    this.#stop.abort();
  }

  #fail(message: string): void {
    this.#failure ??= new CannotRunError(message);
    this.#end({});
  }

  #attachedDetails(sensor: Sensor): Record<string, unknown> {
    const programs = sensor.programs();
    const unserved = programs.filter(({ attached }) => !attached);
    const missing = unserved.filter(({ probe }) => probe.abi !== 'i386');
    return {
      version: packageVersion(),
      ...(this.#settings.file !== undefined && { configuration: this.#settings.file }),
      ...(this.#options.baseline !== undefined && { baseline: this.#options.baseline }),
      scope: this.#options.scope,
      attachMode: attachModeOf(programs),
      probes: programs.length - unserved.length,
      i386: unserved.length === missing.length ? 'watched' : 'not watched',
      ...(missing.length > 0 && {
        gaps: missing.map(({ probe, error }) => `${probe.name}: ${probe.without} (${firstLine(error)})`),
      }),
    };
  }

  #report(found: Incident): void {
    const incident = this.#triage.judge(found);
    if (incident.suppressedBy !== undefined) {
      recordSuppressed(this.#recorder, incident);
      if (this.#options.showSuppressed) this.#write({ kind: 'incident', incident });
      return;
    }
    this.#worst.note(incident);
    if (this.#minimum.admits(incident)) this.#write({ kind: 'incident', incident });
  }

  #status(state: string, details: Status['details']): void {
    const time = timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
    const status: Status = { state, time, ...(details && { details }) };
    this.#recorder?.write({ kind: 'status', status });
    this.#write({ kind: 'status', status });
  }

  #write(item: Item): void {
    this.#sink.write(item);
  }
}

const firstLine = (text = 'unknown'): string => text.split('\n', 1)[0]!;

function stoppedDetails(totals: SensorTotals): Json {
  const { events, lost, incidents, repeated, filtered, missedRuns, corrupt, evicted } = totals;
  return { events, lost, incidents, repeated, filtered, missedRuns, corrupt, evicted };
}

type Json = Record<string, unknown>;
