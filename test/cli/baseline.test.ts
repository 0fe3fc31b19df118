import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberedFile } from '../../src/host/file-identity.js';
import { LastingPrograms } from '../../src/host/lasting-program.js';
import type { Item } from '../../src/sinks/item.js';
import { formatJsonLine } from '../../src/sinks/jsonl.js';
import { incidentOf, onTarget, process as processOf } from '../detect/build.js';
import { interloper } from '../support/interloper.js';

/** The program of a process that runs `path` of this host. */
function running(path: string): NonNullable<ReturnType<typeof processOf>['exe']> {
  const { device, inode } = numberedFile(path);
  return { path, device, inode, memfd: false, unlinked: false };
}

const SHELL = numberedFile('/bin/sh').path;
const NODE = numberedFile(process.execPath).path;

describe('baseline', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);

  /** What watch wrote of a shell that attached to node, `day` days after the first. */
  const seen = (name: string, day: number, operations = ['attach'] as const): string => {
    const by = processOf(100, 'sh', { exe: running(SHELL) });
    const on = { process: processOf(200, 'node', { exe: running(NODE) }) };
    const incident = incidentOf(
      operations.map((operation) => onTarget(operation, day * 86_400_000, { actor: by, target: on })),
    );
    const items: Item[] = [{ kind: 'incident', incident }];
    writeFileSync(at(name), items.map((item) => `${formatJsonLine(item)}\n`).join(''));
    return at(name);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-baseline-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('learns from what was written down, adds to what is there, and shows it', async () => {
    const file = at('baseline.json');
    const learn = (from: string) => interloper(['baseline', 'learn', '--output', file, '--from', from]);
    const first = await learn(seen('one.jsonl', 0));
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /baseline\.json: 1 habit, 1 of them new, learned in/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const before = readFileSync(file);
    writeFileSync(at('old.json'), before, { mode: 0o600 });
    await learn(seen('two.jsonl', 1));
    const { stdout } = await interloper(['baseline', 'show', file]);
    assert.match(stdout, /^ACTOR +UID +OPERATION +TARGET +DAYS +COUNT/);
    assert.match(stdout, new RegExp(`${SHELL} +1000 +attach +\\S.* 2 +2 +`));
    const json = JSON.parse((await interloper(['baseline', 'show', file, '--format', 'json'])).stdout);
    assert.equal(json.entries[0].days, 2);
    const diff = (await interloper(['baseline', 'diff', at('old.json'), file])).stdout;
    assert.match(diff, /^new: none\n\ngone: none\n\nseen on more days:\nACTOR/);
  });

  it('says what is wrong with a baseline', async () => {
    const none = await interloper(['baseline', 'show', at('none')]);
    assert.deepEqual([none.code, /there is no baseline .*none/.test(none.stderr)], [2, true]);
    writeFileSync(at('bad'), '{}', { mode: 0o600 });
    const bad = await interloper(['baseline', 'show', at('bad')]);
    assert.deepEqual([bad.code, /the baseline .*bad is no baseline/.test(bad.stderr)], [2, true]);
    if (process.geteuid?.() !== 0) return;
    chmodSync(at('bad'), 0o666);
    const open = await interloper(['baseline', 'show', at('bad')]);
    assert.match(open.stderr, /refused, because others than root could change it/);
  });

  it('takes no length of time that makes no sense', async () => {
    for (const args of [
      ['--duration', '5'],
      ['--duration', '0h'],
      ['--duration', '1h', '--from', seen('x', 0)],
    ]) {
      const { code, stderr } = await interloper(['baseline', 'learn', '--output', at('b'), ...args]);
      assert.equal(code, 2, stderr);
      assert.equal(existsSync(at('b')), false);
    }
  });
});

describe('LastingPrograms', () => {
  it('names a program by its path only where nobody but root can put a file there', () => {
    const programs = new LastingPrograms();
    const exe = running(SHELL);
    assert.deepEqual(programs.of({ tgid: 1, exe }), { path: SHELL });
    assert.deepEqual(programs.of({ tgid: 1, exe: { ...exe, inode: 1 } }), { device: exe.device, inode: 1 });
    const folder = mkdtempSync(join(tmpdir(), 'interloper-lasting-'));
    chmodSync(folder, 0o777);
    const mine = join(folder, 'program');
    writeFileSync(mine, '');
    const { device, inode } = numberedFile(mine);
    assert.deepEqual(programs.of({ tgid: 1, exe: running(mine) }), { device, inode });
    rmSync(folder, { recursive: true });
  });

  it('names nothing that is in no file, or is not known', () => {
    const programs = new LastingPrograms();
    const exe = running(SHELL);
    assert.equal(programs.of({ tgid: 1, exe: { ...exe, memfd: true } }), undefined);
    assert.equal(programs.of({ tgid: 1, exe: { ...exe, unlinked: true } }), undefined);
    assert.equal(programs.of({ tgid: 1, exe: { path: SHELL } }), undefined);
    assert.equal(programs.of({ tgid: 1 }), undefined);
  });
});
