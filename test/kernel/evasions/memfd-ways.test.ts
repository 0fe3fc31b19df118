import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests, type Way } from './way.js';

const EPERM = 1;
const EACCES = 13;
const ENOMEM = 12;

/** The execution of the memfd by the process that the helper named. */
function assertExecuted(way: Way): Event {
  const execs = way.by(way.said('program')[0]!).filter(({ operation }) => operation === 'exec');
  assert.equal(execs.length, 1);
  assert.deepEqual([execs[0]?.file?.memfd, execs[0]?.file?.path], [true, 'memfd:way']);
  return execs[0]!;
}

/** The executable mappings of a file of that region; a loader maps each part of a library once. */
function assertMapped(way: Way, region: string, sharing = 'private'): void {
  const maps = way.of('map-exec').filter(({ memory }) => memory?.region === region);
  assert.ok(maps.length > 0);
  assert.ok(maps.every(({ memory, ret }) => memory?.sharing === sharing && (ret ?? 0) > 0));
}

evasionTests('memfd-ways', (go) => {
  it('executing a duplicate of a memfd', async function () {
    const way = await go(this, 'duplicated');
    assert.equal(way.of('memfd-create')[0]?.file?.inode, assertExecuted(way).file?.inode);
  });

  it('executing a memfd that another process made and passed', async function () {
    const way = await go(this, 'passed');
    const exec = assertExecuted(way);
    assert.equal(way.of('memfd-create')[0]?.file?.inode, exec.file?.inode);
    assert.notEqual(exec.actor.tgid, way.actor);
  });

  it('executing a memfd that was sealed', async function () {
    assertExecuted(await go(this, 'sealed'));
  });

  it('executing a memfd made with MFD_EXEC', async function () {
    const way = await go(this, 'exec-flag');
    assert.equal(way.of('memfd-create')[0]?.flags, 0x10);
    assertExecuted(way);
  });

  it('a memfd made with MFD_NOEXEC_SEAL, which the kernel refuses to execute', async function () {
    const way = await go(this, 'noexec-seal');
    assert.deepEqual(way.said('errno'), [EACCES]);
    assert.equal(way.of('memfd-create')[0]?.flags, 0x9);
    assert.deepEqual(
      way.of('exec').map(({ ret, file }) => [ret, file?.memfd]),
      [[-EACCES, true]],
    );
  });

  it('mapping a memfd of huge pages', async function () {
    const way = await go(this, 'hugetlb');
    assert.deepEqual([way.of('memfd-create')[0]?.flags, way.of('memfd-create')[0]?.file?.memfd], [5, true]);
    const [map] = way.of('map-exec').filter(({ file }) => file?.memfd === true);
    assert.equal(map?.memory?.length, 2 << 20);
    assert.ok(way.said('mapped')[0] === 1 ? (map?.ret ?? 0) > 0 : map?.ret === -ENOMEM);
  });

  it('secret memory, which the kernel refuses to make executable', async function () {
    const way = await go(this, 'secret');
    assert.deepEqual(way.said('errno'), [EPERM, EACCES]);
  });

  it('flags, a protection and a descriptor with high bits set', async function () {
    const way = await go(this, 'high-bits');
    assert.equal(way.of('memfd-create')[0]?.flags, 1);
    assertMapped(way, 'memfd');
  });

  it('dlopen of /proc/self/fd/N of a memfd', async function () {
    assertMapped(await go(this, 'load-by-descriptor'), 'memfd');
  });

  it('dlopen of an unlinked library', async function () {
    assertMapped(await go(this, 'load-unlinked'), 'unlinked');
  });

  it('dlopen of a file made by O_TMPFILE', async function () {
    assertMapped(await go(this, 'load-tmpfile'), 'unlinked');
  });
});
