import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { stackDepths } from './stack-depth.js';

/** MAX_BPF_STACK: for all frames of a program together; newer kernels allow it for each frame, and so notice nothing. */
const MAX_BYTES = 512;

for (const object of ['interloper.bpf.o', 'interloper-helpers.bpf.o']) {
  describe(`the stack of the BPF programs of ${object}`, () => {
    const depths = stackDepths(readFileSync(join(REPOSITORY, 'build', object)));

    it('is read from the object', () => {
      assert.ok(depths.length > 20);
      assert.ok(depths.some(({ path }) => path.length > 3));
      assert.ok(depths.every(({ bytes }) => bytes >= 32));
    });

    it('is no deeper than kernel 5.10 allows', () => {
      assert.deepEqual(
        depths.filter(({ bytes }) => bytes > MAX_BYTES),
        [],
      );
    });
  });
}
