import assert from 'node:assert/strict';
import type { Event } from '../../src/model/event.js';
import { toInt64 } from '../../src/model/word.js';
import { kernelTests } from '../support/kernel.js';
import { Live, type Observed } from '../support/live.js';
import { PRELUDE, PYTHON } from '../support/python.js';

const ENOENT = 2;

/** Reads the boot clock, which stamps the events, right before and after. */
const CLOCK = `
import json
stamps = []
def timed(number, *arguments):
    before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    answer = call(number, *arguments)
    stamps.append([number, before, time.clock_gettime_ns(time.CLOCK_BOOTTIME)])
    return answer
`;

kernelTests('capture scope audit', () => {
  let live: Live;

  const python = (code: string, ...args: (string | number)[]): Promise<Observed> =>
    live.run(PYTHON, ['-c', PRELUDE + CLOCK + code, ...args.map(String)]);

  before(() => {
    live = new Live({ scope: 'audit' });
  });

  after(() => live.stop());

  it('tells when each call was entered, to within what the caller sees', async () => {
    const { own, stdout } = await python(`
timed(MEMFD_CREATE, ctypes.c_char_p(b'x'), 0)
timed(PTRACE, ATTACH, 0x3ffffff, 0, 0)
timed(VM_READV, os.getpid(), 0, 0, 0, 0, 0)
timed(VM_WRITEV, os.getpid(), 0, 0, 0, 0, 0)
timed(9, 0, 4096, 7, 34, -1, 0)
timed(10, 0, 4096, 5)
timed(329, 0, 4096, 5, -1)
timed(59, ctypes.c_char_p(b'/no/such/file'), 0, 0)
timed(EXECVEAT, -100, ctypes.c_char_p(b'/no/such/file'), 0, 0, 0)
timed(257, -100, ctypes.c_char_p(b'/proc/self/mem'), 0, 0)
timed(PIDFD_GETFD, -1, 0, 0)
timed(440, -1, 0, 0, 0, 0)
print(json.dumps(stamps))`);
    const stamps = JSON.parse(stdout) as [number, number, number][];
    for (const [nr, before, after] of stamps) {
      const event = own.find((one) => one.nr === nr && Number(one.entryBoot) >= before);
      assert.ok(event, `no event of call ${nr} that was entered after ${before}`);
      assert.ok(Number(event.entryBoot) < Number(event.exitBoot), `call ${nr}`);
      assert.ok(Number(event.exitBoot) <= after, `call ${nr}`);
    }
    assert.deepEqual(
      own.filter(({ entryBoot }) => entryBoot === undefined),
      [],
    );
  });

  it('tells an executed program with the arguments of the call and when it was entered, from a thread too', async () => {
    const { own, stdout } = await python(`
print(time.clock_gettime_ns(time.CLOCK_BOOTTIME), flush=True)
thread = threading.Thread(target=lambda: os.execv('/bin/true', ['true']))
thread.start(); thread.join()`);
    const exec = own.find(({ operation, file }) => operation === 'exec' && file?.path?.endsWith('/true'));
    assert.deepEqual([exec?.call, exec?.ret, exec?.args?.length], ['execve', 0, 3]);
    assert.ok(exec?.args?.every((word) => word !== 0));
    assert.ok(Number(exec?.entryBoot) > Number(stdout));
  });

  it('leaves nothing out as repeated', async () => {
    const { own } = await python(`
for _ in range(50): mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)`);
    assert.equal(own.filter(({ memory }) => memory?.region === 'anonymous' && memory.prot === 7).length, 50);
  });

  it('tells every request of ptrace, refused ones too', async () => {
    const { own } = await python(`
for request in [0, 1, 4, 7, 12, 13, 16, 24, 0x4200, 0x4204, 0x4206, 0x4210, 0x7fffffff, -1 & (1 << 64) - 1]:
    if request != 0: call(PTRACE, request, 0x3ffffff, 0, 0)`);
    assert.deepEqual(
      own.filter(({ call }) => call === 'ptrace').map(({ args, ret }) => [toInt64(args![0]!), (ret ?? 0) < 0]),
      [1, 4, 7, 12, 13, 16, 24, 0x4200, 0x4204, 0x4206, 0x4210, 0x7fffffff, -1].map((request) => [request, true]),
    );
  });

  it('tells mappings that were refused', async () => {
    const { own } = await python(`
call(9, 0, 0, 5, 34, -1, 0)
call(9, 0, 4096, 5, 2, 999, 0)
call(10, 4095, 4096, 5)`);
    assert.deepEqual(
      own.filter(({ ret }) => (ret ?? 0) < 0 && ret !== -ENOENT).map(({ call, ret }) => [call, ret]),
      [
        ['mmap', -22],
        ['mmap', -9],
        ['mprotect', -22],
      ],
    );
  });

  it('tells openings of memory files that were found and could not be opened', async () => {
    const { own } = await python(`
for path in ['/proc/67108863/mem', '/proc/self/mem', '/proc/thread-self/mem', '/proc/self/task/1/mem']:
    call(257, -100, ctypes.c_char_p(path.encode()), os.O_RDWR, 0)
    call(257, -100, ctypes.c_char_p(path.encode()), os.O_RDWR | os.O_DIRECTORY, 0)`);
    assert.deepEqual(retsOf(own, 'open-mem'), [0, -20, 0, -20]);
  });
});

/** What the calls of an operation returned, any descriptor as 0. */
function retsOf(events: readonly Event[], operation: string): number[] {
  return events.filter((event) => event.operation === operation).map(({ ret = 0 }) => Math.min(ret, 0));
}
