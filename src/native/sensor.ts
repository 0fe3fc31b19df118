import { addon, type NativeSensor, type NativeState } from './addon.js';
import { type Attach, type Choice, chooseHooks, type Preference, tryHooks } from './choose.js';
import { type ActorFilter, toNativeFilter } from './filter.js';
import { type AttachMode, type CaptureScope, type Probe, programsOf } from './programs.js';

export type { Attach } from './choose.js';
export type { ActorFilter, FilteredExe } from './filter.js';
export type { AttachMode, CaptureScope } from './programs.js';

const SCOPES: Record<CaptureScope, number> = { selective: 0, audit: 1 };

const PAGE_BYTES = 4096;
const MAX_RING_BYTES = 1 << 30;
/** The cushion for a stalled event loop: some 10,000 events. */
const DEFAULT_RING_BYTES = 16 << 20;
const MAX_WAKE_BYTES = 128 << 10;
/** A turn of the event loop moves at most this much, so that nothing else waits long for its own. */
const BATCH_BYTES = 256 << 10;
/** Numbers for each kind that the addon counts. */
const COUNTERS = 4;

export interface SensorOptions {
  /** default `selective` */
  readonly scope?: CaptureScope;
  /** size of the ring in bytes: a power of two from 4 KiB to 1 GiB; default 16 MiB */
  readonly ringBytes?: number;
  /** how programs are attached; default `auto`, the best way per probe */
  readonly attach?: Attach;
  /**
   * see 32-bit calls also where the kernel has no functions of theirs and all else is hooked at functions, so that they
   * alone would cost every call of every task; default false. In attach mode `tracepoint` they are seen in any case.
   */
  readonly i386?: boolean;
}

/** What became of one probe on this host. */
export interface ProgramStatus {
  readonly probe: Probe;
  /** what serves it, for a person; absent where nothing does */
  readonly hook?: string;
  readonly mode?: AttachMode;
  /** the BPF programs that serve it */
  readonly programs: readonly string[];
  readonly loaded: boolean;
  readonly attached: boolean;
  /** why not, in the kernel's words */
  readonly error?: string;
  /** runs that the kernel skipped because the program was already running on that CPU, and calls that did not come to it */
  readonly missed?: number;
  /** the same of each of `programs`, in their order: one that serves several probes is told with each */
  readonly missedByProgram?: readonly number[];
  /** the kernel's numbers for `programs`, in their order; 0 for one that is not known; absent where none is loaded */
  readonly programIds?: readonly number[];
}

/** What became of the events of one kind since the sensor was loaded. */
export interface KindCounts {
  /** written into the ring */
  readonly emitted: number;
  /** lost: the ring was full */
  readonly dropped: number;
  /** left out: the same as one before, of the same process */
  readonly repeated: number;
  /** left out: of a process that the filter names */
  readonly filtered: number;
}

/** No program of the sensor loads on this host. `errno` is the kernel's answer. */
export class SensorLoadError extends Error {
  override readonly name = 'SensorLoadError';
  readonly errno: number;

  constructor(message: string, errno: number) {
    super(message);
    this.errno = errno;
  }
}

/**
 * The BPF programs in the kernel, with their ring. They stay attached until close(), whether or not this object is
 * still referred to, or until the process or the worker thread ends.
 */
export class Sensor {
  readonly #choices: readonly Choice[];
  readonly #batch = new Uint8Array(BATCH_BYTES);
  #native: NativeSensor | undefined;
  readonly #scope: CaptureScope;
  #streaming = false;

  private constructor(native: NativeSensor, choices: readonly Choice[], scope: CaptureScope) {
    this.#native = native;
    this.#choices = choices;
    this.#scope = scope;
  }

  /**
   * Loads every program that this kernel takes, and attaches none.
   * @throws {RangeError} ringBytes is not a power of two between 4 KiB and 1 GiB
   * @throws {SensorLoadError} the kernel takes none of them
   */
  static load(options: SensorOptions = {}): Sensor {
    const { scope = 'selective', ringBytes = DEFAULT_RING_BYTES, attach = 'auto', i386 = false } = options;
    if (!Number.isInteger(Math.log2(ringBytes)) || ringBytes < PAGE_BYTES || ringBytes > MAX_RING_BYTES) {
      throw new RangeError(
        `ringBytes must be a power of two from ${PAGE_BYTES} to ${MAX_RING_BYTES}, not ${ringBytes}`,
      );
    }
    const preference: Preference = { attach, scope, i386 };
    const load = (choices: readonly Choice[]): Sensor => {
      const programs = [...new Set(choices.flatMap(({ hook }) => (hook ? programsOf(hook, scope) : [])))];
      const native = new (addon().NativeSensor)({
        scope: SCOPES[scope],
        ringBytes,
        wakeBytes: Math.min(MAX_WAKE_BYTES, ringBytes / 8),
        memWritesWatched: choices.some(
          ({ probe, hook }) => hook !== undefined && probe.operations.includes('mem-write'),
        ),
        programs,
        calls: choices.flatMap(({ hook }) => hook?.calls ?? []),
      });
      return new Sensor(native, choices, scope);
    };

    if (attach === 'fentry') requireFentry(preference);
    try {
      return load(chooseHooks(preference));
    } catch {
      // One program that the kernel refuses fails them all; which one is found out by trying each alone.
    }
    try {
      const choices = tryHooks(preference);
      const failed = choices.find(({ hook }) => hook === undefined);
      if (failed !== undefined && choices.every(({ hook }) => hook === undefined)) {
        throw new SensorLoadError(failed.error ?? 'no probe loads on this kernel', 0);
      }
      return load(choices);
    } catch (error) {
      throw toLoadError(error);
    }
  }

  /** Attaches all loaded programs; programs() tells which did not. */
  attach(): void {
    this.#open().attach();
  }

  /** Says that somebody may hold a /proc/PID/mem open since before the programs were attached: writes are looked at. */
  watchMemWrites(): void {
    this.#open().watchMemWrites();
  }

  /**
   * Replaces the filter of actors, also while the programs run. While it is changed nothing is left out.
   * @throws {RangeError} it has more entries of a sort than the kernel side has room for
   * @throws {Error} the kernel has no memory for it; nothing is left out then
   */
  setFilter(filter: ActorFilter): void {
    this.#open().setFilter(toNativeFilter(filter));
  }

  /** Ends all programs. What is in the ring can still be drained. */
  detach(): void {
    this.#open().detach();
  }

  /**
   * Delivers batches on this thread's event loop, which they keep alive, until close(). A batch holds whole records and
   * is overwritten by the next one. What onBatch throws becomes an uncaught exception, as from any event handler.
   */
  start(onBatch: (batch: Uint8Array) => void): void {
    if (this.#streaming) throw new Error('the sensor is streaming already');
    this.#streaming = true;
    this.#open().start(this.#batch, (length) => onBatch(this.#batch.subarray(0, length)));
  }

  /**
   * Delivers now what the ring holds; for a sensor that streams. With programs attached, what they emit meanwhile is
   * delivered too, up to twice the ring.
   * @throws {Error} the ring cannot be read
   */
  drain(): void {
    if (!this.#streaming) throw new Error('the sensor does not stream: call start() first');
    const native = this.#open();
    let turns = (2 * MAX_RING_BYTES) / BATCH_BYTES;
    let status: number;
    do status = native.turn();
    while (status === 1 && --turns > 0);
    if (status < 0) throw new Error(`the ring buffer cannot be read: errno ${-status}`);
  }

  /**
   * Whether the programs read the kernel's fields by loads, as kernels since 6.2 let them; else by a helper, which makes
   * each event about three times as dear.
   */
  get loadsFields(): boolean {
    return this.#open().loadsFields();
  }

  /** What became of each probe. */
  programs(): ProgramStatus[] {
    const states = new Map(
      this.#open()
        .states()
        .map((state) => [state.name, state]),
    );
    return this.#choices.map((choice) => toStatus(choice, this.#scope, (program) => states.get(program)));
  }

  /** Counters by event kind, in the order of the kinds' numbers, summed over all CPUs. */
  counts(): KindCounts[] {
    const flat = this.#open().counts();
    const counts: KindCounts[] = [];
    for (let at = 0; at < flat.length; at += COUNTERS) {
      counts.push({
        emitted: flat[at]!,
        dropped: flat[at + 1]!,
        repeated: flat[at + 2]!,
        filtered: flat[at + 3]!,
      });
    }
    return counts;
  }

  /** Detaches at once and resolves when everything is freed. A second call does nothing. */
  close(): Promise<void> {
    const native = this.#native;
    this.#native = undefined;
    if (native === undefined) return Promise.resolve();
    return new Promise((resolve) => native.close(resolve));
  }

  #open(): NativeSensor {
    if (this.#native === undefined) throw new Error('the sensor is closed');
    return this.#native;
  }
}

/** What a trial told. */
export interface Tried {
  readonly probes: readonly ProgramStatus[];
  /** see Sensor.loadsFields; absent where no program was loaded */
  readonly loadsFields?: boolean;
}

/**
 * Loads and attaches the programs for a moment, and tells what became of each probe. Where not one can be served, what
 * the kernel says of each program alone.
 */
export async function tryPrograms(options: Pick<SensorOptions, 'attach' | 'i386'> = {}): Promise<Tried> {
  let sensor: Sensor;
  try {
    sensor = Sensor.load(options);
  } catch {
    const { attach = 'auto', i386 = false } = options;
    const works: NativeState = { name: '', attached: true, error: '', missed: 0, id: 0 };
    const choices = tryHooks({ attach, scope: 'selective', i386 });
    return { probes: choices.map((choice) => toStatus(choice, 'selective', () => works)) };
  }
  try {
    sensor.attach();
    return { probes: sensor.programs(), loadsFields: sensor.loadsFields };
  } finally {
    await sensor.close();
  }
}

/** The attach mode of a sensor as a whole: `fentry` where kernel functions are hooked at all. */
export function attachModeOf(statuses: readonly ProgramStatus[]): AttachMode {
  return statuses.some(({ mode }) => mode === 'fentry') ? 'fentry' : 'tracepoint';
}

/** Nanoseconds since the epoch at which the boot clock, which stamps events, was zero: it changes when the time is set. */
export function bootTime(): bigint {
  return addon().bootTime();
}

/** Who asks for kernel functions alone does not want the few probes that have no need of them. */
function requireFentry(preference: Preference): void {
  const choices = chooseHooks(preference);
  if (choices.some(({ hook }) => hook?.mode === 'fentry')) return;
  throw new SensorLoadError(`no program attaches to kernel functions: ${choices.find(({ error }) => error)?.error}`, 0);
}

function toStatus(
  { probe, hook, error }: Choice,
  scope: CaptureScope,
  stateOf: (program: string) => NativeState | undefined,
): ProgramStatus {
  if (hook === undefined) {
    return { probe, programs: [], loaded: false, attached: false, ...(error !== undefined && { error }) };
  }
  const programs = programsOf(hook, scope);
  const states = programs.map(stateOf);
  const failed = states.find((state) => state?.error);
  return {
    probe,
    hook: hook.label,
    mode: hook.mode,
    programs,
    loaded: true,
    attached: states.every((state) => state?.attached === true),
    ...(failed && { error: failed.error }),
    missed: states.reduce((sum, state) => sum + (state?.missed ?? 0), 0),
    missedByProgram: states.map((state) => state?.missed ?? 0),
    programIds: states.map((state) => state?.id ?? 0),
  };
}

function toLoadError(error: unknown): SensorLoadError {
  if (error instanceof SensorLoadError) return error;
  const { message, errno = 0 } = error as Error & { errno?: number };
  return new SensorLoadError(message, errno);
}
