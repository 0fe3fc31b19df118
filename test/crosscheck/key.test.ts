import assert from 'node:assert/strict';
import { keyOf } from '../../src/crosscheck/key.js';
import type { Event } from '../../src/model/event.js';

const time = { seconds: 0, nanos: 0 };
const actor = { tgid: 7 };
const attach: Event = {
  ...{ source: 'bpf', operation: 'attach', abi: 'x86_64', nr: 101, call: 'ptrace', args: [16, 9, 0, 0, 5, 6], ret: 0 },
  ...{ time, actor },
};
const open: Event = {
  ...attach,
  operation: 'open-mem',
  nr: 257,
  call: 'openat',
  args: [-100, 4096, 2, 0, 5, 6],
  ret: 3,
};

describe('what tells that two events are one call', () => {
  it('is process, interface, number, four arguments and the result', () => {
    const audit: Event = { ...attach, source: 'audit', args: [16, 9, 0, 0] };
    assert.equal(keyOf(attach), keyOf(audit));
    const others: Partial<Event>[] = [
      { actor: { tgid: 8 } },
      { abi: 'i386' },
      { nr: 102 },
      { args: [16, 10, 0, 0] },
      { ret: -1 },
    ];
    for (const other of others) assert.notEqual(keyOf({ ...attach, ...other }), keyOf(audit));
  });

  it('is of an open how it went: seen as the file’s own operation, it has no descriptor yet', () => {
    assert.equal(keyOf({ ...open, ret: 0 }), keyOf({ ...open, source: 'audit', ret: 3 }));
    assert.notEqual(keyOf({ ...open, ret: 0 }), keyOf({ ...open, source: 'audit', ret: -13 }));
    assert.notEqual(keyOf({ ...open, ret: -1 }), keyOf({ ...open, source: 'audit', ret: -13 }));
  });

  it('is the result that audit prints of a call that a signal broke off', () => {
    assert.equal(keyOf({ ...attach, ret: -512 }), keyOf({ ...attach, source: 'audit', ret: -4 }));
  });
});
