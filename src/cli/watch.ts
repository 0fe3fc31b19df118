import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { atLeast, type Incident, type Severity } from '../model/incident.js';
import { timestampFromNanoseconds } from '../model/timestamp.js';
import type { CaptureScope } from '../native/sensor.js';
import type { Sensor, SensorTotals } from '../sensor.js';
import type { Item, Sink, Status } from '../sinks/item.js';
import { CannotRunError, EXIT } from './errors.js';
import { seconds, severityOption } from './options.js';
import { type Format, openSink } from './output.js';
import { startSensor } from './start-sensor.js';
import { packageVersion } from './version.js';

interface WatchOptions {
  readonly format: Format;
  readonly output?: string;
  readonly events?: true;
  readonly scope: CaptureScope;
  readonly duration?: number;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
}

export function registerWatchCommand(program: Command): void {
  program
    .command('watch')
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
    .option('--duration <seconds>', 'end after so many seconds', seconds)
    .addOption(severityOption('--min-severity <severity>', 'leave out incidents below this').default('info'))
    .addOption(severityOption('--fail-on <severity>', 'end with exit code 3 if there was an incident at or above this'))
    .action(async (command: string[], options: WatchOptions) => {
      process.exitCode = await new Watch(options).run(command);
    });
}

/** One run of the command: from attaching to the last line. */
class Watch {
  readonly #options: WatchOptions;
  readonly #sink: Sink;
  readonly #stop = new AbortController();
  #worst: Severity | undefined;
  #below = new Set<string>();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#sink = openSink(openOutput(options.output), options.format, {
      onClosed: () => this.#stop.abort(),
      onError: (error) => this.#fail(error),
    });
  }

  async run(command: readonly string[]): Promise<number> {
    const sensor = startSensor({
      scope: this.#options.scope,
      ...(this.#options.events && { onEvent: (event) => this.#write({ kind: 'event', event }) }),
      onIncident: (incident) => this.#report(incident),
      onLoss: (loss) => this.#write({ kind: 'loss', loss }),
    });
    this.#status('attached', this.#attachedDetails(sensor));
    const ended = await this.#untilDone(command);
    const totals = await sensor.stop();
    this.#status('stopped', { ...ended, ...stoppedDetails(totals), belowMinSeverity: this.#below.size });
    await this.#sink.close();
    if (this.#failure !== undefined) throw this.#failure;
    const { failOn } = this.#options;
    return failOn !== undefined && this.#worst !== undefined && atLeast(this.#worst, failOn) ? EXIT.found : EXIT.ok;
  }

  #failure: CannotRunError | undefined;

  #fail(error: Error): void {
    this.#failure = new CannotRunError(
      `cannot write to ${this.#options.output ?? 'the standard output'}: ${error.message}`,
    );
    this.#stop.abort();
  }

  #attachedDetails(sensor: Sensor): Record<string, unknown> {
    const programs = sensor.programs();
    const missing = programs.filter(({ attached }) => !attached);
    return {
      version: packageVersion(),
      scope: this.#options.scope,
      attachMode: 'tracepoint',
      probes: programs.length - missing.length,
      ...(missing.length > 0 && {
        gaps: missing.map(({ probe, error }) => `${probe.name}: ${probe.without} (${firstLine(error)})`),
      }),
    };
  }

  #report(incident: Incident): void {
    if (this.#worst === undefined || atLeast(incident.severity, this.#worst)) this.#worst = incident.severity;
    if (!atLeast(incident.severity, this.#options.minSeverity)) {
      this.#below.add(incident.id);
      return;
    }
    this.#below.delete(incident.id);
    this.#write({ kind: 'incident', incident });
  }

  #status(state: string, details: Status['details']): void {
    const time = timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
    this.#write({ kind: 'status', status: { state, time, ...(details && { details }) } });
  }

  #write(item: Item): void {
    this.#sink.write(item);
  }

  /** Resolves with what ended the run: a signal, the time, the command, or a reader that went away. */
  async #untilDone(command: readonly string[]): Promise<Record<string, unknown>> {
    const { signal: stop } = this.#stop;
    const done = once(stop, 'abort');
    const ended: Record<string, unknown> = {};
    const end = (reason: Record<string, unknown>): void => {
      Object.assign(ended, reason);
      this.#stop.abort();
    };
    const onSignal = (signal: NodeJS.Signals): void => end({ signal });
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    const { duration } = this.#options;
    const timer = duration === undefined ? undefined : setTimeout(() => end({ duration }), duration * 1000);
    const child = command.length === 0 ? undefined : this.#spawn(command, end);
    if (!stop.aborted) await done;
    clearTimeout(timer);
    for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    if (child !== undefined && child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    return ended;
  }

  #spawn([file, ...args]: readonly string[], end: (reason: Record<string, unknown>) => void): ChildProcess {
    const child = spawn(file!, args, { stdio: ['inherit', process.stderr, process.stderr] });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'there is no such program' : error.message;
      this.#failure = new CannotRunError(`cannot run ${file}: ${why}`);
      end({});
    });
    child.on('exit', (exitCode, signal) => end({ command: signal ?? exitCode }));
    return child;
  }
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function openOutput(file: string | undefined): Writable {
  return file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 });
}

const firstLine = (text = 'unknown'): string => text.split('\n', 1)[0]!;

function stoppedDetails({ events, lost, incidents, repeated, missedRuns, corrupt, evicted }: SensorTotals): Json {
  return { events, lost, incidents, repeated, missedRuns, corrupt, evicted };
}

type Json = Record<string, unknown>;
