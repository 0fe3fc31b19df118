import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Event, Operation } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import type { Loss } from '../../src/model/loss.js';
import { runCanary } from '../../src/native/canary.js';
import type { Attach } from '../../src/native/sensor.js';
import { Sensor, type SensorOptions, type SensorTotals } from '../../src/sensor.js';
import { noteOperation } from './observed.js';

/** Loading the programs alone takes that long where others want the processors too. */
const PATIENCE_MS = 60_000;

/** A program that ended closes its output with that; the rest is for an emulated processor. */
const CLOSING_MS = 20_000;

/** The attach mode to test, where the lab tests one after the other. */
const ATTACH = (process.env['INTERLOPER_ATTACH'] ?? 'auto') as Attach;

/** A program that ended, with the events of its process and those below it that the sensor knows of. */
export interface Observed {
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  /** events whose actor is the program itself */
  readonly own: readonly Event[];
  /** all events since it started, of whatever process */
  readonly all: readonly Event[];
}

/** A sensor that runs for a suite of tests and keeps what it sees. */
export class Live {
  readonly events: Event[] = [];
  readonly incidents: Incident[] = [];
  readonly losses: Loss[] = [];
  readonly sensor: Sensor;
  #totals: Promise<SensorTotals> | undefined;

  constructor(options: Partial<SensorOptions> = {}) {
    this.sensor = Sensor.start({
      attach: ATTACH,
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        noteOperation(event.operation);
      },
      onIncident: (incident) => this.incidents.push(incident),
      onLoss: (loss) => this.losses.push(loss),
    });
  }

  /** How the first probe of that operation is attached; undefined where it is not. */
  mode(operation: Operation): string | undefined {
    return this.sensor.programs().find(({ probe }) => probe.operations.includes(operation))?.mode;
  }

  /**
   * Runs a program to its end and returns when all its events are in.
   * @param pauses a line of its standard output, after which the program waits for the end of its standard input: it gets
   *   that when the events until then were handled, and so finds its processes still alive
   * @throws {Error} the program ended, and left a process behind that keeps its output open
   */
  async run(file: string, args: readonly string[], options: SpawnOptions = {}, pauses?: string): Promise<Observed> {
    const before = this.events.length;
    const child = spawn(file, args, { ...options, stdio: [pauses === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    const text = collect(child);
    const closed = closing(child, [file, ...args].join(' '));
    if (pauses !== undefined) {
      const pausing = new Promise<void>((resolve) => {
        child.stdout?.on('data', () => text.stdout.includes(`${pauses}\n`) && resolve());
      });
      await Promise.race([pausing, closed]);
      await this.settle();
      child.stdin?.end();
    }
    await closed;
    await this.settle();
    const all = this.events.slice(before);
    return {
      pid: child.pid!,
      ...text,
      code: child.exitCode,
      own: all.filter(({ actor }) => actor.tgid === child.pid),
      all,
    };
  }

  /** Returns when everything that happened before the call was handled: the ring keeps the order. */
  async settle(): Promise<void> {
    const { actor } = await runCanary('fileless-map');
    await until(() => this.events.some((event) => event.actor.tgid === actor), 'the marker event did not come');
  }

  /** A second call gives what the first one did. */
  stop(): Promise<SensorTotals> {
    this.#totals ??= this.sensor.stop();
    return this.#totals;
  }
}

/** Waits until the program ended, and its output with it. */
async function closing(child: ChildProcess, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const held = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      const error = new Error(`${name} ended (${signal ?? code}), and what it started keeps its output open`);
      timer = setTimeout(() => reject(error), CLOSING_MS);
    });
  });
  try {
    await Promise.race([once(child, 'close'), held]);
  } finally {
    clearTimeout(timer);
    for (const stream of child.stdio) stream?.destroy();
  }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    text.stdout += data;
  });
  child.stderr?.on('data', (data) => {
    text.stderr += data;
  });
  return text;
}

/** Looks again until `condition` holds; fails with `message` where it never does. */
export async function until(condition: () => boolean, message: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(message);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
