import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../src/model/event.js';
import { kernelTests } from '../support/kernel.js';
import { Live } from '../support/live.js';
import { PRELUDE, PYTHON } from '../support/python.js';

/** More than the kernel side remembers at once (CONTEXT_SLOT_BITS of bpf/context.bpf.h). */
const PROCESSES = 1500;

kernelTests('the context of a process', () => {
  let live: Live;

  before(() => {
    live = new Live();
  });

  after(() => live.stop());

  /** The memfds that a program and its children made, in their order. */
  async function memfdsOf(code: string, file = PYTHON): Promise<Event[]> {
    // Perl complains of a locale that is not there
    const env = { ...process.env, LC_ALL: 'C' };
    const { all, pid, stderr } = await live.run(file, ['-c', `${PRELUDE}\n${code}`], { env });
    assert.equal(stderr, '');
    return all.filter(
      ({ operation, actor }) => operation === 'memfd-create' && (actor.tgid === pid || actor.parent?.tgid === pid),
    );
  }

  it('is that of each call right after it changed its credentials', async () => {
    const events = await memfdsOf(`
os.memfd_create('root')
os.setegid(1234); os.memfd_create('group')
os.seteuid(2345); os.memfd_create('user')
os.seteuid(0); os.memfd_create('root again')`);
    assert.deepEqual(
      events.map(({ actor: { uid, euid, egid, capabilities } }) => [uid, euid, egid, capabilities !== 0]),
      [
        [0, 0, 0, true],
        [0, 0, 1234, true],
        [0, 2345, 1234, false],
        [0, 0, 1234, true],
      ],
    );
  });

  it('is another one right after it executed another program, and for each of its threads', async () => {
    const events = await memfdsOf(`
os.memfd_create('first')
thread = threading.Thread(target=lambda: os.memfd_create('thread')); thread.start(); thread.join()
os.execv('/usr/bin/perl', ['perl', '-e', '$name = "perl"; syscall(319, $name, 0)'])`);
    const [first, thread, perl] = events.map(({ actor }) => actor);
    assert.equal(first?.tid, first?.tgid);
    assert.notEqual(thread?.tid, first?.tid);
    assert.equal(thread?.tgid, first?.tgid);
    assert.deepEqual([perl?.tgid, perl?.comm, perl?.exe?.path], [first?.tgid, 'perl', '/usr/bin/perl']);
    assert.ok(perl?.cmdline?.startsWith('perl -e'));
  });

  it('follows its name and what became of its binary, moments later', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interloper-'));
    const copy = join(folder, 'python');
    try {
      copyFileSync(PYTHON, copy);
      const events = await memfdsOf(
        `
os.memfd_create('before')
libc.prctl(15, b'renamed', 0, 0, 0)
os.unlink(os.readlink('/proc/self/exe'))
time.sleep(0.05)
os.memfd_create('after')`,
        copy,
      );
      assert.deepEqual(
        events.map(({ actor: { comm, exe } }) => [comm, exe?.unlinked]),
        [
          ['python', false],
          ['renamed', true],
        ],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is never that of another process, of however many', async () => {
    const events = await memfdsOf(`
for at in range(${PROCESSES}):
    child = os.fork()
    if child == 0:
        os.memfd_create(str(os.getpid()))
        os.memfd_create(str(os.getpid()))
        os._exit(0)
    os.waitpid(child, 0)`);
    assert.equal(events.length, 2 * PROCESSES);
    const strangers = events.filter(({ actor, file }) => file?.path !== `memfd:${actor.tgid}`);
    assert.deepEqual(strangers, []);
  });
});
