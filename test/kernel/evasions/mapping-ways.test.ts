import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests, unseenBecause, type Way } from './way.js';

const RX = 5;
const RWX = 7;

/** What made memory executable at that address, without what the loader mapped. */
function madeExecutable(way: Way, address = way.said('address')[0]): Event[] {
  return way.events.filter(
    ({ operation, memory }) =>
      (operation === 'map-exec' || operation === 'protect-exec') && memory?.address === address,
  );
}

const facts = ({ operation, memory, file }: Event): unknown[] => [
  operation,
  memory?.region,
  memory?.prot,
  file?.memfd ?? false,
];

evasionTests('mapping-ways', (go) => {
  it('writing, then mprotect', async function () {
    const way = await go(this, 'write-then-mprotect');
    assert.deepEqual(madeExecutable(way).map(facts), [['protect-exec', 'anonymous', RX, false]]);
  });

  it('writing, then pkey_mprotect', async function () {
    const way = await go(this, 'write-then-pkey-mprotect');
    assert.deepEqual(madeExecutable(way).map(facts), [['protect-exec', 'anonymous', RX, false]]);
  });

  it('mmap where reading implies executing', async function () {
    const way = await go(this, 'implied-by-mmap');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'anonymous', RWX, false]]);
  });

  it('mprotect where reading implies executing', async function () {
    const way = await go(this, 'implied-by-mprotect');
    assert.deepEqual(madeExecutable(way).map(facts), [['protect-exec', 'anonymous', RWX, false]]);
  });

  it('mmap of a memfd where reading implies executing', async function () {
    const way = await go(this, 'implied-of-memfd');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'memfd', RX, true]]);
  });

  it('the heap where reading implies executing', async function () {
    const way = await go(this, 'implied-by-brk');
    unseenBecause(this, madeExecutable(way), 'brk is not watched, by which the heap grows');
  });

  it('shared memory of System V, attached executable', async function () {
    const way = await go(this, 'shared-memory');
    const [attached, ...more] = madeExecutable(way);
    assert.deepEqual(more, []);
    assert.deepEqual(facts(attached!), ['map-exec', 'unlinked', RWX, false]);
    assert.deepEqual([attached?.call, attached?.memory?.sharing, attached?.memory?.length], ['shmat', 'shared', 4096]);
  });

  it('shared memory of System V where reading implies executing', async function () {
    const way = await go(this, 'implied-by-shmat');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'unlinked', RWX, false]]);
  });

  it('mprotect of the middle of a mapping', async function () {
    const way = await go(this, 'middle-of-a-mapping');
    assert.deepEqual(madeExecutable(way).map(facts), [['protect-exec', 'anonymous', RX, false]]);
  });

  it('mprotect, then mremap to another place', async function () {
    const way = await go(this, 'moved');
    assert.deepEqual(madeExecutable(way, way.said('before')[0]).map(facts), [['protect-exec', 'anonymous', RX, false]]);
    const [remap, ...more] = way.of('remap');
    assert.deepEqual(more, []);
    assert.deepEqual([remap?.memory?.address, remap?.memory?.region], [way.said('address')[0], 'anonymous']);
  });

  it('mmap with MAP_FIXED over the text of the program', async function () {
    const way = await go(this, 'over-text');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'anonymous', RWX, false]]);
  });

  it('mmap of a memfd with MAP_FIXED over the text of the program', async function () {
    const way = await go(this, 'memfd-over-text');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'memfd', RX, true]]);
  });

  it('writing over the text of the program, which stays a mapping of its file', async function () {
    const way = await go(this, 'patched-text');
    const [protect, ...more] = madeExecutable(way);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [protect?.operation, protect?.memory?.region, protect?.memory?.prot],
      ['protect-exec', 'text', RX],
    );
    assert.equal(protect?.file?.path, protect?.actor.exe?.path);
  });

  it('making the text of the program writable while it is executable', async function () {
    const way = await go(this, 'write-and-execute');
    const [protect, ...more] = madeExecutable(way);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [protect?.operation, protect?.memory?.region, protect?.memory?.prot],
      ['protect-exec', 'text', RWX],
    );
  });

  it('a write into a vDSO that was moved', async function () {
    const way = await go(this, 'moved-vdso');
    assert.deepEqual(way.deeds(), ['attach', 'write-data', 'detach']);
    const { memory } = way.of('write-data')[0]!;
    assert.deepEqual(
      [memory?.address, memory?.region, memory?.regionFrom, memory?.mapping?.executable],
      [way.said('address')[0], 'vdso', 'kernel', true],
    );
  });

  it('an executable mapping whose pages userfaultfd serves', async function () {
    const way = await go(this, 'userfaultfd');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'anonymous', RWX, false]]);
  });

  it('an executable mapping whose pages another process serves by userfaultfd', async function () {
    const way = await go(this, 'userfaultfd-of-another');
    const mapped = way.by(way.target).filter(({ operation }) => operation === 'map-exec');
    assert.deepEqual(mapped.map(facts), [['map-exec', 'anonymous', RWX, false]]);
    const reason = 'of userfaultfd only the mapping that it serves is seen, not who copies into it';
    const copies = way.events.filter(({ target }) => target !== undefined);
    unseenBecause(this, copies, reason);
  });

  it('writing into a memfd that the target has mapped executable', async function () {
    const way = await go(this, 'written-file');
    const mapped = way.by(way.target).filter(({ operation }) => operation === 'map-exec');
    assert.deepEqual(mapped.map(facts), [['map-exec', 'memfd', RX, true]]);
    const reason = 'what is written is a file, and of it only that the target maps it is seen';
    const writes = way.events.filter(({ target }) => target !== undefined);
    unseenBecause(this, writes, reason);
  });

  it('a memfd that a seccomp supervisor puts into the target', async function () {
    const way = await go(this, 'given-memfd');
    assert.deepEqual(madeExecutable(way).map(facts), [['map-exec', 'memfd', RX, true]]);
  });

  it('a /proc/PID/mem that a seccomp supervisor puts into another process', async function () {
    const way = await go(this, 'given-mem-file');
    assert.deepEqual(way.deeds(), ['mem-write']);
    assert.equal(way.events[0]?.memory?.region, 'data');
  });
});
