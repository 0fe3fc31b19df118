import assert from 'node:assert/strict';
import { describeConsole } from './boot.js';
import { readStacks } from './stacks.js';

/** Of kernel 5.10, shortened. */
const OLD = `lab: begins: a test\r
[  186.034130] sysrq: Changing Loglevel\r
[  186.034534] sysrq: Loglevel set to 9\r
[  187.003111] sysrq: Show State\r
[  187.003442] task:init.sh         state:S stack:    0 pid:    1 ppid:     0 flags:0x00000000\r
[  187.004001] Call Trace:\r
[  187.004200]  __schedule+0x282/0x870\r
[  187.004400]  schedule+0x46/0xb0\r
[  187.004600]  do_wait+0x1c1/0x220\r
[  187.004700]  ? thread_group_exited+0x50/0x50\r
[  187.004800]  kernel_wait4+0xa6/0x140\r
[  187.005000]  do_syscall_64+0x33/0x40\r
[  187.005100]  entry_SYSCALL_64_after_hwframe+0x67/0xd1\r
[  187.005200] RIP: 0033:0x7ff52754abd3\r
[  187.005300] task:kthreadd        state:S stack:    0 pid:    2 ppid:     0 flags:0x00004000\r
[  187.005400]  kthreadd+0x11b/0x140\r
[  187.005500] task:rcu_gp          state:I stack:    0 pid:    3 ppid:     2 flags:0x00004000\r
[  187.005600]  rescuer_thread+0x2dc/0x3a0\r
[  187.005700] task:mem-file-ways   state:D stack:    0 pid:  135 ppid:     1 flags:0x00000000\r
[  187.005800]  __do_sys_pause+0x31/0x60\r
`;

/** Of kernel 6.12, shortened. */
const NEW = `[   30.100000] sysrq: Show State
[   30.200000] task:a name of two   state:S stack:0     pid:71    tgid:70    ppid:1      flags:0x00000002
[   30.200100] Call Trace:
[   30.200200]  <TASK>
[   30.200300]  __schedule+0x425/0xb80
[   30.200400]  ep_poll+0x3d5/0x3f0
[   30.200500]  </TASK>
`;

describe('stacks that a kernel tells', () => {
  it('are those of all tasks but its own', () => {
    assert.deepEqual(readStacks(OLD), {
      before: 'lab: begins: a test\r\n',
      waits: [
        '  init.sh (1, child of 0, S): do_wait < kernel_wait4',
        '  mem-file-ways (135, child of 1, D): __do_sys_pause',
      ],
    });
    assert.deepEqual(readStacks(NEW), { before: '', waits: ['  a name of two (71, child of 1, S): ep_poll'] });
  });

  it('are none where the kernel was not asked', () => {
    assert.deepEqual(readStacks('lab: begins: a test\n'), { before: 'lab: begins: a test\n', waits: [] });
  });

  it('follow the last of the console', () => {
    assert.equal(
      describeConsole(OLD, 'console.log'),
      [
        'the last of its console (console.log):',
        'lab: begins: a test',
        'in what its processes waited:',
        '  init.sh (1, child of 0, S): do_wait < kernel_wait4',
        '  mem-file-ways (135, child of 1, D): __do_sys_pause',
      ].join('\n'),
    );
  });
});
