import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import fc from 'fast-check';
import {
  findMapping,
  type Mapping,
  parseMapping,
  parseStat,
  readArguments,
  readExecutable,
  readMaps,
  readStat,
  regionOf,
  sameStart,
} from '../../src/host/proc.js';
import { withTree } from '../support/tree.js';

const mapping = (line: string): Mapping => {
  const parsed = parseMapping(line);
  assert.ok(parsed, line);
  return parsed;
};

describe('/proc/PID/stat', () => {
  it('tells this process', () => {
    const stat = readStat('self');
    assert.ok(stat);
    assert.equal(stat.pid, process.pid);
    assert.equal(stat.ppid, process.ppid);
    assert.ok(stat.startTicks > 0);
  });

  it('survives any name that a process can give itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (comm) => {
        const fields = ['S', 41, 42, 43, 34816, ...Array.from({ length: 14 }, () => 0), 987654, 0, 0];
        const stat = parseStat(`44 (${comm}) ${fields.join(' ')}\n`);
        assert.deepEqual(stat, {
          pid: 44,
          comm,
          state: 'S',
          ppid: 41,
          pgrp: 42,
          session: 43,
          tty: 34816,
          startTicks: 987654,
        });
      }),
    );
  });

  it('is unknown where it is cut off or no stat', () => {
    for (const text of ['', '44', '44 (x', '44 (x) S 1 2 3', ') 44 (x']) assert.equal(parseStat(text), undefined, text);
  });

  it('counts a start in ticks that are rounded down', () => {
    assert.ok(sameStart(123, 1_230_000_000));
    assert.ok(sameStart(123, 1_239_999_999));
    assert.ok(!sameStart(123, 1_240_000_000));
    assert.ok(!sameStart(123, 1_229_999_999));
  });
});

describe('a process that has ended', () => {
  it('is unknown in every respect', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const { pid } = child;
    assert.ok(pid);
    await once(child, 'exit');
    assert.equal(readStat(pid), undefined);
    assert.equal(readArguments(pid), undefined);
    assert.equal(readExecutable(pid), undefined);
    assert.equal(readMaps(pid), undefined);
  });
});

describe('/proc/PID/cmdline and exe', () => {
  it('tell this process', () => {
    assert.equal(readArguments('self')?.[0], process.argv0);
    assert.deepEqual(readExecutable('self'), { path: realpathSync(process.execPath), deleted: false });
  });

  it('keep empty arguments, and know an empty command line from a missing one', () => {
    const files = { '1/cmdline': 'a\0\0b\0', '2/cmdline': '', '3/cmdline': 'renamed itself' };
    withTree(files, (proc) => {
      const roots = { proc, sys: '' };
      assert.deepEqual(readArguments(1, roots), ['a', '', 'b']);
      assert.deepEqual(readArguments(2, roots), []);
      assert.deepEqual(readArguments(3, roots), ['renamed itself']);
      assert.equal(readArguments(4, roots), undefined);
    });
  });

  it('say of an executable that it was deleted', () => {
    withTree({ '1/exe': { link: '/tmp/x (deleted)' } }, (proc) => {
      assert.deepEqual(readExecutable(1, { proc, sys: '' }), { path: '/tmp/x', deleted: true });
    });
  });
});

describe('/proc/PID/maps', () => {
  it('has the code that runs now, in order and without gaps in the reading', () => {
    const mappings = readMaps('self');
    assert.ok(mappings && mappings.length > 10);
    for (const [index, each] of mappings.entries()) {
      assert.ok(each.start < each.end);
      if (index > 0) assert.ok(mappings[index - 1]!.end <= each.start);
      assert.equal(findMapping(mappings, each.start), each);
      assert.equal(findMapping(mappings, each.end - 1n), each);
    }
    const exe = readExecutable('self')!.path;
    const regions = new Set(mappings.map((each) => regionOf(each, mappings, exe)));
    for (const region of ['text', 'heap', 'stack', 'vdso', 'library', 'anonymous'] as const) {
      assert.ok(regions.has(region), `no ${region}`);
    }
  });

  it('finds nothing between mappings', () => {
    const mappings = [mapping('1000-2000 r-xp 00000000 08:01 7 /a'), mapping('3000-4000 rw-p 00000000 00:00 0')];
    assert.equal(findMapping(mappings, 0xfffn), undefined);
    assert.equal(findMapping(mappings, 0x2000n), undefined);
    assert.equal(findMapping(mappings, 0x4000n), undefined);
    assert.equal(findMapping([], 0n), undefined);
  });

  it('reads addresses beyond 2^53, names with blanks, and escaped line feeds', () => {
    const parsed = mapping('ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]');
    assert.equal(parsed.start, 0xffffffffff600000n);
    assert.equal(parsed.executable, true);
    assert.equal(mapping('1000-2000 r--s 00001000 fe:02 12  /a b\\012c').name, '/a b\nc');
  });

  it('knows regions by what the kernel wrote', () => {
    const cases: [string, string][] = [
      ['1000-2000 r-xp 00000000 08:01 7 /usr/bin/x', 'text'],
      ['1000-2000 rw-p 00000000 08:01 7 /usr/bin/x', 'data'],
      ['1000-2000 r-xp 00000000 08:01 7 /usr/bin/x (deleted)', 'text'],
      ['1000-2000 r-xp 00000000 08:01 8 /usr/lib/y.so', 'library'],
      ['1000-2000 r--p 00000000 08:01 9 /usr/share/z', 'file'],
      ['1000-2000 r-xp 00000000 08:01 8 /tmp/y (deleted)', 'unlinked'],
      ['1000-2000 r-xp 00000000 00:01 8 /memfd:y (deleted)', 'memfd'],
      ['1000-2000 r-xp 00000000 08:01 8 /memfd:y (deleted)', 'unlinked'],
      ['1000-2000 r-xp 00000000 00:1a 8 /memfd:y', 'library'],
      ['1000-2000 rw-s 00000000 00:01 8 /dev/zero (deleted)', 'anonymous'],
      ['1000-2000 rwxp 00000000 00:00 0', 'anonymous'],
      ['1000-2000 rw-p 00000000 00:00 0 [heap]', 'heap'],
      ['1000-2000 rw-p 00000000 00:00 0 [stack]', 'stack'],
      ['1000-2000 r-xp 00000000 00:00 0 [vdso]', 'vdso'],
      ['1000-2000 r-xp 00000000 08:01 8 [heap]', 'library'],
    ];
    for (const [line, region] of cases) {
      const parsed = mapping(line);
      assert.equal(regionOf(parsed, [parsed], '/usr/bin/x'), region, line);
    }
  });

  it('passes over lines that are no mappings', () => {
    for (const line of ['', 'x', '1000-2000 rwxp', '1000 2000 rwxp 0 0:0 0', 'Size: 4 kB']) {
      assert.equal(parseMapping(line), undefined, line);
    }
  });
});
