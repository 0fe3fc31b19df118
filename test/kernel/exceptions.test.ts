import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { injectWithDd } from '../support/injection.js';
import { Interloper, type Line, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

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

  it('cover a program by the file it is, and are loaded again at SIGHUP', async () => {
    configure(exception('dd', '{path: /usr/bin/dd}'));
    const watch = new Interloper(['watch', '--format', 'jsonl', '--show-suppressed', '--config', file]);
    const lines = (): Line[] => parseLines(watch.stdout.slice(0, watch.stdout.lastIndexOf('\n') + 1));
    const inject = async (): Promise<Line> => {
      const pid = await injectWithDd();
      const find = (): Line | undefined =>
        lines().findLast(
          ({ kind, target, severity }) => kind === 'incident' && target?.pid === pid && severity === 'high',
        );
      await until(() => find() !== undefined, `nothing about ${pid}: ${watch.stdout}${watch.stderr}`);
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
