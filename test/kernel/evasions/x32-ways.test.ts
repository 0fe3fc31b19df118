import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests } from './way.js';

const WORD_BYTES = 8;

evasionTests('x32-ways', (go) => {
  function seen(events: readonly Event[]): Event {
    assert.equal(events.length, 1);
    assert.equal(events[0]!.abi, 'x32');
    return events[0]!;
  }

  it('memfd_create of the x32 interface', async function () {
    const way = await go(this, 'memfd');
    assert.equal(seen(way.of('memfd-create')).file?.path, 'memfd:way');
  });

  it('process_vm_writev of the x32 interface', async function () {
    const way = await go(this, 'remote-write');
    const { target, memory, ret } = seen(way.of('remote-write'));
    assert.equal(target?.process?.tgid, way.target);
    assert.deepEqual([memory?.address, memory?.length, ret], [way.said('address')[0], WORD_BYTES, WORD_BYTES]);
  });

  it('mprotect of the x32 interface', async function () {
    const way = await go(this, 'executable');
    assert.equal(seen(way.of('protect-exec')).memory?.address, way.said('address')[0]);
  });
});
