import assert from 'node:assert/strict';
import type { Event } from '../../../src/model/event.js';
import { evasionTests, unseenBecause, type Way } from './way.js';

/** What the process that the helper named executed. */
function executed(way: Way): Event[] {
  return way.by(way.said('program')[0]!).filter(({ operation }) => operation === 'exec');
}

function assertMemfd(way: Way, call: string): void {
  assert.deepEqual(
    executed(way).map(({ file, actor, call: by }) => [file?.memfd, file?.path, actor.exe?.memfd, by]),
    [[true, 'memfd:way', true, call]],
  );
}

function assertScript(way: Way): void {
  assert.deepEqual(
    executed(way).map(({ file }) => [file?.memfd, file?.path]),
    [[true, 'memfd:script']],
  );
}

function assertUnlinked(way: Way): void {
  assert.deepEqual(
    executed(way).map(({ file, actor }) => [file?.unlinked, file?.memfd, actor.exe?.unlinked]),
    [[true, false, true]],
  );
}

evasionTests('exec-ways', (go, live) => {
  it('fexecve of a memfd', async function () {
    assertMemfd(await go(this, 'fexecve'), 'execveat');
  });

  it('execveat of a memfd with AT_EMPTY_PATH', async function () {
    const way = await go(this, 'execveat');
    assertMemfd(way, 'execveat');
    assert.equal(executed(way)[0]?.args?.[4], 0x1000);
  });

  it('execveat with a descriptor and flags with high bits set', async function () {
    const way = await go(this, 'high-bits');
    assertMemfd(way, 'execveat');
    assert.equal(executed(way)[0]?.args?.[4], 0x1000);
  });

  it('execve of /proc/self/fd/N of a memfd', async function () {
    assertMemfd(await go(this, 'path'), 'execve');
  });

  it('a script whose interpreter is a memfd', async function () {
    assertMemfd(await go(this, 'interpreter'), 'execve');
  });

  it('a program whose loader is a memfd', async function () {
    const way = await go(this, 'loader');
    assert.deepEqual(
      executed(way).map(({ file, actor, memory }) => [file?.path, actor.exe?.memfd, memory?.region]),
      [['memfd:way', false, 'memfd']],
    );
  });

  it('a script that is a memfd, by execveat', async function () {
    assertScript(await go(this, 'script-by-descriptor'));
  });

  it('a script that is a memfd, by its path', async function () {
    assertScript(await go(this, 'script-by-path'));
  });

  it('a script that is a memfd, by a symbolic link to it', async function () {
    const way = await go(this, 'script-by-link');
    if (live().mode('exec') === 'tracepoint') {
      unseenBecause(this, executed(way), 'the kernel keeps of a script only the path that it was executed by');
    }
    assertScript(way);
  });

  it('an unlinked binary', async function () {
    assertUnlinked(await go(this, 'unlinked'));
  });

  it('a binary made by O_TMPFILE', async function () {
    assertUnlinked(await go(this, 'tmpfile'));
  });
});
