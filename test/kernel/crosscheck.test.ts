import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { AuditDaemon, auditTests } from '../support/auditd.js';
import { Interloper, interloper, type Line } from '../support/interloper.js';
import { REQUIRE } from '../support/kernel.js';
import { REPOSITORY } from '../support/repository.js';
import { recorded, WORKLOADS } from '../support/workloads.js';

const has = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

auditTests('cross-check of real programs beside auditd', function () {
  this.timeout(240_000);
  let daemon: AuditDaemon;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-crosscheck-'));
    daemon = new AuditDaemon('RAW');
    assert.equal(await daemon.start(rulesFile('x86_64')), '');
  });

  after(() => {
    daemon.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, needs, script } of WORKLOADS) {
    it(`ends with every event of ${name} matched or explained`, async function () {
      if (!has(needs) && process.env[REQUIRE] !== '1') return this.skip();
      const { code, stdout, stderr } = await interloper([
        'crosscheck',
        '--format',
        'json',
        '--',
        ...recorded(script, folder),
      ]);
      const report = JSON.parse(stdout) as Line;
      const odd = report['alone'].filter(({ cause }: Line) => cause === 'unexplained');
      assert.deepEqual(odd, []);
      assert.equal(code, 0, stderr);
      assert.equal(report['run'].command.ended, 0);
      assert.ok(report['totals'].matched >= 10, JSON.stringify(report['totals']));
      assert.equal(report['totals'].pending, 0);
    });
  }

  it('gives the same report of what it recorded, which follows the schema', async () => {
    const kept = join(folder, 'kept');
    const script = 'sleep 60 & gdb -p $! -batch -ex "call (int)getpid()" >/dev/null 2>&1; kill $!';
    const live = await interloper([
      'crosscheck',
      '--format',
      'json',
      '--record',
      kept,
      '--',
      ...recorded(script, folder),
    ]);
    const again = await interloper(['crosscheck', '--format', 'json', kept]);
    const report = JSON.parse(live.stdout) as Line;
    assert.deepEqual(JSON.parse(again.stdout), report);
    assert.equal(again.code, live.code);
    const schema = JSON.parse(readFileSync(join(REPOSITORY, 'docs/crosscheck.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(report), JSON.stringify(validate.errors?.slice(0, 3)));
    const incident = report['incidents'].entries.find(({ actor }: Line) => actor.comm === 'gdb');
    assert.ok(incident?.sensor !== undefined && incident?.audit !== undefined, 'both sides tell what gdb did');
  });

  it('compares with the log that auditd writes, too', async () => {
    const script = 'for i in $(seq 60); do /bin/true; done; sleep 1';
    const args = ['crosscheck', '--audit', daemon.log, '--format', 'json', '--', ...recorded(script, folder)];
    const { code, stdout, stderr } = await interloper(args);
    const { totals, run } = JSON.parse(stdout) as Line;
    assert.deepEqual([code, totals.unexplained], [0, 0], stderr);
    // the rest may still be in auditd's own buffer
    assert.ok(totals.matched >= 20, JSON.stringify(totals));
    assert.equal(run.audit, daemon.log);
  });

  it('uses what there is of a recording that was cut off', async () => {
    const kept = join(folder, 'cut');
    await interloper(['crosscheck', '--record', kept, '--', ...recorded('/bin/true; /bin/true', folder)]);
    const journal = join(kept, 'journal.jsonl');
    writeFileSync(journal, readFileSync(journal).subarray(0, -20));
    const { stdout } = await interloper(['crosscheck', '--format', 'json', kept]);
    assert.match(JSON.parse(stdout).run.problems.join(), /ends within a line/);
  });

  it('ends with the report at Ctrl-C', async () => {
    const running = new Interloper(['crosscheck']);
    while (!running.stderr.includes('comparing')) await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill('SIGINT');
    const { code, stdout } = await running.end();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /▌ (every event is matched or explained|no event came from either side)/);
  });
});

auditTests('cross-check without auditing', () => {
  it('says that it is off, and switches nothing on', async () => {
    spawnSync('auditctl', ['-e', '0']);
    const { code, stderr } = await interloper(['crosscheck', '--duration', '1']);
    assert.equal(code, 1);
    assert.match(stderr, /auditing is switched off on this host: switch it on with `auditctl -e 1`/);
    assert.match(spawnSync('auditctl', ['-s'], { encoding: 'utf8' }).stdout, /^enabled 0/m);
  });

  it('says that there are no rules, and how to get some', async () => {
    spawnSync('auditctl', ['-e', '1']);
    try {
      const { code, stderr } = await interloper(['crosscheck', '--duration', '1']);
      assert.equal(code, 1);
      assert.match(stderr, /no audit rules are loaded.*interloper rules --format auditd/);
    } finally {
      spawnSync('auditctl', ['-e', '0']);
    }
  });
});
