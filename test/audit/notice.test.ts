import assert from 'node:assert/strict';
import { AuditReader, type Notice } from '../../src/audit/index.js';

const AT = '1795446405.123';
const TIME = { seconds: 1795446405, nanos: 123_000_000 };

function noticesOf(log: string): Notice[] {
  const notices: Notice[] = [];
  const reader = new AuditReader({ event: () => {}, loss: () => {}, notice: (notice) => notices.push(notice) });
  reader.push(Buffer.from(log));
  reader.end();
  return notices;
}

describe('notices', () => {
  it('tell that auditing was switched off', () => {
    const log = `type=CONFIG_CHANGE msg=audit(${AT}:7): op=set audit_enabled=0 old=1 auid=0 ses=1 subj=unconfined res=1\x1dAUID="root"\n`;
    assert.deepEqual(noticesOf(log), [
      {
        kind: 'config-change',
        time: TIME,
        serial: 7,
        op: 'set',
        setting: 'audit_enabled',
        value: 0,
        old: 1,
        done: true,
      },
    ]);
  });

  it('tell of an event whose SYSCALL record did not come', () => {
    const log = `type=PROCTITLE msg=audit(${AT}:7): proctitle="a"\n`;
    assert.deepEqual(noticesOf(log), [{ kind: 'headless', time: TIME, serial: 7 }]);
  });

  it('tell a setting of an older kernel, which says no op, and one that was refused', () => {
    const log = `type=CONFIG_CHANGE msg=audit(${AT}:7): audit_backlog_limit=64 old=8192 auid=0 ses=1 res=0\n`;
    assert.deepEqual(noticesOf(log), [
      {
        kind: 'config-change',
        time: TIME,
        serial: 7,
        setting: 'audit_backlog_limit',
        value: 64,
        old: 8192,
        done: false,
      },
    ]);
  });

  it('tell that a rule was added, whose key may say anything', () => {
    const log = `type=CONFIG_CHANGE msg=audit(${AT}:7): auid=0 ses=1 subj=? op=add_rule key="op=set" list=4 res=1\n`;
    assert.deepEqual(noticesOf(log), [{ kind: 'config-change', time: TIME, serial: 7, op: 'add_rule', done: true }]);
  });

  it('tell that a BPF program was loaded and unloaded', () => {
    const log = `type=BPF msg=audit(${AT}:7): prog-id=42 op=LOAD\ntype=BPF msg=audit(${AT}:8): prog-id=42 op=UNLOAD\n`;
    assert.deepEqual(noticesOf(log), [
      { kind: 'bpf', time: TIME, serial: 7, op: 'load', program: 42 },
      { kind: 'bpf', time: TIME, serial: 8, op: 'unload', program: 42 },
    ]);
  });

  it('are not made of a BPF record that says nothing of the two', () => {
    assert.deepEqual(noticesOf(`type=BPF msg=audit(${AT}:7): prog-id=x op=LOAD\n`), []);
  });

  it('come from the kernel as from a log', () => {
    const notices: Notice[] = [];
    const reader = new AuditReader({ event: () => {}, loss: () => {}, notice: (notice) => notices.push(notice) });
    reader.pushRecord(1334, Buffer.from(`audit(${AT}:9): prog-id=3 op=UNLOAD`));
    assert.deepEqual(notices, [{ kind: 'bpf', time: TIME, serial: 9, op: 'unload', program: 3 }]);
  });
});
