import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodingOf } from '../../src/audit/sources/decompress.js';
import { expand } from '../../src/audit/sources/expand.js';
import { follow } from '../../src/audit/sources/follow.js';
import { firstRecordTime, readLogFile } from '../../src/audit/sources/log-file.js';
import { arrange, stemOf } from '../../src/audit/sources/rotation.js';
import { fixture, START, syscall } from './sample.js';

const RAW = fixture('injection-RAW.log');

async function text(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of readLogFile(path)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

describe('audit sources', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-audit-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('decompress by content, not by name', async () => {
    const big = Buffer.concat(Array.from({ length: 12 }, () => RAW));
    writeFileSync(at('audit.log.1'), gzipSync(big));
    assert.deepEqual(await text(at('audit.log.1')), big);
    // several gzip members in one file, as logrotate's delaycompress and `cat` make them
    writeFileSync(at('two.gz'), Buffer.concat([gzipSync(RAW), gzipSync(RAW)]));
    assert.deepEqual(await text(at('two.gz')), Buffer.concat([RAW, RAW]));
    writeFileSync(at('audit.log.gz'), RAW);
    assert.deepEqual(await text(at('audit.log.gz')), RAW);
  });

  it('decompress zstd', async () => {
    const big = Buffer.concat(Array.from({ length: 12 }, () => RAW));
    writeFileSync(at('log'), big);
    execFileSync('zstd', ['-q', at('log')]);
    assert.deepEqual(await text(at('log.zst')), big);
    const frame = execFileSync('zstd', ['-q', '-c'], { input: RAW });
    writeFileSync(at('frames'), Buffer.concat([frame, frame]));
    assert.deepEqual(await text(at('frames')), Buffer.concat([RAW, RAW]));
  });

  it('say what is wrong with a damaged or unknown file, after giving what could be read', async () => {
    const packed = gzipSync(RAW);
    writeFileSync(at('torn.gz'), packed.subarray(0, packed.length / 2));
    let bytes = 0;
    await assert.rejects(async () => {
      for await (const chunk of readLogFile(at('torn.gz'))) bytes += chunk.length;
    }, /is damaged: .*gzip/);
    assert.ok(bytes > 0);
    writeFileSync(at('log.xz'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 1]));
    await assert.rejects(text(at('log.xz')), /xz -dc/);
    const frame = execFileSync('zstd', ['-q', '-c'], { input: RAW });
    writeFileSync(at('torn.zst'), frame.subarray(0, frame.length / 2));
    await assert.rejects(text(at('torn.zst')), /is damaged: .*zstd/);
  });

  it('refuse a zstd window that takes gigabytes', async () => {
    // magic, a frame header without content size, a window of 2^(10+30)
    writeFileSync(
      at('log.zst'),
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    );
    assert.equal(encodingOf(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])), 'zstd');
    await assert.rejects(text(at('log.zst')), /window/);
  });

  it('know one log by its rotated names', () => {
    for (const name of [
      'audit.log',
      'audit.log.12',
      'audit.log.3.gz',
      'audit.log-20261123',
      'audit.log-20261123.zst',
    ]) {
      assert.equal(stemOf(`/var/log/audit/${name}`), '/var/log/audit/audit.log', name);
    }
    assert.equal(stemOf('web01.log'), 'web01.log');
  });

  it('arrange files oldest first, by their records', async () => {
    writeFileSync(at('audit.log'), syscall(3000));
    writeFileSync(at('audit.log.1'), syscall(2000));
    writeFileSync(at('audit.log.2.gz'), gzipSync(`garbage\n${syscall(1000)}`));
    writeFileSync(at('audit.log.10'), syscall(10));
    writeFileSync(at('other.log'), syscall(1));
    const files = ['audit.log', 'audit.log.1', 'audit.log.10', 'audit.log.2.gz', 'other.log', 'audit.log'].map(at);
    const sets = await arrange(files);
    assert.deepEqual(
      sets.map((set) => set.files),
      [['audit.log.10', 'audit.log.2.gz', 'audit.log.1', 'audit.log'].map(at), [at('other.log')]],
    );
    assert.equal(await firstRecordTime(at('audit.log.2.gz')), START * 1000 + 1000);
  });

  it('expand patterns and directories', () => {
    for (const name of ['audit.log', 'audit.log.1', 'x.log']) writeFileSync(at(name), '');
    mkdirSync(at('audit.log.d'));
    assert.deepEqual(expand(at('audit.log*')), ['audit.log', 'audit.log.1'].map(at));
    assert.deepEqual(expand(folder).sort(), ['audit.log', 'audit.log.1'].map(at));
    assert.deepEqual(expand(at('nothing')), []);
    // a file whose name looks like a pattern is itself
    writeFileSync(at('a[1]'), '');
    assert.deepEqual(expand(at('a[1]')), [at('a[1]')]);
  });

  describe('following', () => {
    /** Runs `script` while the log is followed; returns what was read, with `|` where a file ended. */
    async function followed(script: (until: (text: string) => Promise<void>) => Promise<void>) {
      const stop = new AbortController();
      let got = '';
      const lost: string[] = [];
      const done = follow(
        at('audit.log'),
        {
          chunk: (bytes) => {
            got += bytes.toString('latin1');
          },
          fileEnd: () => {
            got += '|';
          },
          turn: () => {},
          lost: (why) => lost.push(why),
        },
        { signal: stop.signal, interval: 5 },
      );
      const until = async (wanted: string): Promise<void> => {
        while (!got.includes(wanted)) await new Promise((resolve) => setTimeout(resolve, 2));
      };
      try {
        await script(until);
      } finally {
        stop.abort();
        await done;
      }
      return { got, lost };
    }

    it('reads what is there and what is added', async () => {
      writeFileSync(at('audit.log'), 'one\n');
      const { got } = await followed(async (until) => {
        await until('one\n');
        appendFileSync(at('audit.log'), 'two\nthr');
        await until('thr');
        appendFileSync(at('audit.log'), 'ee\n');
        await until('ee\n');
      });
      assert.equal(got, 'one\ntwo\nthree\n');
    });

    it('goes on in the new file after a rotation, and reads the old one to its end', async () => {
      writeFileSync(at('audit.log'), 'one\n');
      const { got, lost } = await followed(async (until) => {
        await until('one\n');
        renameSync(at('audit.log'), at('audit.log.1'));
        appendFileSync(at('audit.log.1'), 'two\n');
        writeFileSync(at('audit.log'), 'three\n');
        await until('three\n');
      });
      assert.equal(got, 'one\ntwo\n|three\n');
      assert.deepEqual(lost, []);
    });

    it('misses nothing where the log is rotated several times between two looks', async () => {
      writeFileSync(at('audit.log'), 'one\n');
      const { got } = await followed(async (until) => {
        await until('one\n');
        renameSync(at('audit.log'), at('audit.log.2'));
        writeFileSync(at('audit.log.1'), 'two\n');
        writeFileSync(at('audit.log'), 'three\n');
        await until('three\n');
      });
      assert.equal(got, 'one\n|two\n|three\n');
    });

    it('begins again where the file was truncated, and says so', async () => {
      writeFileSync(at('audit.log'), 'one and more\n');
      const { got, lost } = await followed(async (until) => {
        await until('more\n');
        copyFileSync(at('audit.log'), at('audit.log.1'));
        truncateSync(at('audit.log'), 0);
        await until('|');
        appendFileSync(at('audit.log'), 'two\n');
        await until('two\n');
      });
      assert.equal(got, 'one and more\n|two\n');
      assert.equal(lost.length, 1);
    });

    it('waits for a file that is not there yet, or not any more', async () => {
      const { got } = await followed(async (until) => {
        writeFileSync(at('audit.log'), 'one\n');
        await until('one\n');
        unlinkSync(at('audit.log'));
        await new Promise((resolve) => setTimeout(resolve, 20));
        writeFileSync(at('audit.log'), 'two\n');
        await until('two\n');
      });
      assert.equal(got, 'one\n|two\n');
    });
  });
});
