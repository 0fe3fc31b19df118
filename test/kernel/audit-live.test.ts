import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { AuditDaemon, auditTests } from '../support/auditd.js';
import { Interloper, type Line, parseLines } from '../support/interloper.js';

const INJECT = `
import ctypes, os, signal, time
libc = ctypes.CDLL(None)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
word = ctypes.create_string_buffer(b'interlop')
pid = os.fork()
if pid == 0:
    while True: time.sleep(1)
libc.ptrace(16, pid, None, None); os.waitpid(pid, 0)
libc.ptrace(5, pid, ctypes.addressof(word), 0x4141)
libc.ptrace(17, pid, None, None)
os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0); print(pid)`;

const FLOOD = '$name = "x"; for (1..2000) { my $f = syscall(319, $name, 0); syscall(3, $f) }';

auditTests('audit, live from the kernel', () => {
  let daemon: AuditDaemon;
  let analyze: Interloper;

  beforeEach(async () => {
    daemon = new AuditDaemon('RAW');
    await daemon.start(rulesFile('x86_64'));
    analyze = new Interloper(['analyze', '--live', '--format', 'jsonl']);
    await analyze.says('"attached"');
  });

  afterEach(() => {
    analyze.child.kill('SIGKILL');
    spawnSync('auditctl', ['-r', '0']);
    daemon.remove();
  });

  const linesAtTheEnd = async (): Promise<Line[]> => {
    analyze.child.kill('SIGINT');
    const { stdout, stderr } = await analyze.end();
    assert.equal(stderr, '');
    return parseLines(stdout);
  };

  it('tells an injection while it happens, beside the daemon, which gets its records all the same', async () => {
    const { pid, stdout } = await daemon.run('python3', '-c', INJECT);
    await analyze.says('ptrace-injection');
    const lines = await linesAtTheEnd();
    const incident = lines.findLast(({ kind, actor }) => kind === 'incident' && actor.pid === pid);
    assert.equal(incident?.['target'].pid, Number(stdout));
    assert.equal(incident?.['severity'], 'high');
    assert.equal(lines.at(-1)?.['state'], 'stopped');
    assert.deepEqual(
      lines.filter(({ kind }) => kind === 'loss'),
      [],
    );
    assert.ok((await daemon.stop()).includes(`pid=${pid} `));
  });

  it("tells what the kernel's rate limit dropped, as the kernel counts it", async () => {
    assert.equal(spawnSync('auditctl', ['-r', '50']).status, 0);
    const lostBefore = lost();
    await daemon.run('perl', '-e', FLOOD);
    const dropped = lost() - lostBefore;
    assert.ok(dropped > 0);
    await analyze.says('"loss"');
    const losses = (await linesAtTheEnd()).filter(({ kind, of }) => kind === 'loss' && of === 'record');
    assert.equal(
      losses.reduce((sum, { count }) => sum + count, 0),
      dropped,
    );
    assert.ok(losses.every(({ where }) => where === 'backlog or rate limit'));
  });
});

function lost(): number {
  return Number(/^lost (\d+)/m.exec(spawnSync('auditctl', ['-s'], { encoding: 'utf8' }).stdout)?.[1]);
}
