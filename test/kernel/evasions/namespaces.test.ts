import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests } from './way.js';

const namespaces = ({ actor, target }: Event): boolean => actor.pidNamespace === target?.process?.pidNamespace;

evasionTests('namespaces', (go) => {
  it('a target in a child pid namespace', async function () {
    const way = await go(this, 'child');
    assert.deepEqual(way.deeds(), ['attach', 'write-data', 'detach', 'remote-write', 'open-mem', 'mem-write']);
    assert.ok(!way.events.some(namespaces));
    for (const operation of ['write-data', 'remote-write', 'mem-write'] as const)
      assert.equal(way.of(operation)[0]?.memory?.region, 'data', operation);
  });

  it('a target in a sibling pid namespace, by /proc and by a pidfd', async function () {
    const way = await go(this, 'sibling');
    assert.deepEqual(way.deeds(), ['open-mem', 'mem-write', 'fd-steal']);
    assert.ok(!way.events.some(namespaces));
    assert.equal(way.of('mem-write')[0]?.memory?.region, 'data');
  });

  it('a target in a pid namespace that the actor has joined', async function () {
    const way = await go(this, 'joined');
    assert.deepEqual(way.deeds(), ['attach', 'write-data', 'detach']);
    assert.ok(way.events.every(namespaces));
    assert.ok(way.events.every(({ target }) => target?.argument === 1 && target.process?.tgid !== 1));
  });
});
