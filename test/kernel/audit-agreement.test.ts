import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { AuditReader } from '../../src/audit/index.js';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import type { Event } from '../../src/model/event.js';
import { secondsBetween } from '../../src/model/timestamp.js';
import { addonPath } from '../../src/native/addon.js';
import { AuditDaemon, auditTests, LOGIN } from '../support/auditd.js';
import { Live } from '../support/live.js';
import { PRELUDE, PYTHON } from '../support/python.js';

/** Each watched call in some form, allowed and refused. */
const EXERCISE = `${PRELUDE}
for request in [0x10, 0x4206, 4, 5, 6, 13, 0x4205]: call(PTRACE, request, 0x3ffffff, 0, 0)
call(PTRACE, 0xdeadbeef00000010, 1, 0, 0)
for pid in [os.getpid(), 0x3ffffff, 0xdeadbeef00000001]:
    call(VM_READV, pid, 0, 0, 0, 0, 0); call(VM_WRITEV, pid, 0, 0, 0, 0, 0)
call(MEMFD_CREATE, ctypes.c_char_p(b'x'), 0); call(MEMFD_CREATE, 8, 0); call(MEMFD_CREATE, ctypes.c_char_p(b'x'), -1)
for _ in range(20): call(9, 0, 4096, 7, 34, -1, 0)
call(9, 0, 0, 5, 34, -1, 0); call(9, 0, 4096, 5, 2, 999, 0); call(9, 0, 4096, 0xffffffff00000004, 34, -1, 0)
call(10, 4095, 4096, 5); call(10, 0, 4096, 7); call(329, 0, 4096, 5, -1); call(329, 0, 4096, 4, 99)
call(PIDFD_GETFD, -1, 0, 0); call(PIDFD_GETFD, 0, 0, 7)
call(440, -1, 0, 0, 0, 0); call(440, 0, 0, 1 << 20, 20, 0)
memory = ['/proc/self/mem', f'/proc/{os.getpid()}/mem', f'/proc/{os.getppid()}/task/{os.getppid()}/mem', '/proc/67108863/mem']
for path in memory:
    for flags in [os.O_RDWR, os.O_WRONLY, os.O_RDWR | os.O_DIRECTORY]: call(257, -100, ctypes.c_char_p(path.encode()), flags, 0)
file = os.memfd_create('no program'); os.write(file, b'no program')
for path in ['/no/such/file', '/etc', f'/proc/self/fd/{file}']: call(59, ctypes.c_char_p(path.encode()), 0, 0)
call(EXECVEAT, -100, ctypes.c_char_p(b'/no/such/file'), 0, 0, 0); call(EXECVEAT, file, ctypes.c_char_p(b''), 0, 0, 0x1000)
if os.fork() == 0: threading.Thread(target=lambda: os.execv('/bin/true', ['true'])).start(); time.sleep(5)
os.wait()
os.execv('/bin/true', ['true'])
`;

/** A call as both sources know it: audit has four arguments. */
function keyOf({ abi, actor, nr, args = [], ret }: Event): string {
  return [abi, actor.tgid, nr, ret, ...args.slice(0, 4)].join(' ');
}

function count(events: readonly Event[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1);
  return counts;
}

/** Those of `events` that `others` has not, each as often as it is more. */
function without(events: readonly Event[], others: readonly Event[]): Event[] {
  const counts = count(others);
  return events.filter((event) => {
    const left = counts.get(keyOf(event)) ?? 0;
    counts.set(keyOf(event), left - 1);
    return left <= 0;
  });
}

const RULED_REQUESTS = new Set([4, 5, 6, 13, 0x10, 0x4205, 0x4206, 0].map(Number));

/** What the printed rules leave out and the scope does not. */
function isBeyondRules({ operation, call, args, flags = 0 }: Event): boolean {
  if (call === 'ptrace') return !RULED_REQUESTS.has(Number(args?.[0]));
  return operation === 'mem-write' || (operation === 'open-mem' && (flags & 3) === 0);
}

const told = (events: readonly Event[]): string[] => events.map((event) => `${event.operation}: ${keyOf(event)}`);

auditTests('capture scope audit, beside a real auditd', () => {
  let sensor: Event[];
  let audit: Event[];

  before(async () => {
    const daemon = new AuditDaemon('RAW');
    const live = new Live({ scope: 'audit' });
    const sleeper = spawn('sleep', ['100'], { stdio: 'ignore' });
    try {
      await daemon.start(rulesFile('x86_64'));
      await daemon.run(PYTHON, '-c', EXERCISE);
      await daemon.run('gdb', '-p', String(sleeper.pid), '-batch', '-ex', 'call (int)getpid()');
      await daemon.run('strace', '-f', '-o', '/dev/null', 'sh', '-c', 'ls / >/dev/null; true');
      await daemon.run(join(dirname(addonPath()), 'interloper-canary'), 'i386');
      await live.settle();
      const log = await daemon.stop();
      audit = [];
      const reader = new AuditReader(
        { event: (event) => audit.push(event), loss: () => assert.fail('auditd lost records') },
        { scope: 'audit' },
      );
      reader.push(log);
      reader.end();
      audit = audit.filter(({ actor }) => actor.auid === LOGIN);
      sensor = live.events.filter(({ actor }) => actor.auid === LOGIN);
    } finally {
      sleeper.kill();
      await live.stop();
      daemon.remove();
    }
  });

  it('tells each call that auditd records', () => {
    assert.ok(audit.length > 100);
    assert.deepEqual(told(without(audit, sensor)), []);
  });

  it('tells no call of theirs that auditd does not record', () => {
    assert.deepEqual(told(without(sensor, audit).filter((event) => !isBeyondRules(event))), []);
  });

  it('tells when each was entered: in the tick that auditd stamps it with', () => {
    assert.deepEqual(told(sensor.filter(({ entryBoot }) => entryBoot === undefined)), []);
    const times = new Map(sensor.map((event) => [keyOf(event), event.entryTime!]));
    const unique = count(sensor);
    // A tick is 10 ms where HZ is 100; its stamp is cut to a millisecond, and the time of day is read twice a second.
    const distances = audit
      .filter((event) => unique.get(keyOf(event)) === 1)
      .map((event) => secondsBetween(event.time, times.get(keyOf(event))!));
    assert.ok(distances.length > 50);
    assert.deepEqual(
      distances.filter((distance) => distance < -0.001 || distance > 0.013),
      [],
    );
  });
});
