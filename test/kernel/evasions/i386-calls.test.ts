import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests, type Way } from './way.js';

const RX = 5;
const RWX = 7;

/** What the helper did by 32-bit calls, in order. */
function foreign(way: Way): Event[] {
  const events = way.events.filter(({ abi }) => abi === 'i386');
  assert.ok(events.every(({ foreignAbi }) => foreignAbi === true));
  return events;
}

function assertMapped(way: Way): void {
  const [create, map, ...more] = foreign(way);
  assert.deepEqual(more, []);
  assert.equal(create?.operation, 'memfd-create');
  assert.deepEqual(
    [map?.operation, map?.memory?.region, map?.memory?.address, map?.memory?.prot, map?.memory?.sharing],
    ['map-exec', 'memfd', way.said('mapped')[0], RX, 'private'],
  );
}

evasionTests('i386-calls', (go) => {
  it('ptrace by int $0x80', async function () {
    const way = await go(this, 'ptrace');
    assert.deepEqual(way.deeds(), ['attach', 'write-data', 'detach']);
    const { memory } = foreign(way)[1]!;
    assert.deepEqual([memory?.address, memory?.length, memory?.region], [way.said('address')[0], 4, 'anonymous']);
  });

  it('process_vm_writev by int $0x80', async function () {
    const way = await go(this, 'vm-writev');
    assert.deepEqual(way.deeds(), ['remote-write']);
    const [{ memory, bytes }] = foreign(way) as [Event];
    assert.deepEqual([memory?.address, bytes, memory?.region], [way.said('address')[0], 4, 'anonymous']);
  });

  it('opening and writing /proc/PID/mem by int $0x80', async function () {
    const way = await go(this, 'mem-file');
    assert.deepEqual(way.deeds(), ['open-mem', 'mem-write']);
    const [open, write] = foreign(way);
    assert.deepEqual([open?.call, (open?.flags ?? 0) & 3], ['openat', 2]);
    assert.deepEqual([write?.memory?.address, write?.bytes], [way.said('address')[0], 8]);
  });

  it('writing /proc/PID/mem, opened otherwise, by int $0x80', async function () {
    const way = await go(this, 'mem-write');
    assert.deepEqual(way.deeds(), ['open-mem', 'mem-write', 'mem-write']);
    assert.deepEqual(
      foreign(way).map(({ call, memory, bytes }) => [call, memory?.address, memory?.region, bytes]),
      ['pwrite64', 'write'].map((call) => [call, way.said('address')[0], 'anonymous', 8]),
    );
  });

  it('mapping a memfd by the mmap2 of int $0x80', async function () {
    assertMapped(await go(this, 'mapping'));
  });

  it('mapping a memfd by the oldest mmap of int $0x80', async function () {
    assertMapped(await go(this, 'old-mapping'));
  });

  it('mprotect by int $0x80', async function () {
    const way = await go(this, 'protection');
    assert.deepEqual(
      foreign(way).map(({ operation, memory }) => [operation, memory?.region, memory?.address, memory?.prot]),
      [['protect-exec', 'anonymous', way.said('address')[0], RX]],
    );
  });

  for (const [name, way] of [
    ['shmat', 'attachment'],
    ['ipc', 'old-attachment'],
  ] as const) {
    it(`attaching shared memory executable by the ${name} of int $0x80`, async function () {
      const gone = await go(this, way);
      assert.deepEqual(
        foreign(gone).map(({ operation, call, memory }) => [operation, call, memory?.address, memory?.prot]),
        [['map-exec', 'shmat', gone.said('mapped')[0], RWX]],
      );
    });
  }

  it('executing a memfd by int $0x80', async function () {
    const way = await go(this, 'execution');
    const execs = way.by(way.said('program')[0]!).filter(({ operation }) => operation === 'exec');
    assert.deepEqual(
      execs.map(({ file }) => file?.memfd),
      [true],
    );
  });

  it('pidfd_getfd by int $0x80', async function () {
    const way = await go(this, 'steal');
    assert.deepEqual(way.deeds(), ['fd-steal']);
    assert.equal(foreign(way)[0]?.call, 'pidfd_getfd');
  });
});
