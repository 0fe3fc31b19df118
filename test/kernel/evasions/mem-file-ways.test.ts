import assert from 'node:assert/strict';
import { evasionTests, unseenBecause, type Way } from './way.js';

const EINVAL = 22;

/** The write of a word, however many vectors or operations of the file it took. */
function assertWritten(way: Way, calls: readonly (string | undefined)[]): void {
  const writes = way.of('mem-write');
  assert.ok(writes.length > 0, 'no write was seen');
  assert.equal(
    writes.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    way.said('bytes')[0],
  );
  assert.equal(writes[0]?.memory?.address, way.said('address')[0]);
  for (const { target, memory, call } of writes) {
    assert.equal(target?.process?.tgid, way.target);
    assert.equal(memory?.region, 'data');
    assert.ok(calls.includes(call), `by ${call}`);
  }
}

evasionTests('mem-file-ways', (go, live) => {
  const calls: readonly (readonly [title: string, way: string, call: string])[] = [
    ['write', 'write', 'write'],
    ['pwrite', 'pwrite', 'pwrite64'],
    ['writev', 'writev', 'writev'],
    ['pwritev', 'pwritev', 'pwritev'],
    ['pwritev2', 'pwritev2', 'pwritev2'],
    ['pwritev2 at the position of the file', 'pwritev2-at-position', 'pwritev2'],
    ['write to a descriptor with high bits set', 'high-bits', 'write'],
  ];
  for (const [title, name, call] of calls) {
    it(`/proc/PID/mem by ${title}`, async function () {
      const way = await go(this, name);
      assertWritten(way, [call]);
      assert.deepEqual([...new Set(way.deeds())], ['open-mem', 'mem-write']);
    });
  }

  it('/proc/PID/task/TID/mem', async function () {
    assertWritten(await go(this, 'thread'), ['pwrite64']);
  });

  for (const call of ['sendfile', 'splice']) {
    it(`/proc/PID/mem by ${call}, which the kernel refuses`, async function () {
      const way = await go(this, call);
      assert.deepEqual(way.said('errno'), [EINVAL]);
      assert.deepEqual(way.deeds(), ['open-mem']);
    });
  }

  for (const [title, name] of [
    ['io_uring', 'io-uring'],
    ['io_uring from a registered buffer', 'io-uring-fixed'],
    ["io_uring's own thread", 'io-uring-thread'],
  ] as const) {
    it(`/proc/PID/mem by ${title}`, async function () {
      const way = await go(this, name);
      assert.deepEqual([...new Set(way.deeds())].slice(0, 1), ['open-mem']);
      if (live().mode('mem-write') === 'tracepoint') {
        const reason = 'no system call writes: only that the file was opened for writing is seen';
        unseenBecause(this, way.of('mem-write'), reason);
      }
      assertWritten(way, [undefined, 'io_uring_enter']);
    });
  }

  it('a descriptor of /proc/PID/mem inherited over fork', async function () {
    const way = await go(this, 'inherited');
    assertWritten(way, ['pwrite64']);
    assert.deepEqual(way.deeds(), ['mem-write']);
  });

  it('a descriptor of /proc/PID/mem passed over a socket', async function () {
    const way = await go(this, 'passed');
    assertWritten(way, ['pwrite64']);
    assert.deepEqual(way.deeds(), ['mem-write']);
  });

  it('a descriptor of /proc/PID/mem that another thread replaces while the write copies', async function () {
    const way = await go(this, 'replaced');
    const [address, bytes, attempts] = ['address', 'bytes', 'attempts'].map((name) => way.said(name)[0]!);
    assert.deepEqual(
      way.of('mem-write').map((event) => [event.target?.process?.tgid, event.memory?.address, event.bytes]),
      new Array(attempts!).fill([way.target, address, bytes]),
    );
  });

  it('a descriptor of /proc/PID/mem taken by pidfd_getfd', async function () {
    const way = await go(this, 'taken');
    assertWritten(way, ['pwrite64']);
    const [steal] = way.of('fd-steal');
    assert.deepEqual(
      [steal?.target?.process?.tgid, steal?.file?.path],
      [way.said('actor')[0], `/proc/${way.target}/mem`],
    );
  });
});
