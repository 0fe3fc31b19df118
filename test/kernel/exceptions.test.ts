import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interloper, type Line, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

/** dd writes a byte into the stack of a program that its shell started. */
const INJECTION = `
sleep 30 & p=$!
at=$(grep -m1 stack /proc/$p/maps | cut -d- -f1)
dd if=/dev/zero of=/proc/$p/mem bs=1 count=1 seek=$((0x$at)) conv=notrunc 2>/dev/null
kill $p; echo $p`;

const exception = (id: string, actor: string): string =>
  `exceptions:\n  - {id: ${id}, owner: me, reason: test, actor: ${actor}, operations: [open-mem, mem-write], expires: 2099-01-01}\n`;

kernelTests('exceptions of a watch', () => {
  let folder = '';
  let file = '';
  const configure = (text: string): void => writeFileSync(file, text, { mode: 0o600 });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-exceptions-'));
    file = join(folder, 'interloper.yaml');
  });

  afterEach(() => {
    Interloper.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('cover a program by the file it is, and are loaded again at SIGHUP', async function () {
    this.timeout(60_000);
    configure(exception('dd', '{path: /usr/bin/dd}'));
    const watch = new Interloper(['watch', '--format', 'jsonl', '--show-suppressed', '--config', file]);
    const lines = (): Line[] => parseLines(watch.stdout.slice(0, watch.stdout.lastIndexOf('\n') + 1));
    const inject = async (): Promise<Line> => {
      const shell = spawn('sh', ['-c', INJECTION], { stdio: ['ignore', 'pipe', 'ignore'] });
      let said = '';
      shell.stdout.on('data', (data) => {
        said += data;
      });
      await once(shell, 'close');
      const find = (): Line | undefined =>
        lines().findLast(
          ({ kind, target, severity }) => kind === 'incident' && target?.pid === Number(said) && severity === 'high',
        );
      await until(() => find() !== undefined, `nothing about ${said}: ${watch.stdout}${watch.stderr}`);
      return find()!;
    };
    await watch.says('"attached"');
    assert.equal((await inject())['suppressedBy'], 'dd');

    configure('exceptions: 7');
    watch.child.kill('SIGHUP');
    await watch.says(/"reload failed".*exceptions: expected a list of exceptions, found 7/);
    assert.equal((await inject())['suppressedBy'], 'dd', 'the configuration before holds');

    configure(exception('cat', '{path: /bin/cat}'));
    watch.child.kill('SIGHUP');
    await watch.says(/"reloaded".*"dd":\{"suppressed":2/);
    assert.equal((await inject())['suppressedBy'], undefined);

    watch.child.kill('SIGTERM');
    const { code } = await watch.end();
    assert.equal(code, 0);
    const { state, exceptions } = lines().at(-1)!;
    assert.equal(state, 'stopped');
    assert.equal(exceptions.cat.suppressed, 0);
  });
});
