import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { injectWithDd } from '../support/injection.js';
import { Interloper, interloper, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

kernelTests('baseline of a host', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-baseline-'));
  });

  afterEach(() => {
    Interloper.killAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is learned, and takes from what was seen while it was', async () => {
    const file = join(folder, 'baseline.json');
    const learn = new Interloper(['baseline', 'learn', '--output', file]);
    await until(() => learn.stderr.includes('learning into'), `it did not begin: ${learn.stderr}`);
    await injectWithDd();
    // what the sensor has not read yet is read when it stops
    learn.child.kill('SIGTERM');
    const { code, stdout } = await learn.end();
    assert.equal(code, 0);
    assert.match(stdout, /incident [0-9a-f]{16}, high, .* by \/usr\/bin\/dd/);
    const shown = await interloper(['baseline', 'show', file]);
    assert.match(shown.stdout, /^\/usr\/bin\/dd +\d+ +mem-write +\/usr\/bin\/sleep +1 +/m);

    const watch = new Interloper(['watch', '--format', 'jsonl', '--baseline', file]);
    await watch.says('"attached"');
    const target = await injectWithDd();
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
