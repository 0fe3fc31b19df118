import assert from 'node:assert/strict';
import { evasionTests } from './way.js';

evasionTests('i386-program', (go) => {
  it('a 32-bit program that attaches, writes and maps', async function () {
    const way = await go(this, '');
    assert.deepEqual(way.deeds(), ['attach', 'write-data', 'detach', 'remote-write', 'open-mem', 'mem-write']);
    assert.ok(way.events.every(({ abi, foreignAbi }) => abi === 'i386' && foreignAbi === undefined));
    for (const operation of ['write-data', 'remote-write', 'mem-write'] as const) {
      const { memory } = way.of(operation)[0]!;
      assert.deepEqual(
        [memory?.address, memory?.length, memory?.region],
        [way.said('address')[0], 4, 'data'],
        operation,
      );
    }
    const [map] = way.of('map-exec');
    assert.deepEqual([map?.memory?.region, map?.memory?.address], ['memfd', way.said('mapped')[0]]);
  });
});
