import assert from 'node:assert/strict';
import { compileHelperPrograms } from '../../support/helper-program.js';
import { kernelTests } from '../../support/kernel.js';
import { Live } from '../../support/live.js';
import { goOnce } from './way.js';

// Until a mem file was opened no write is looked at, so it matters that this one is the first: a sensor of its own.
kernelTests('the first mem file that anybody opens', () => {
  let live: Live;

  before(() => {
    compileHelperPrograms();
    live = new Live();
  });

  after(() => live.stop());

  it('is seen to be written, though io_uring opened it', async function () {
    const way = await goOnce(this, live, 'mem-file-ways', 'io-uring-open');
    const deeds = live.mode('open-mem') === 'fentry' ? ['open-mem', 'mem-write'] : ['mem-write'];
    assert.deepEqual(way.deeds(), deeds);
    const [write] = way.of('mem-write');
    assert.deepEqual([write?.call, write?.bytes, write?.memory?.region], ['pwrite64', 8, 'data']);
  });
});
