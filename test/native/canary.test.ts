import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { asRoot } from '../support/root.js';

const CANARY = join(REPOSITORY, 'build/Release/interloper-canary');

/** Its child is there by then, and cannot be opened. */
const WITHOUT_PROC = 'mount -t tmpfs none /proc && exec "$0" proc-mem-write';

describe('helper of the self-test', () => {
  asRoot('leaves no child behind where it fails', () => {
    for (let run = 0; run < 5; run++) {
      const args = ['--mount', 'sh', '-c', WITHOUT_PROC, CANARY];
      const { error, status, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: 5000 });
      // It would keep the output open.
      assert.equal(error, undefined);
      assert.equal(status, 1);
      assert.match(stderr, /^\/proc\/\d+\/mem: No such file or directory$/m);
    }
  });
});
