import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIND_NAMES } from '../../src/wire/kinds.js';
import { ContextSize, EventOffset, EventSize, ProcessInfoSize } from '../../src/wire/layout.js';
import { REPOSITORY } from '../support/repository.js';

describe('wire layout', () => {
  it('is the one of the BPF object', () => {
    const object = join(REPOSITORY, 'build/interloper.bpf.o');
    const generated = execFileSync(process.execPath, [join(REPOSITORY, 'scripts/generate-layout.mjs'), object]);
    assert.equal(readFileSync(join(REPOSITORY, 'src/wire/layout.ts'), 'utf8'), generated.toString());
  });

  it('is the same for the compiler of the addon', () => {
    const code =
      '#include <stdio.h>\\n#include <linux/types.h>\\n#include "event.h"\\nint main(){printf("%zu %zu %zu %zu", sizeof(struct event), __builtin_offsetof(struct event, file), sizeof(struct context), sizeof(struct process_info));}';
    const shell = `f=$(mktemp) && printf '${code.replaceAll('%', '%%')}' | gcc -x c -I bpf -o $f - && $f; rm -f $f`;
    const [size, plain, context, info] = execFileSync('sh', ['-c', shell], { cwd: REPOSITORY, encoding: 'utf8' })
      .split(' ')
      .map(Number);
    assert.deepEqual([size, plain, context, info], [EventSize, EventOffset.file, ContextSize, ProcessInfoSize]);
  });

  it('names each kind of event', () => {
    assert.deepEqual(KIND_NAMES.slice(0, 3), ['ptrace', 'remote-write', 'remote-read']);
  });
});
