import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fixture, record, remoteWrite, syscall } from '../audit/sample.js';
import { Interloper, type Line, MAIN } from '../support/interloper.js';

const RAW = fixture('injection-RAW.log');

function analyze(
  args: readonly string[],
  input?: Buffer | string,
): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'analyze', ...args], {
    encoding: 'utf8',
    input,
  });
  return { code: status, stdout, stderr };
}

const lines = (stdout: string): Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('analyze', () => {
  let folder = '';
  const at = (name: string) => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-analyze-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reports each incident once, and ends with a summary', () => {
    const { code, stdout, stderr } = analyze(['-'], RAW);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.equal(stdout.match(/HIGH \d+ {2}|HIGH \d+ /g)?.length, 8);
    assert.match(stdout, /1,368 records, 203 events of watched calls, from 1 file/);
    assert.match(stdout, /incidents {2}8 high, 2 medium/);
    assert.match(stdout, /not known {2}fileless-map: file/);
    assert.doesNotMatch(stdout, /\x1b/);
  });

  it('gives the same as JSON lines, whatever way the log comes', () => {
    const half = RAW.indexOf(10, RAW.length / 2) + 1;
    writeFileSync(at('audit.log'), RAW.subarray(half));
    writeFileSync(at('audit.log.1'), gzipSync(RAW.subarray(0, half)));
    const incidents = (args: string[], input?: Buffer) =>
      lines(analyze(['--format', 'jsonl', ...args], input).stdout).filter(({ kind }) => kind === 'incident');
    const whole = incidents(['-'], RAW);
    assert.equal(whole.length, 21);
    assert.deepEqual(incidents([at('audit.log'), at('audit.log.1')]), whole);
    assert.deepEqual(incidents([at('audit.log*')]), whole);
    assert.deepEqual(incidents([folder]), whole);
  });

  it('ends JSON lines with the totals', () => {
    const last = lines(analyze(['--format', 'jsonl', '-'], RAW).stdout).at(-1);
    assert.equal(last?.['kind'], 'status');
    assert.equal(last?.['state'], 'stopped');
    assert.equal(last?.['records'], 1368);
    assert.equal(last?.['incidents'].high, 8);
    assert.ok(last?.['notEvaluable'].length > 0);
  });

  it('ends with 3 where an incident is grave enough', () => {
    assert.equal(analyze(['--fail-on', 'high', '-'], RAW).code, 3);
    assert.equal(analyze(['--fail-on', 'critical', '-'], RAW).code, 0);
    assert.equal(analyze(['--fail-on', 'grave', '-'], RAW).code, 2);
  });

  it('judges only the time asked for', () => {
    const judged = (...args: string[]) =>
      lines(analyze([...args, '--format', 'jsonl', '-'], RAW).stdout).at(-1)?.['judged'];
    assert.equal(judged('--since', '@1795446405.267'), judged() - judged('--until', '@1795446405.267'));
    assert.equal(judged('--until', '2026-11-23T15:06:45.043Z'), judged('--until', '@1795446405.043'));
    assert.equal(analyze(['--since', 'noon', '-'], RAW).code, 2);
    assert.match(analyze(['--since', '@10', '--until', '@5', '-'], RAW).stderr, /--until must be later/);
  });

  it('shows with --strict what it could not read, safe for a terminal', () => {
    const bad = `type=SYSCALL msg=audit(1.5:1): \x1b[31mred\ngarbage \x07\n${remoteWrite(3, 9).join('')}`;
    const { code, stdout, stderr } = analyze(['--strict', '-'], bad);
    assert.equal(code, 0);
    assert.match(stderr, /-:1: .*head: type=SYSCALL msg=audit\(1\.5:1\): \\x1b\[31mred/);
    assert.match(stderr, /-:2: .*begin with type=.*: garbage \\x07/);
    assert.match(stdout, /2 lines could not be read/);
    assert.equal(analyze(['-'], bad).stderr, '');
  });

  it('escapes what attackers choose', () => {
    const evil = Buffer.from('\x1b]0;title\x07\n[fake]').toString('hex').toUpperCase();
    const subject = `ppid=1 pid=7 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm=${evil} exe=${evil}`;
    const log = syscall(1, 'syscall=311 success=yes exit=8 a0=9 a1=1 a2=1 a3=1 items=0', subject);
    for (const format of ['pretty', 'jsonl']) {
      const { stdout } = analyze(['--format', format, '-'], log + record('PROCTITLE', 1, `proctitle=${evil}`));
      assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f]/);
      assert.match(stdout, format === 'pretty' ? /\\x1b\]0;title/ : /\\u001b\]0;title/);
    }
  });

  it('keeps hosts apart, and names them', () => {
    const log = ['web', 'db'].flatMap((node) => remoteWrite(5, 9).map((line) => `node=${node} ${line}`)).join('');
    const found = lines(analyze(['--format', 'jsonl', '-'], log).stdout).filter(({ kind }) => kind === 'incident');
    assert.deepEqual(found.map(({ host }) => host).sort(), ['db', 'web']);
    assert.match(analyze(['-'], log).stdout, / on web/);
  });

  it('says what is wrong with its input', () => {
    const cases: [string[], number, RegExp][] = [
      [[at('nothing')], 2, /there is no file .*nothing/],
      [['-', at('x')], 2, /cannot be given together/],
      [['--follow', '-'], 2, /--follow needs a file/],
    ];
    for (const [args, expected, message] of cases) {
      const { code, stderr } = analyze(args, '');
      assert.equal(code, expected, args.join(' '));
      assert.match(stderr, message);
    }
    writeFileSync(at('text'), 'hello\nworld\n');
    const none = analyze([at('text')]);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /no audit record/);
    writeFileSync(at('audit.log.gz'), gzipSync(RAW).subarray(0, 9000));
    const torn = analyze([at('audit.log.gz')]);
    assert.equal(torn.code, 1);
    assert.match(torn.stderr, /audit\.log\.gz: is damaged/);
    assert.match(torn.stdout, /records/);
  });

  it('follows a log through rotation', async () => {
    writeFileSync(at('audit.log'), remoteWrite(1, 41).join(''));
    const following = new Interloper(['analyze', '--follow', '--format', 'jsonl', at('audit.log')]);
    try {
      await following.says('"argument":41');
      renameSync(at('audit.log'), at('audit.log.1'));
      writeFileSync(at('audit.log'), '');
      appendFileSync(at('audit.log'), remoteWrite(2, 42).join(''));
      await following.says('"argument":42');
    } finally {
      following.child.kill('SIGINT');
    }
    const { code, stdout } = await following.end();
    assert.equal(code, 0);
    assert.equal(lines(stdout).at(-1)?.['state'], 'stopped');
    assert.equal(lines(stdout).at(-1)?.['lost'], 0);
  });
});
