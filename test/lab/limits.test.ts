import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Limits } from './limits.js';

const HOUR_MS = 3_600_000;

/** What magic SysRq of a serial line is, for QEMU. */
const QUESTION = '\x01b9\x01bt';

describe('limits of a guest', () => {
  it('have one asked for its stacks that says nothing', async () => {
    const guest = spawn('cat');
    const limits = new Limits(guest, HOUR_MS, 30);
    try {
      let said = '';
      while (!said.includes(QUESTION)) said += (await once(guest.stdout, 'data'))[0];
      assert.equal(said, QUESTION);
      assert.match(limits.exceeded ?? '', /^said nothing for /);
    } finally {
      limits.clear();
      guest.kill('SIGKILL');
    }
  });

  it('end one that goes on for too long, whatever it says', async () => {
    const guest = spawn('sh', ['-c', 'while sleep 0.01; do echo; done']);
    const limits = new Limits(guest, 30, HOUR_MS, 30);
    await once(guest, 'close');
    limits.clear();
    assert.equal(guest.signalCode, 'SIGKILL');
    assert.match(limits.exceeded ?? '', /^did not end within /);
  });

  it('leave one alone that ends before', async () => {
    const guest = spawn('true');
    const limits = new Limits(guest, HOUR_MS, HOUR_MS);
    await once(guest, 'close');
    limits.clear();
    assert.equal(limits.exceeded, undefined);
  });
});
