import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { SensorTotals } from '../../src/sensor.js';
import { takeOutOfArray } from '../support/bpf-programs.js';
import { kernelTests } from '../support/kernel.js';
import { Live, until } from '../support/live.js';

const CALLS = 2000;
const ATTEMPTS = 5;
/** More than the map `repeats` of bpf/repeat.bpf.h holds. */
const FORGOTTEN = 20_000;
const SMALL_RING = 64 << 10;
/** Holds all that a test emits, so that a busy machine loses nothing. */
const LARGE_RING = 128 << 20;

kernelTests('loss', () => {
  let live: Live;

  afterEach(() => live.stop());

  /** A program calls so often that its events fill the ring, while nobody reads that. */
  const stall = async (): Promise<{ pid: number; totals: SensorTotals }> => {
    live = new Live({ ringBytes: SMALL_RING });
    // Synchronous: this thread, which reads the ring, stands still meanwhile.
    const pid = Number(
      execFileSync('perl', [
        '-e',
        `$name = "x"; for (1..${CALLS}) { my $f = syscall(319, $name, 0); syscall(3, $f) } print $$`,
      ]),
    );
    await until(() => live.events.length > 0, 'the ring was not read');
    await live.settle();
    return { pid, totals: await live.stop() };
  };

  it('is counted to the event when the reader stalls and the ring is full', async () => {
    // what other programs of a busy host lose is counted with it: never less, and where they are quiet, no more
    for (let attempt = 1; ; attempt++) {
      const { pid, totals } = await stall();
      const seen = live.events.filter(
        ({ actor, operation }) => actor.tgid === pid && operation === 'memfd-create',
      ).length;
      const lost = live.losses.reduce((sum, { count }) => sum + count, 0);
      assert.ok(seen < CALLS, `${seen} events were seen`);
      assert.equal(totals.lost, lost);
      assert.ok(live.losses.every(({ where }) => where === 'ring'));
      assert.ok(seen + lost >= CALLS, `${CALLS} calls, ${seen} events seen and ${lost} lost`);
      if (seen > 0 && seen + lost === CALLS) return;
      assert.ok(attempt < ATTEMPTS, `${CALLS} calls, ${seen} events seen and ${lost} lost`);
    }
  });

  it('is counted where a call comes to no program', async () => {
    live = new Live({ attach: 'tracepoint' });
    const { programs, programIds } = live.sensor.programs().find(({ probe }) => probe.name === 'memfd_create')!;
    takeOutOfArray(programIds![programs.indexOf('memfd_create_exit')]!);
    const { own } = await live.run('perl', ['-e', '$name = "x"; syscall(319, $name, 0) for (1..3)']);
    assert.deepEqual(own, []);
    await live.stop();
    const lost = live.losses.filter(({ kind }) => kind === 'memfd_create, memfd_create (i386)');
    // the marker of this run made one too
    assert.ok(lost.reduce((sum, { count }) => sum + count, 0) >= 3 + 1);
    assert.ok(lost.every(({ where }) => where === 'skipped run'));
  });

  it('is none when the reader keeps up', async () => {
    live = new Live();
    const program = `$name = "x"; for (1..${CALLS}) { my $f = syscall(319, $name, 0); syscall(3, $f) }`;
    const { own } = await live.run('perl', ['-e', program]);
    await live.stop();
    assert.equal(own.length, CALLS);
    assert.deepEqual(live.losses, []);
  });

  it('of a class that the kernel side forgot it had told is none: it is told again', async () => {
    live = new Live({ ringBytes: LARGE_RING });
    // Each memfd is a class of its own; there are more than the kernel side remembers.
    const program = `
$name = "x"; $anonymous = 34;
syscall(9, 0, 4096, 7, $anonymous, -1, 0);
for (1..${FORGOTTEN}) {
  my $f = syscall(319, $name, 0);
  my $at = syscall(9, 0, 4096, 5, 2, $f, 0);
  syscall(11, $at, 4096); syscall(3, $f);
}
syscall(9, 0, 4096, 7, $anonymous, -1, 0);`;
    const { own } = await live.run('perl', ['-e', program]);
    const maps = own.filter(({ operation }) => operation === 'map-exec').map(({ memory }) => memory?.region);
    assert.deepEqual([maps.at(0), maps.length, maps.at(-1)], ['anonymous', FORGOTTEN + 2, 'anonymous']);
    assert.deepEqual(live.losses, []);
  });

  it('of repeated mappings is no loss: they are left out and counted', async () => {
    live = new Live();
    const program = '$anonymous = 34; for (1..100) { syscall(9, 0, 4096, 7, $anonymous, -1, 0) }';
    const { own } = await live.run('perl', ['-e', program]);
    const { repeated, lost } = await live.stop();
    assert.equal(own.length, 1);
    assert.ok(repeated >= 99);
    assert.equal(lost, 0);
  });
});
