import assert from 'node:assert/strict';
import { type Decision, decide } from '../../src/audit/policy/decide.js';
import { parseRules } from '../../src/audit/policy/rule.js';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import type { Event } from '../../src/model/event.js';

const POKE: Event = {
  source: 'bpf',
  operation: 'write-data',
  time: { seconds: 1_800_000_000, nanos: 0 },
  abi: 'x86_64',
  nr: 101,
  call: 'ptrace',
  args: [5, 77, 0x1000, 0xdead_beef_0000_0004n],
  ret: 0,
  actor: { tgid: 500, ppid: 1, uid: 1000, auid: 1000, exe: { path: '/usr/bin/gdb' } },
};

const say = (rules: string, more: Partial<Event> = {}): Decision => decide(parseRules(rules), { ...POKE, ...more });

describe('what the audit rules say of one event', () => {
  it('is the first rule of the exit list that matches', () => {
    assert.equal(say('-a always,exit -F arch=b64 -S ptrace').answer, 'recorded');
    const kept = say('-a never,exit -F arch=b64 -S ptrace -F uid=1000\n-a always,exit -F arch=b64 -S ptrace');
    assert.deepEqual({ answer: kept.answer, rule: kept.rule }, { answer: 'suppressed', rule: 1 });
    const first = say('-a always,exit -F arch=b64 -S ptrace\n-a never,exit -F arch=b64 -S ptrace');
    assert.equal(first.answer, 'recorded');
  });

  it('names the rule that comes nearest, and the field by which it fails', () => {
    const rules = '-a always,exit -F arch=b32 -S ptrace -F uid=0\n-a always,exit -F arch=b64 -S ptrace -F a0=0x4';
    const { answer, rule, field } = say(rules);
    assert.deepEqual({ answer, rule, field }, { answer: 'not-recorded', rule: 2, field: 'a0' });
    assert.equal(say('-a always,exit -F arch=b64 -S execve').field, 'syscall');
  });

  const CONDITIONS: readonly (readonly [string, Decision['answer'], Partial<Event>?])[] = [
    ['a3=4', 'recorded'],
    ['a3&4', 'recorded'],
    ['a0!=5', 'not-recorded'],
    ['auid>=1000', 'recorded'],
    ['auid!=unset', 'recorded'],
    ['auid!=-1', 'not-recorded', { actor: { ...POKE.actor, auid: 4_294_967_295 } }],
    ['success=1', 'recorded'],
    ['success=0', 'recorded', { ret: -1 }],
    ['exit=-EPERM', 'recorded', { ret: -1 }],
    ['exit=-EPERM', 'not-recorded'],
    ['exe=/usr/bin/gdb', 'recorded'],
    ['exe!=/usr/bin/gdb', 'not-recorded'],
    ['subj_type=unconfined_t', 'undecided'],
    ['uid=root', 'undecided'],
  ];
  for (const [condition, answer, more] of CONDITIONS) {
    it(`is ${answer} under -F ${condition}${more ? ' of another event' : ''}`, () => {
      assert.equal(say(`-a always,exit -F arch=b64 -S ptrace -F ${condition}`, more).answer, answer);
    });
  }

  it('does not depend on what is not known where another rule decides', () => {
    const unknown = '-a always,exit -F arch=b64 -S ptrace -F subj_type=x\n';
    assert.equal(say(`${unknown}-a always,exit -F arch=b64 -S ptrace`).answer, 'recorded');
    assert.equal(say(`${unknown}-a never,exit -F arch=b64 -S ptrace`).answer, 'undecided');
    const hidden = '-a never,exit -F arch=b64 -S ptrace -F subj_type=x\n';
    assert.equal(say(`${hidden}-a always,exit -F arch=b64 -S ptrace`).answer, 'undecided');
    assert.equal(say(hidden).answer, 'not-recorded');
  });

  it('counts a rule that excludes SYSCALL records, and not one that excludes others', () => {
    const always = '-a always,exit -F arch=b64 -S ptrace\n';
    assert.equal(say(`${always}-a always,exclude -F msgtype=SYSCALL`).list, 'exclude');
    assert.equal(say(`${always}-a always,exclude -F msgtype=PROCTITLE`).answer, 'recorded');
    assert.equal(say(`${always}-a always,exclude -F auid=1000`).answer, 'suppressed');
  });

  it('tells a rule of the task list apart: it depends on when the process was made', () => {
    const decision = say('-a never,task\n-a always,exit -F arch=b64 -S ptrace');
    assert.equal(decision.answer, 'recorded');
    assert.deepEqual(decision.task, { rule: 1, text: '-a never,task', certain: true });
    assert.equal(say('-a never,task -F uid=0').task, undefined);
  });

  it('knows the class of an open by its flags, and where the file lies', () => {
    const rule = '-a always,exit -F arch=b64 -S openat -F dir=/proc -F perm=w';
    const open: Partial<Event> = {
      operation: 'open-mem',
      call: 'openat',
      nr: 257,
      flags: 2,
      file: { path: '/proc/77/mem' },
    };
    assert.equal(say(rule, open).answer, 'recorded');
    assert.equal(say(rule, { ...open, flags: 0 }).field, 'perm');
    assert.equal(say(rule, { ...open, file: { path: '/srv/mem' } }).field, 'dir');
    assert.equal(say(rule, { ...open, file: {} }).answer, 'undecided');
  });

  it('agrees with the rules of this project on what they are for', () => {
    const rules = rulesFile('x86_64');
    assert.equal(say(rules).answer, 'recorded');
    assert.equal(say(rules, { abi: 'i386', nr: 26 }).answer, 'recorded');
    assert.equal(say(rules, { args: [1, 77, 0, 0], operation: 'peek' }).answer, 'not-recorded');
  });
});
