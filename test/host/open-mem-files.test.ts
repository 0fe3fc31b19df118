import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { isMemFileOpenForWriting } from '../../src/host/open-mem-files.js';
import { type Entry, withTree } from '../support/tree.js';

const isOpenIn = (tree: Record<string, Entry>): boolean =>
  withTree(tree, (folder) => isMemFileOpenForWriting({ proc: join(folder, 'proc'), sys: join(folder, 'sys') }));

describe('open mem files', () => {
  it('are found among the descriptors of all processes', () => {
    const file = openSync('/proc/self/mem', 'r+');
    try {
      assert.equal(isMemFileOpenForWriting(), true);
    } finally {
      closeSync(file);
    }
  });

  it('are told from others by what the link says', () => {
    for (const [link, expected] of [
      ['/proc/12/mem', true],
      ['/proc/12/task/13/mem', true],
      ['/proc/12/mem.txt', false],
      ['/dev/mem', false],
      ['/home/12/member', false],
    ] as const) {
      assert.equal(isOpenIn({ 'proc/7/fd/3': { link }, 'proc/self/fd/3': { link } }), expected, link);
    }
  });

  it('are for writing by their flags, and where those cannot be read', () => {
    for (const [flags, expected] of [
      ['0100000', false],
      ['02100000', false],
      ['0100001', true],
      ['0100002', true],
      ['what', true],
    ] as const) {
      const tree = {
        'proc/7/fd/3': { link: '/proc/12/mem' },
        'proc/7/fdinfo/3': `pos:\t0\nflags:\t${flags}\nmnt_id:\t17\n`,
      };
      assert.equal(isOpenIn(tree), expected, flags);
    }
  });
});
