import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../audit/sample.js';
import { interloper, type Line, parseLines } from '../support/interloper.js';

/** By what audit tells: users of both, and what was done. */
const BY_USER = `
  - id: attaching
    owner: lab@example.org
    reason: the lab attaches all day
    actor: {user: 0}
    relation: own-child
    operations: [attach]
`;

const BY_FILE = `
  - id: by-file
    owner: lab@example.org
    reason: known
    actor: {path: /bin/sh}
`;

describe('exceptions of an analysis', () => {
  let folder = '';
  let log = '';
  const config = (entries: string): string => {
    const file = join(folder, 'interloper.yaml');
    writeFileSync(file, `exceptions:${entries}`, { mode: 0o600 });
    return file;
  };
  const analyze = async (...args: string[]): Promise<{ lines: Line[]; stderr: string; code: number | null }> => {
    const { stdout, stderr, code } = await interloper(['analyze', '--format', 'jsonl', ...args, log]);
    return { lines: parseLines(stdout), stderr, code };
  };
  const incidents = (lines: readonly Line[]): Line[] => lines.filter(({ kind }) => kind === 'incident');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-exceptions-'));
    log = join(folder, 'audit.log');
    writeFileSync(log, fixture('injection-RAW.log'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leave incidents out, count them, and show them where that is asked for', async () => {
    const all = incidents((await analyze()).lines);
    const entries = `
  - id: everything
    owner: lab@example.org
    reason: a lab
    maxSeverity: medium
`;
    const quiet = await analyze('--config', config(entries));
    const left = incidents(quiet.lines);
    assert.deepEqual(
      left.map(({ id }) => id),
      all.filter(({ severity }) => severity === 'high' || severity === 'critical').map(({ id }) => id),
    );
    const { suppressed, exceptions } = quiet.lines.at(-1)!;
    assert.equal(suppressed, all.length - left.length);
    assert.equal(exceptions.everything.suppressed, suppressed);
    assert.equal(exceptions.everything.gravest, 'medium');
    const shown = incidents((await analyze('--config', config(entries), '--show-suppressed')).lines);
    assert.equal(shown.length, all.length);
    assert.equal(shown.filter(({ suppressedBy }) => suppressedBy === 'everything').length, suppressed);
    assert.match(quiet.stderr, /exception everything applies to every program/);
  });

  it('do not count for --fail-on', async () => {
    assert.equal((await analyze('--fail-on', 'high')).code, 3);
    const entries = '\n  - {id: everything, owner: me, reason: a lab}\n';
    assert.equal((await analyze('--fail-on', 'high', '--config', config(entries))).code, 0);
  });

  it('do not apply for want of what audit does not record, and say so', async () => {
    const all = incidents((await analyze()).lines);
    const { lines, stderr } = await analyze('--config', config(BY_FILE));
    assert.equal(incidents(lines).length, all.length);
    const count = lines.at(-1)!['exceptions']['by-file'];
    assert.equal(count.suppressed, 0);
    assert.ok(count.notEvaluable > 0);
    assert.deepEqual(count.missing, ['actor.exe.inode']);
    assert.match(stderr, /exception by-file cannot be applied where actor\.exe\.inode is not known/);
    const text = (await interloper(['analyze', '--config', config(BY_FILE), log])).stdout;
    assert.match(
      text,
      /exceptions by-file \(lab@example\.org: known\) suppressed 0 incidents; could not be applied to/,
    );
  });

  it('hold for a replay that names their configuration, and only then', async () => {
    const recording = join(folder, 'seen.rec');
    await analyze('--record', recording);
    const entries = '\n  - {id: everything, owner: me, reason: a lab, maxSeverity: medium}\n';
    const replay = async (...args: string[]): Promise<Line[]> =>
      parseLines((await interloper(['replay', '--format', 'jsonl', ...args, recording])).stdout);
    const ids = (lines: readonly Line[]): Set<string> => new Set(incidents(lines).map(({ id }) => id));
    const plain = await replay();
    assert.equal(plain.at(-1)!['exceptions'], undefined);
    const excepted = await replay('--config', config(entries));
    const { suppressed } = excepted.at(-1)!;
    assert.ok(suppressed > 0);
    assert.equal(ids(excepted).size + suppressed, ids(plain).size);
    assert.deepEqual(ids(await replay('--config', config(entries), '--show-suppressed')), ids(plain));
  });

  it('hold for a replay of what was recorded under them, unless it names another configuration', async () => {
    const recording = join(folder, 'seen.rec');
    const entries = '\n  - {id: everything, owner: me, reason: a lab, maxSeverity: medium}\n';
    const live = incidents((await analyze('--record', recording, '--config', config(entries))).lines);
    const replay = async (...args: string[]): Promise<Line[]> =>
      incidents(parseLines((await interloper(['replay', '--format', 'jsonl', ...args, recording])).stdout));
    const reported = await replay();
    assert.deepEqual(new Set(reported.map(({ id }) => id)), new Set(live.map(({ id }) => id)));
    assert.ok(reported.every(({ suppressedBy }) => suppressedBy === undefined));
    const shown = await replay('--show-suppressed');
    const suppressed = shown.filter(({ suppressedBy }) => suppressedBy === 'everything');
    assert.ok(suppressed.length > 0);
    assert.equal(suppressed.length + reported.length, shown.length);
    assert.equal((await replay('--config', config(' []\n'))).length, shown.length);
  });

  it('are checked: the file that is not there, what is too wide', async () => {
    const entries = `${BY_USER}${BY_FILE.replace('/bin/sh', '/no/such/file')}`;
    const { code, stdout } = await interloper(['config', 'check', config(entries)]);
    assert.equal(code, 0);
    assert.match(stdout, /2 exceptions\n/);
    assert.match(stdout, /warning: exception attaching applies to every program/);
    assert.match(stdout, /warning: exception by-file is left out: \/no\/such\/file cannot be looked up/);
  });
});
