import assert from 'node:assert/strict';
import { judge, type Verdict } from '../../src/audit/policy/judge.js';
import { NEEDS, ruleFor } from '../../src/audit/policy/needs.js';
import { parseRules, RuleError } from '../../src/audit/policy/rule.js';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { limitsOfCommandLine, limitsOfStatus } from '../../src/audit/policy/status.js';
import { fixture } from './sample.js';

const judged = (rules: string, id: string, width = 'b64'): Verdict => {
  const verdict = judge(parseRules(rules), 'x86_64').find((one) => one.need.id === id && one.width === width);
  assert.ok(verdict);
  return verdict;
};

/** The verdict in short: `covered`, or `partial: …`. */
const told = (rules: string, id: string, width?: string): string => {
  const { coverage, gaps } = judged(rules, id, width);
  return gaps.length === 0 ? coverage : `${coverage}: ${gaps.join('; ')}`;
};

const POKE = '-a always,exit -F arch=b64 -S ptrace -F a0=0x4 -F key=k';

describe('audit policy', () => {
  it('is met by the rules that are printed for it, on both machines', () => {
    for (const machine of ['x86_64', 'aarch64'] as const) {
      const verdicts = judge(parseRules(rulesFile(machine)), machine);
      assert.ok(verdicts.length > 30);
      for (const { need, width, coverage } of verdicts) assert.equal(coverage, 'covered', `${need.id} ${width}`);
    }
  });

  it('is met by them as the kernel gives them back', () => {
    const verdicts = judge(parseRules(fixture('interloper.auditctl-l').toString()), 'x86_64');
    assert.deepEqual([...new Set(verdicts.map(({ coverage }) => coverage))], ['covered']);
  });

  it('is not met by any one rule less', () => {
    const lines = rulesFile('x86_64').split('\n');
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('-a ')) continue;
      const without = lines.filter((_, at) => at !== index).join('\n');
      const missing = judge(parseRules(without), 'x86_64').filter(({ coverage }) => coverage !== 'covered');
      assert.equal(missing.length, 1, line);
      assert.equal(missing[0]?.add, line);
    }
  });

  it('misses everything where there are no rules', () => {
    const verdicts = judge(parseRules('No rules\n'), 'x86_64');
    assert.deepEqual([...new Set(verdicts.map(({ coverage }) => coverage))], ['missing']);
    assert.equal(
      judged('', 'ptrace-attach').add,
      ruleFor(NEEDS.find(({ id }) => id === 'ptrace-attach')!, 'b64', 'x86_64'),
    );
  });

  it('reads real output of varied rules', () => {
    const rules = fixture('policy.auditctl-l').toString();
    assert.equal(parseRules(rules).length, 11);
    const poke = judged(rules, 'ptrace-poketext');
    assert.equal(poke.coverage, 'partial');
    assert.deepEqual(poke.by, [3, 7]);
    assert.deepEqual(poke.suppressedBy, [1, 2]);
    assert.deepEqual(poke.gaps, [
      'records only where success=1 (rule 3), or pid=1234567 (rule 7)',
      'not where uid=65534 (rule 1)',
      'not where exe=/usr/bin/gdb (rule 2)',
    ]);
    assert.deepEqual(poke.remarks, ['without the command line: rule 10 leaves PROCTITLE records out']);
    assert.deepEqual(judged(rules, 'ptrace-poketext', 'b32').by, [5]);
    assert.equal(judged(rules, 'process-vm-writev', 'b32').coverage, 'missing');
  });

  it('says what a rule leaves out', () => {
    const rule = (rest: string) => `-a always,exit -F arch=b64 -S ptrace -F a0=0x4 ${rest}`;
    assert.equal(told(rule('-F auid!=-1'), 'ptrace-poketext'), 'partial: records all but auid=-1');
    assert.equal(
      told(rule('-F auid>=1000 -F auid!=unset'), 'ptrace-poketext'),
      'partial: records all but auid<1000 or auid=unset',
    );
    assert.equal(
      told(rule('-F exe=/usr/bin/x'), 'ptrace-poketext'),
      'partial: records only where exe=/usr/bin/x (rule 1)',
    );
    assert.equal(
      told(rule('-C uid!=euid'), 'ptrace-poketext'),
      'partial: records only where uid!=euid (compared) (rule 1)',
    );
  });

  it('knows two halves for a whole', () => {
    for (const [one, other] of [
      ['success=1', 'success=0'],
      ['auid=-1', 'auid!=4294967295'],
      ['uid>=1000', 'uid<1000'],
    ]) {
      const rules = `${POKE} -F ${one}\n${POKE} -F ${other}`;
      assert.equal(told(rules, 'ptrace-poketext'), 'covered', `${one} ${other}`);
    }
    assert.match(told(`${POKE} -F uid>1000\n${POKE} -F uid<1000`, 'ptrace-poketext'), /^partial/);
  });

  it('follows the order of the rules', () => {
    const never = '-a never,exit -F arch=b64 -S ptrace';
    assert.equal(told(`${POKE}\n${never}`, 'ptrace-poketext'), 'covered');
    const behind = judged(`${never}\n${POKE}`, 'ptrace-poketext');
    assert.equal(behind.coverage, 'suppressed');
    assert.deepEqual(behind.suppressedBy, [1]);
    assert.match(behind.add ?? '', /^-A always,exit /);
    // -A puts a rule before the others, -D takes them away
    assert.equal(told(`${never}\n${POKE.replace('-a ', '-A ')}`, 'ptrace-poketext'), 'covered');
    assert.equal(told(`${never}\n-D\n${POKE}`, 'ptrace-poketext'), 'covered');
    assert.equal(
      told(`-a never,exit -S all -F exe=/usr/bin/gdb\n${POKE}`, 'ptrace-poketext'),
      'partial: not where exe=/usr/bin/gdb (rule 1)',
    );
    assert.equal(told(`-a never,exit -F arch=b32 -S ptrace\n${POKE}`, 'ptrace-poketext'), 'covered');
    assert.equal(told(`-a never,exit -F arch=b64 -S ptrace -F a0=5\n${POKE}`, 'ptrace-poketext'), 'covered');
  });

  it('knows rules that keep everything out', () => {
    assert.equal(judged(`-a never,task\n${POKE}`, 'ptrace-poketext').coverage, 'suppressed');
    assert.equal(judged(`-a always,exclude -F msgtype=SYSCALL\n${POKE}`, 'ptrace-poketext').coverage, 'suppressed');
    assert.equal(judged(`-a always,exclude -F msgtype=1300\n${POKE}`, 'ptrace-poketext').coverage, 'suppressed');
    assert.equal(judged(`-a always,exclude -F msgtype=CWD\n${POKE}`, 'ptrace-poketext').coverage, 'covered');
    assert.equal(
      told(`-a always,exclude -F exe=/bin/x\n${POKE}`, 'ptrace-poketext'),
      'partial: not where exe=/bin/x (rule 1)',
    );
    const mem = '-a always,exit -F arch=b64 -S open,openat,openat2,creat -F dir=/proc -F perm=w';
    assert.equal(told(mem, 'proc-mem'), 'covered');
    assert.equal(judged(`-a always,exclude -F msgtype=PATH\n${mem}`, 'proc-mem').coverage, 'suppressed');
  });

  it('reads system calls in every way they are written', () => {
    const covers = (selection: string, id: string, width?: string) =>
      judged(`-a always,exit ${selection} -F key=k`, id, width).coverage === 'covered';
    assert.ok(covers('-F arch=b64 -S memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch=b64 -S ptrace,memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch=b64 -S ptrace -S memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch=b64 -S all', 'memfd-create'));
    assert.ok(covers('-F arch=b64', 'memfd-create'));
    assert.ok(covers('-F arch=b64 -S 319', 'memfd-create'));
    assert.ok(covers('-F arch=x86_64 -S memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch=c000003e -S memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch!=b32 -S memfd_create', 'memfd-create'));
    assert.ok(covers('-S memfd_create', 'memfd-create'));
    assert.ok(covers('-F arch=b32 -S 356', 'memfd-create', 'b32'));
    // without arch a name is the number that it has on the machine's own interface
    assert.ok(!covers('-S memfd_create', 'memfd-create', 'b32'));
    assert.ok(!covers('-F arch=b32 -S memfd_create', 'memfd-create'));
    assert.ok(!covers('-F arch=b64 -S 356', 'memfd-create'));
  });

  it('compares arguments as the kernel does', () => {
    const map = (condition: string) => told(`-a always,exit -F arch=b64 -S mmap -F ${condition}`, 'map-exec');
    assert.equal(map('a2&0x4'), 'covered');
    assert.equal(map('a2&4'), 'covered');
    assert.equal(map('a2&0x6'), 'covered');
    assert.equal(map('a2&=0x4'), 'covered');
    assert.equal(map('a2&=0x6'), 'partial: records only where a2&=0x6 (rule 1)');
    assert.equal(map('a2=7'), 'partial: records only where a2=7 (rule 1)');
    assert.match(map('a2=3'), /^missing/);
    assert.equal(map('a2!=3'), 'covered');
    const poke = (condition: string) => told(`-a always,exit -F arch=b64 -S ptrace -F ${condition}`, 'ptrace-poketext');
    assert.equal(poke('a0=4'), 'covered');
    assert.equal(poke('a0<=6'), 'covered');
    assert.equal(poke('a0&0x4'), 'covered');
    assert.match(poke('a0!=4'), /^missing/);
  });

  it('knows what a rule about files covers', () => {
    const opens = (rest: string) =>
      judged(`-a always,exit -F arch=b64 -S open,openat,openat2,creat ${rest}`, 'proc-mem').coverage;
    assert.equal(opens(''), 'covered');
    assert.equal(opens('-F dir=/ -F perm=wa'), 'covered');
    assert.equal(opens('-F dir=/proc/ -F perm=w'), 'covered');
    assert.equal(opens('-F dir=/proc -F perm=r'), 'partial');
    assert.equal(opens('-F dir=/proc -F perm=x'), 'missing');
    assert.equal(opens('-F dir=/etc -F perm=w'), 'missing');
    assert.equal(opens('-F dir=/proc/1 -F perm=w'), 'partial');
    assert.equal(judged('-w /proc -p wa -k x', 'proc-mem').coverage, 'covered');
    assert.equal(judged('-w /etc -p wa -k x', 'proc-mem').coverage, 'missing');
    const some = told('-a always,exit -F arch=b64 -S openat -F dir=/proc -F perm=w', 'proc-mem');
    assert.match(some, /^partial: open: no rule records it/);
  });

  it('names the line that it cannot read', () => {
    const cases: [string, RegExp][] = [
      ['nonsense', /not a line of auditctl/],
      ['-a always', /always,exit/],
      ['-a always,exit -F arch', /expected a field/],
      ['-a always,exit -S', /needs a value/],
      ['-a always,exit -X y', /expected -S/],
    ];
    for (const [line, message] of cases) {
      assert.throws(
        () => parseRules(`# a comment\n${line}`),
        (error) => error instanceof RuleError && error.line === 2 && message.test(error.message),
        line,
      );
    }
  });
});

describe('audit status', () => {
  it('tells what limits any rule', () => {
    const status =
      'enabled 0\nfailure 1\npid 0\nrate_limit 50\nbacklog_limit 64\nlost 7\nbacklog 0\nbacklog_wait_time 15000\nloginuid_immutable 0 unlocked\n';
    const limits = limitsOfStatus(status);
    assert.deepEqual(
      limits.map(({ fatal }) => fatal),
      [true, false, false, false, false],
    );
    assert.deepEqual(limitsOfStatus('enabled 1\npid 700\nrate_limit 0\nbacklog_limit 8192\nlost 0\n'), []);
  });

  it('reads the kernel command line', () => {
    assert.equal(limitsOfCommandLine('root=/dev/vda quiet')[0]?.fatal, false);
    assert.equal(limitsOfCommandLine('audit=1 audit=0')[0]?.fatal, true);
    assert.deepEqual(limitsOfCommandLine('quiet audit=1'), []);
  });
});
