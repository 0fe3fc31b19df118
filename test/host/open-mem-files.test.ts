import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { isAnyMemFileOpen } from '../../src/host/open-mem-files.js';
import { withTree } from '../support/tree.js';

describe('open mem files', () => {
  it('are found among the descriptors of all processes', () => {
    const file = openSync('/proc/self/mem', 'r');
    try {
      assert.equal(isAnyMemFileOpen(), true);
    } finally {
      closeSync(file);
    }
  });

  it('are told from others by what the link says', () => {
    const tree = (link: string) => ({ 'proc/7/fd/3': { link }, 'proc/self/fd/3': { link } });
    for (const [link, expected] of [
      ['/proc/12/mem', true],
      ['/proc/12/task/13/mem', true],
      ['/proc/12/mem.txt', false],
      ['/dev/mem', false],
      ['/home/12/member', false],
    ] as const) {
      withTree(tree(link), (folder) => {
        assert.equal(isAnyMemFileOpen({ proc: join(folder, 'proc'), sys: join(folder, 'sys') }), expected, link);
      });
    }
  });
});
