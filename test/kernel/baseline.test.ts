import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Interloper, interloper, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

/** A byte written into the stack of a program that the shell started; tells the program's pid. */
const INJECTION = `
sleep 30 & p=$!
at=$(grep -m1 stack /proc/$p/maps | cut -d- -f1)
dd if=/dev/zero of=/proc/$p/mem bs=1 count=1 seek=$((0x$at)) conv=notrunc 2>/dev/null
kill $p; echo $p`;

async function inject(): Promise<number> {
  const shell = spawn('sh', ['-c', INJECTION], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  shell.stdout.on('data', (data) => {
    said += data;
  });
  await once(shell, 'close');
  return Number(said);
}

kernelTests('baseline of a host', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-baseline-'));
  });

  afterEach(() => {
    Interloper.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is learned, and takes from what was seen while it was', async function () {
    this.timeout(90_000);
    const file = join(folder, 'baseline.json');
    const learn = new Interloper(['baseline', 'learn', '--output', file]);
    await until(() => learn.stderr.includes('learning into'), `it did not begin: ${learn.stderr}`);
    await inject();
    // what the sensor has not read yet is read when it stops
    learn.child.kill('SIGTERM');
    const { code, stdout } = await learn.end();
    assert.equal(code, 0);
    assert.match(stdout, /incident [0-9a-f]{16}, high, .* by \/usr\/bin\/dd/);
    const shown = await interloper(['baseline', 'show', file]);
    assert.match(shown.stdout, /^\/usr\/bin\/dd +\d+ +mem-write +\/usr\/bin\/sleep +1 +/m);

    const watch = new Interloper(['watch', '--format', 'jsonl', '--baseline', file]);
    await watch.says('"attached"');
    const target = await inject();
    watch.child.kill('SIGTERM');
    const seen = parseLines((await watch.end()).stdout).findLast(
      ({ kind, target: one }) => kind === 'incident' && one?.pid === target,
    );
    const reason = seen?.['reasonDetails'].find(({ heuristic }: { heuristic: string }) => heuristic === 'baseline');
    assert.deepEqual([reason?.id, reason?.weight], ['seen-before', -5]);
    const sum = seen!['reasonDetails'].reduce((total: number, { weight }: { weight: number }) => total + weight, 0);
    assert.equal(seen!['score'], sum);
  });
});
