import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { TECHNIQUES } from '../../src/native/canary.js';
import { AuditDaemon, auditTests } from '../support/auditd.js';
import { Interloper, interloper, type Line, MAIN } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';

const find = (outcomes: readonly Line[], technique: string, abi: string): Line =>
  outcomes.find((one) => one['technique'] === technique && one['abi'] === abi)!;

kernelTests('interloper selftest', () => {
  afterEach(() => Interloper.killAll());

  it('sees each technique, by 32-bit calls too, and says how late', async () => {
    const { code, stdout, stderr } = await interloper(['selftest', '--json', '--i386', '--runs', '3']);
    assert.deepEqual([code, stderr], [0, '']);
    const outcomes = JSON.parse(stdout) as Line[];
    assert.equal(outcomes.length, 2 * TECHNIQUES.length);
    for (const technique of TECHNIQUES) {
      for (const abi of ['x86_64', 'i386']) {
        const { seen, seenIn, expected, latency, score, why, refused } = find(outcomes, technique, abi);
        assert.equal(seen || !expected, true, `${technique} ${abi}`);
        if (abi === 'x86_64') assert.equal(expected, true);
        if (!seen) assert.ok(why ?? refused);
        else {
          assert.equal(seenIn, 3);
          assert.ok(latency.min <= latency.median && latency.median <= latency.max);
          assert.ok(score > 0);
        }
      }
    }
  });

  it('says in words what it saw', async () => {
    const { code, stdout } = await interloper(['selftest']);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /Detection works on this host: 5 of 5 techniques were seen/);
    assert.match(stdout, /ptrace-injection +64-bit {2}seen after \d+\.\d ms, as (high|critical) \(score \d+\)/);
  });
});

auditTests('interloper selftest --audit', function () {
  this.timeout(180_000);
  let daemon: AuditDaemon;

  beforeEach(() => {
    daemon = new AuditDaemon('RAW');
  });
  afterEach(() => daemon.remove());

  const selftest = async (): Promise<Line> => {
    const { stdout } = await daemon.run(
      ...([process.execPath, MAIN, 'selftest', '--audit', '--json', '--i386', '--runs', '2'] as const),
    );
    return JSON.parse(stdout) as Line;
  };

  it('says that auditing is off, how to switch it on, and leaves it so', async () => {
    const status = (): string => spawnSync('auditctl', ['-s'], { encoding: 'utf8' }).stdout.split('\n')[0]!;
    const before = status();
    const { code, stdout } = await interloper(['selftest', '--audit', '--runs', '1']);
    assert.equal(code, 1);
    assert.match(stdout, /Auditing is off/);
    assert.match(stdout, /interloper rules --format auditd \| auditctl -R \/dev\/stdin/);
    assert.match(stdout, /Audit recorded 0 of 10/);
    assert.equal(status(), before);
  });

  it('says which record and which rule saw each technique, by both interfaces, and how late', async () => {
    await daemon.start(rulesFile('x86_64'));
    const { works, audit, outcomes } = await selftest();
    const log = (await daemon.stop()).toString();
    for (const technique of TECHNIQUES) {
      for (const abi of ['x86_64', 'i386']) {
        const { audit: one } = find(outcomes, technique, abi);
        assert.equal(one.seenIn, 2, `${technique} ${abi}: ${one.why}`);
        assert.ok(one.latency.min <= one.latency.max);
        for (const serial of one.records) {
          const line = log.split('\n').find((text) => text.startsWith('type=SYSCALL') && text.includes(`:${serial})`));
          assert.match(line ?? '', new RegExp(`key="${one.keys[0]}"`));
        }
      }
    }
    assert.deepEqual(find(outcomes, 'ptrace-injection', 'i386')['audit'].keys, ['interloper-ptrace-pokedata']);
    assert.deepEqual([audit.enabled, audit.lost, works], [true, 0, true]);
  });

  it('names the rule that is missing', async () => {
    const rules = rulesFile('x86_64')
      .split('\n')
      .filter((line) => !/arch=b64 -S process_vm_writev/.test(line));
    await daemon.start(rules.join('\n'));
    const { works, outcomes } = await selftest();
    assert.equal(works, false);
    const { seen, audit } = find(outcomes, 'remote-memory-write', 'x86_64');
    assert.equal(seen, true);
    assert.deepEqual([audit.seenIn, audit.why], [0, 'no rule records it']);
    assert.match(audit.add, /^-a always,exit -F arch=b64 -S process_vm_writev -F key=interloper-process-vm-writev$/);
    assert.equal(find(outcomes, 'remote-memory-write', 'i386')['audit'].seenIn, 2);
  });
});
