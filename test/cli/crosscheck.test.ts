import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Recorder } from '../../src/recording/index.js';
import { interloper } from '../support/interloper.js';

describe('interloper crosscheck', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  const refused = async (args: readonly string[], code: number, what: RegExp): Promise<void> => {
    const outcome = await interloper(['crosscheck', ...args]);
    assert.match(outcome.stderr, what);
    assert.deepEqual([outcome.code, outcome.stdout], [code, '']);
  };

  it('refuses words that are neither a recording nor a command', async () => {
    await refused(['/bin/true'], 2, /\/bin\/true: expected one folder that --record wrote, or -- before a command/);
    await refused(['one', 'two'], 2, /2 words: expected one folder/);
    await refused([folder], 2, /expected one folder that --record wrote/);
  });

  it('refuses options that belong to another form of it', async () => {
    await refused(['--rules', 'x'], 2, /--rules belongs to --sensor/);
    await refused(['--sensor', 'x'], 2, /--sensor needs --audit FILE/);
    await refused(['--audit', 'a', 'b'], 2, /--audit takes one log/);
    await refused(
      ['--sensor', 'x', '--audit', 'y', '--duration', '1'],
      2,
      /--duration makes no sense with a recording/,
    );
  });

  it('names what is not there', async () => {
    await refused(['--audit', join(folder, 'none.log')], 1, /none\.log: there is no such file/);
    await refused(['--sensor', 'x', '--audit', join(folder, 'none.log')], 1, /there is no file .*none\.log/);
    await refused(['--output', join(folder, 'no', 'file')], 1, /cannot write to .*no\/file/);
  });

  it('names the line of a journal that makes no sense', async () => {
    writeFileSync(join(folder, 'journal.jsonl'), '{"version":7}\n');
    await refused([folder], 1, /journal\.jsonl:1: expected the head of a recorded cross-check, version 1/);
    writeFileSync(join(folder, 'journal.jsonl'), 'no json\n');
    await refused([folder], 1, /journal\.jsonl:1: /);
    writeFileSync(join(folder, 'audit.log'), '');
    for (const line of ['{"t":[1]}', '{"t":[1,2],"records":[7]}', '{"t":[1,2],"sensor":"x"}', '[]', '{}']) {
      writeFileSync(join(folder, 'journal.jsonl'), `{"version":1,"facts":{"auditFrom":"netlink","run":{}}}\n${line}\n`);
      await refused([folder], 1, /journal\.jsonl:2: it is no line of a recorded cross-check/);
    }
  });

  it('names the part of a recorded folder that is missing', async () => {
    rmSync(join(folder, 'audit.log'));
    await refused([folder], 1, /ENOENT.*audit\.log/);
  });

  it('names the log that is damaged, and the folder without one', async () => {
    const [sensor, damaged] = [join(folder, 'empty.rec'), join(folder, 'audit.log.1.gz')];
    Recorder.create(sensor, { source: 'bpf', software: 'test' }).end();
    writeFileSync(damaged, gzipSync(Buffer.alloc(200_000, 'type=PATH\n')).subarray(0, -9));
    await refused(['--sensor', sensor, '--audit', damaged], 1, /audit\.log\.1\.gz: /);
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    await refused(['--sensor', sensor, '--audit', bare], 1, /there is no audit\.log in the folder .*bare/);
  });

  it('takes no hostile name to the terminal', async () => {
    const { stderr } = await interloper(['crosscheck', '\x1b]0;owned\x07']);
    assert.doesNotMatch(stderr, /\x1b|\x07/);
  });
});
