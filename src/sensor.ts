import { Engine, type Heuristic, type ParameterOverrides, resolveParameters, type Totals } from './detect/index.js';
import { Describer } from './host/describe.js';
import { FileRoles } from './host/file-roles.js';
import { isMemFileOpenForWriting } from './host/open-mem-files.js';
import { ProcessFacts } from './host/process-facts.js';
import type { RolePaths } from './host/role-paths.js';
import type { Event, EventDraft } from './model/event.js';
import type { Incident } from './model/incident.js';
import type { Loss } from './model/loss.js';
import { type Timestamp, timestampFromNanoseconds } from './model/timestamp.js';
import {
  type ActorFilter,
  type Attach,
  bootTime,
  type CaptureScope,
  type ProgramStatus,
  Sensor as Programs,
  SensorLoadError,
} from './native/sensor.js';
import type { ClockOffset, RecordedProbe, Recorder } from './recording/index.js';
import { WallClock } from './wire/clock.js';
import { type Corrupt, Decoder } from './wire/decode.js';
import { KIND_NAMES } from './wire/kinds.js';

export interface SensorOptions {
  /** what the kernel side emits; default `selective` */
  readonly scope?: CaptureScope;
  /** bytes, a power of two from 4 KiB to 1 GiB; default 16 MiB */
  readonly ringBytes?: number;
  /** how programs are attached; default `auto`, the best way per probe */
  readonly attach?: Attach;
  /** see 32-bit calls also where they alone would cost every call of every task; default false */
  readonly i386?: boolean;
  /** whose events the kernel side leaves out; default nobody's but this process's */
  readonly filter?: ActorFilter;
  readonly parameters?: ParameterOverrides;
  /** all of them where absent; none for who only wants the events */
  readonly heuristics?: readonly Heuristic[];
  /** where programs with a role are, in place of the default paths of that role */
  readonly rolePaths?: Partial<RolePaths>;
  /** takes what is seen and judged, in order; who made it ends it after stop() */
  readonly recorder?: Recorder;
  /** each event, before the heuristics see it */
  readonly onEvent?: (event: Event) => void;
  /** each revision of each incident */
  readonly onIncident: (incident: Incident) => void;
  /** each time that events turn out to be lost */
  readonly onLoss: (loss: Loss) => void;
}

/** What the sensor did from attaching to stopping. */
export interface SensorTotals extends Totals {
  /** left out in the kernel as the same as one before, of the same process */
  readonly repeated: number;
  /** left out in the kernel because of the filter, by kind of event; kinds of which there was none are not in it */
  readonly filtered: Readonly<Record<string, number>>;
  /** runs of a program that the kernel skipped: what they would have told is lost, if anything */
  readonly missedRuns: number;
  /** places in batches that were not as the layout says */
  readonly corrupt: number;
}

/** How often counters are read, and the time of day and idle incidents looked after. */
const CARE_MS = 500;
/** How often the files of programs with a role are looked for again: packages are upgraded. */
const REFRESH_MS = 60_000;
/** Two readings of the clocks one after the other differ by so much without either being set. */
const CLOCK_NOISE_NS = 1000n;
/** Events reach the engine at most this much after they happened, while the event loop is not stalled. */
const LATE_MS = 1000;

/**
 * The sensor as a whole: programs in the kernel, their events decoded, described and judged. Events are handled on the
 * event loop of the thread that started it, and keep it alive until stop().
 */
export class Sensor {
  readonly #programs: Programs;
  readonly #engine: Engine;
  readonly #decoder: Decoder;
  readonly #clock: WallClock;
  readonly #roles: FileRoles;
  readonly #describer: Describer;
  readonly #options: SensorOptions;
  readonly #care: NodeJS.Timeout;
  readonly #refresh: NodeJS.Timeout;
  /** nanoseconds since the epoch at which the boot clock was zero, as the recording has it */
  #recordedBootTime: bigint;
  #dropped: number[] = [];
  #missed = new Map<string, number>();
  #corrupt = 0;
  #from: Timestamp;
  #stopped: Promise<SensorTotals> | undefined;

  /**
   * Loads and attaches all programs that this kernel takes, and begins to handle their events.
   * @throws {RangeError} ringBytes is not a power of two between 4 KiB and 1 GiB, or a parameter makes no sense
   * @throws {SensorLoadError} the kernel takes none, or lets none attach
   */
  static start(options: SensorOptions): Sensor {
    // what makes no sense is said before anything is in the kernel
    resolveParameters(options.parameters);
    const programs = Programs.load(options);
    const sensor = new Sensor(programs, options);
    programs.start((batch) => sensor.#decoder.decode(batch));
    if (options.filter !== undefined) programs.setFilter(options.filter);
    programs.attach();
    const states = programs.programs();
    if (states.some(({ attached }) => attached)) {
      if (waitsForOpen(states) && isMemFileOpenForWriting()) programs.watchMemWrites();
      sensor.#recordAttached(states);
      return sensor;
    }
    clearInterval(sensor.#care);
    clearInterval(sensor.#refresh);
    void programs.close();
    throw new SensorLoadError(`no program attaches: ${states.find(({ error }) => error)?.error ?? 'unknown'}`, 0);
  }

  private constructor(programs: Programs, options: SensorOptions) {
    this.#programs = programs;
    this.#options = options;
    this.#recordedBootTime = bootTime();
    this.#clock = new WallClock(this.#recordedBootTime);
    this.#from = now();
    this.#roles = new FileRoles(options.rolePaths);
    this.#describer = new Describer(new ProcessFacts(this.#roles, process.pid));
    this.#engine = new Engine({
      ...(options.parameters && { parameters: options.parameters }),
      ...(options.heuristics && { heuristics: options.heuristics }),
      onIncident: options.onIncident,
    });
    this.#decoder = new Decoder(
      this.#clock,
      (event) => this.#handle(event),
      (corrupt) => this.#countCorrupt(corrupt),
    );
    this.#care = setInterval(() => this.#takeCare(), CARE_MS);
    this.#refresh = setInterval(() => this.#roles.refresh(), REFRESH_MS);
  }

  /** What became of each probe on this host. */
  programs(): ProgramStatus[] {
    return this.#programs.programs();
  }

  /**
   * Replaces the filter of actors: `{}` leaves nobody out. What is left out is counted.
   * @throws {RangeError} it has more entries of a sort than the kernel side has room for
   */
  setFilter(filter: ActorFilter): void {
    this.#programs.setFilter(filter);
  }

  /** Handles now what the kernel side has told so far. */
  drain(): void {
    if (this.#stopped === undefined) this.#programs.drain();
  }

  /** Detaches, handles what the kernel had emitted until then, and frees everything. A second call does nothing more. */
  stop(): Promise<SensorTotals> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<SensorTotals> {
    clearInterval(this.#care);
    clearInterval(this.#refresh);
    this.#programs.detach();
    this.#programs.drain();
    this.#countLosses();
    this.#options.recorder?.write({ kind: 'flush' });
    this.#engine.flush();
    this.#recordDetached();
    const counts = this.#programs.counts();
    const totals = {
      ...this.#engine.totals(),
      repeated: counts.reduce((sum, { repeated }) => sum + repeated, 0),
      filtered: Object.fromEntries(
        counts
          .map(({ filtered }, kind) => [KIND_NAMES[kind]!, filtered] as const)
          .filter(([, filtered]) => filtered > 0),
      ),
      missedRuns: [...this.#missed.values()].reduce((sum, missed) => sum + missed, 0),
      corrupt: this.#corrupt,
    };
    await this.#programs.close();
    return totals;
  }

  #handle(event: EventDraft): void {
    this.#describer.describe(event);
    this.#options.recorder?.write({ kind: 'event', event });
    this.#options.onEvent?.(event);
    this.#engine.handle(event);
  }

  #takeCare(): void {
    this.#setClock(bootTime());
    this.#countLosses();
    const now = Date.now() - LATE_MS;
    this.#options.recorder?.write({ kind: 'tick', now });
    this.#engine.tick(now);
    this.#options.recorder?.flush();
  }

  #setClock(bootTime: bigint): void {
    this.#clock.set(bootTime);
    const moved = bootTime - this.#recordedBootTime;
    if (moved > -CLOCK_NOISE_NS && moved < CLOCK_NOISE_NS) return;
    this.#recordedBootTime = bootTime;
    this.#options.recorder?.write({ kind: 'clock', clock: { at: now(), wallMinusBoot: bootTime } });
  }

  #recordAttached(states: readonly ProgramStatus[]): void {
    const { recorder, scope = 'selective' } = this.#options;
    if (recorder === undefined) return;
    recorder.write({ kind: 'attached', at: now(), scope, probes: states.map(toRecordedProbe) });
    recorder.write({ kind: 'clock', clock: { at: now(), wallMinusBoot: this.#recordedBootTime } });
    recorder.flush();
  }

  #recordDetached(): void {
    const { recorder } = this.#options;
    if (recorder === undefined) return;
    const probes = this.#programs.programs().map(toRecordedProbe);
    const counts = this.#programs.counts().map((count, kind) => ({ kind: KIND_NAMES[kind]!, ...count }));
    recorder.write({ kind: 'detached', at: now(), probes, counts });
    recorder.flush();
  }

  #countLosses(): void {
    const to = now();
    for (const [kind, { dropped }] of this.#programs.counts().entries()) {
      const count = dropped - (this.#dropped[kind] ?? 0);
      this.#dropped[kind] = dropped;
      if (count > 0) this.#lose({ source: 'bpf', where: 'ring', kind: KIND_NAMES[kind]!, count, from: this.#from, to });
    }
    for (const [kind, missed] of missedRuns(this.#programs.programs())) {
      const count = missed - (this.#missed.get(kind) ?? 0);
      this.#missed.set(kind, missed);
      if (count > 0) this.#lose({ source: 'bpf', where: 'skipped run', kind, count, from: this.#from, to });
    }
    this.#from = to;
  }

  #countCorrupt({ reason }: Corrupt): void {
    this.#corrupt++;
    const to = now();
    this.#lose({ source: 'bpf', where: 'reader', kind: reason, count: 1, from: this.#from, to });
  }

  #lose(loss: Loss): void {
    this.#options.recorder?.write({ kind: 'loss', loss });
    this.#engine.handleLoss(loss);
    this.#options.onLoss(loss);
  }
}

/** Runs that the kernel skipped, by the names of the probes that the same program serves. */
function missedRuns(statuses: readonly ProgramStatus[]): Map<string, number> {
  const served = new Map<string, { readonly names: string[]; readonly missed: number }>();
  for (const { probe, programs, missedByProgram = [] } of statuses) {
    for (const [index, program] of programs.entries()) {
      const known = served.get(program);
      if (known === undefined) served.set(program, { names: [probe.name], missed: missedByProgram[index] ?? 0 });
      else known.names.push(probe.name);
    }
  }
  const missed = new Map<string, number>();
  for (const { names, missed: count } of served.values()) {
    const kind = names.join(', ');
    missed.set(kind, (missed.get(kind) ?? 0) + count);
  }
  return missed;
}

/** How far the wall clock is ahead of the boot clock now: what a recorder of a sensor's events begins with. */
export function clockOffset(): ClockOffset {
  return { at: now(), wallMinusBoot: bootTime() };
}

/**
 * Where writes are watched as system calls, they are looked at only once a /proc/PID/mem was opened for writing. Those
 * that were opened before the programs were attached have to be found.
 */
function waitsForOpen(states: readonly ProgramStatus[]): boolean {
  return states.some(({ probe, mode }) => probe.operations.includes('mem-write') && mode === 'tracepoint');
}

function now(): Timestamp {
  return timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
}

function toRecordedProbe({ probe: { name, abi }, ...status }: ProgramStatus): RecordedProbe {
  const { hook, mode, programs, attached, error, missed, programIds } = status;
  return {
    name,
    abi,
    ...(hook !== undefined && { hook }),
    ...(mode !== undefined && { mode }),
    programs,
    attached,
    ...(error !== undefined && { error }),
    ...(missed !== undefined && { missed }),
    ...(programIds !== undefined && { programIds }),
  };
}
