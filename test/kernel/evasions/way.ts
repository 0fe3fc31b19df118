import assert from 'node:assert/strict';
import type { Event, Operation } from '../../../src/model/event.js';
import type { SensorOptions } from '../../../src/sensor.js';
import { compileHelperPrograms, helperProgram } from '../../support/helper-program.js';
import { kernelTests, skipAsAbsent, skipBecause } from '../../support/kernel.js';
import { Live, type Observed } from '../../support/live.js';

/** The helper program says by it that this kernel has no such way. */
const NO_SUCH_WAY = 77;

/** One way that a helper program went, with what the sensor saw of it. */
export class Way {
  /** whom the program said that acts, by tgid in the initial pid namespace */
  readonly actor: number;
  /** events of that actor */
  readonly events: readonly Event[];
  /** all events since the program started, of whatever process */
  readonly all: readonly Event[];
  readonly #said: readonly (readonly [name: string, value: bigint])[];

  constructor({ stdout, all }: Observed) {
    this.#said = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [name, value] = line.split(' ');
        return [name!, BigInt(value!)];
      });
    this.actor = this.said('actor').at(-1)!;
    this.all = all;
    this.events = this.by(this.actor);
  }

  /** Numbers that the program gave under that name, in order. */
  said(name: string): number[] {
    return this.#said.filter(([one]) => one === name).map(([, value]) => Number(value));
  }

  /** Whom the program acted on, by tgid in the initial pid namespace. */
  get target(): number {
    const [target] = this.said('target');
    assert.ok(target !== undefined, 'the helper program named no target');
    return target;
  }

  by(tgid: number): Event[] {
    return this.all.filter(({ actor }) => actor.tgid === tgid);
  }

  of(operation: Operation): Event[] {
    return this.events.filter((event) => event.operation === operation);
  }

  /** The operations of the actor on its target that succeeded, in order. */
  deeds(): Operation[] {
    return this.events
      .filter(({ target, ret }) => target?.process?.tgid === this.target && (ret ?? 0) >= 0)
      .map(({ operation }) => operation);
  }
}

/** Goes a way, and skips the test where the kernel has none such. */
export type Go = (test: Mocha.Context, way: string) => Promise<Way>;

/** How often a way is gone where events were lost meanwhile: other programs of a busy host can fill the ring. */
const ATTEMPTS = 3;

/** A sensor, and how many suites have not ended that use it. */
interface Shared {
  live: Live | undefined;
  users: number;
}

/** Loading its programs takes an emulated machine a minute: the suites share one sensor for each set of options. */
const sensors = new Map<string, Shared>();

function sensorWith(options: Partial<SensorOptions>): Shared {
  const key = JSON.stringify(options);
  const shared = sensors.get(key) ?? { live: undefined, users: 0 };
  sensors.set(key, shared);
  return shared;
}

// Suites that mocha's --grep leaves out end nothing.
after(async () => {
  for (const { live } of sensors.values()) await live?.stop();
});

/** Goes a way until nothing was lost meanwhile. */
async function goWhole(live: Live, program: string, way: string): Promise<Observed> {
  for (let attempt = 1; ; attempt++) {
    const before = live.losses.length;
    const observed = await live.run(helperProgram(program), [way], {}, 'over 0');
    const lost = live.losses.slice(before).map(({ where, kind, count }) => `${where} ${kind}: ${count}`);
    if (lost.length === 0) return observed;
    assert.ok(attempt < ATTEMPTS, `events were lost each time that ${program} ${way} ran, now: ${lost.join(', ')}`);
  }
}

/** Goes one way of a helper program under a sensor, and skips the test where the kernel has none such. */
export async function goOnce(test: Mocha.Context, live: Live, program: string, way: string): Promise<Way> {
  const observed = await goWhole(live, program, way);
  if (observed.code === NO_SUCH_WAY) skipAsAbsent(test, observed.stderr.trim());
  assert.equal(observed.code, 0, `${way}: ${observed.stderr}`);
  return new Way(observed);
}

/** A suite of ways in, each gone by the helper program of that name while a sensor runs. */
export function evasionTests(
  program: string,
  suite: (go: Go, live: () => Live) => void,
  options: Partial<SensorOptions> = {},
): void {
  kernelTests(program, () => {
    const shared = sensorWith(options);
    shared.users++;
    let live: Live;

    before(() => {
      compileHelperPrograms();
      live = shared.live ??= new Live(options);
    });

    after(async () => {
      if (--shared.users === 0) await shared.live?.stop();
    });

    suite(
      (test, way) => goOnce(test, live, program, way),
      () => live,
    );
  });
}

/**
 * States that this attach mode cannot see what was done: fails where it did see it, for then the documents are wrong, and
 * has the tables of `make lab` tell the reason.
 */
export function unseenBecause(test: Mocha.Context, seen: readonly Event[], reason: string): never {
  assert.deepEqual(seen, [], `it is seen, though: ${reason}`);
  skipBecause(test, reason);
}
