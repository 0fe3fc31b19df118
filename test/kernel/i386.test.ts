import assert from 'node:assert/strict';
import { type CanaryRun, runCanary } from '../../src/native/canary.js';
import { kernelTests } from '../support/kernel.js';
import { Live } from '../support/live.js';

/** Undefined where the kernel was built or booted without 32-bit calls: then there is nothing to see. */
async function tryCanary(): Promise<CanaryRun | undefined> {
  try {
    return await runCanary('i386');
  } catch (error) {
    assert.match((error as Error).message, /no 32-bit calls/);
    return undefined;
  }
}

kernelTests('32-bit calls of 64-bit code', () => {
  let live: Live;

  afterEach(() => live.stop());

  it('are seen, each with its meaning and its target', async () => {
    live = new Live();
    const run = await tryCanary();
    // The helper said that the kernel takes none: there is nothing to see.
    if (run === undefined) return;
    await live.settle();
    const own = live.events.filter(({ actor }) => actor.tgid === run.actor);
    assert.deepEqual(
      own.map(({ operation, abi, foreignAbi }) => [operation, abi, foreignAbi]),
      ['attach', 'write-data', 'remote-write', 'memfd-create', 'map-exec', 'detach'].map((one) => [one, 'i386', true]),
    );
    const [attach, poke, write, , map] = own;
    for (const event of [attach, poke, write]) assert.equal(event?.target?.process?.tgid, run.target);
    assert.equal(poke?.memory?.length, 4);
    assert.deepEqual([write?.bytes, write?.memory?.length], [4, 4]);
    assert.deepEqual([map?.file?.path, map?.memory?.sharing], ['memfd:canary', 'private']);
    const incident = live.incidents.findLast(({ actor, target }) => actor.tgid === run.actor && target !== null);
    assert.ok(incident?.reasons.some(({ heuristic }) => heuristic === 'foreign-abi'));
  });
});
