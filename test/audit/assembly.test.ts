import assert from 'node:assert/strict';
import { told } from '../support/told.js';
import { read, record, remoteWrite, START, syscall } from './sample.js';

const execve = 'syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=1';
const path = (serial: number, item: number, name: string) =>
  record(
    'PATH',
    serial,
    `item=${item} name="${name}" inode=12 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL`,
  );
const memPath = (serial: number, name: string, rest = 'inode=99 dev=00:15 mode=0100600') =>
  record('PATH', serial, `item=0 name=${name} ${rest} ouid=0 ogid=0 rdev=00:00 nametype=NORMAL`);
const open = (serial: number, a0 = 'ffffff9c') =>
  syscall(serial, `syscall=257 success=yes exit=3 a0=${a0} a1=7f a2=2 a3=0 items=1`);
const title = (serial: number) => record('PROCTITLE', serial, 'proctitle=2F62696E2F61002D78');
const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase();

describe('audit assembly', () => {
  it('joins records thousands of lines apart', () => {
    const far = Array.from({ length: 9000 }, (_, index) => syscall(101 + index) + title(101 + index));
    const { events, statistics } = read([
      [
        syscall(100, execve),
        path(100, 0, '/usr/bin/a'),
        ...far,
        record('EXECVE', 100, 'argc=1 a0="/bin/a"'),
        title(100),
      ].join(''),
    ]);
    assert.equal(events.length, 1);
    assert.equal(events[0]?.missing, undefined);
    assert.equal(events[0]?.file?.inode, 12);
    assert.equal(statistics.incomplete, 0);
  });

  it('says which records never came', () => {
    const { events, statistics } = read([syscall(1, execve), syscall(2), title(2)]);
    assert.deepEqual(events[0]?.missing, ['PROCTITLE', 'PATH', 'EXECVE']);
    assert.equal(statistics.incomplete, 1);
  });

  it('gives up what a host never writes', () => {
    const lines = Array.from({ length: 6000 }, (_, index) => remoteWrite(index, 5)[0]!);
    const { events, statistics } = read([lines.join('')]);
    assert.equal(events.length, 6000);
    assert.equal(events[0]?.missing?.[0], 'PROCTITLE');
    // those at the end were still waiting
    assert.ok(statistics.incomplete <= 64);
  });

  it('takes a companion that came first', () => {
    const { events } = read([title(3) + remoteWrite(3, 8)[0]!]);
    assert.equal(events[0]?.actor.cmdline, '/bin/a -x');
  });

  it('counts companions whose SYSCALL record never came', () => {
    const { events, statistics } = read([title(3) + path(3, 0, '/x') + syscall(4)]);
    assert.equal(events.length, 0);
    assert.equal(statistics.headless, 1);
  });

  it('counts records that came twice, and makes one event', () => {
    const lines = remoteWrite(3, 8);
    const { events, statistics } = read([[...lines, ...lines].join('')]);
    assert.equal(events.length, 1);
    assert.ok(statistics.duplicates >= 1);
  });

  it('bounds what waits', () => {
    // none is ever complete, each holds a kilobyte
    const lines = Array.from(
      { length: 40_000 },
      (_, index) => syscall(index, execve) + record('EXECVE', index, `argc=2 a0="${'x'.repeat(1000)}"`) + title(index),
    );
    const chunks: Buffer[] = [];
    for (let at = 0; at < lines.length; at += 500) chunks.push(Buffer.from(lines.slice(at, at + 500).join('')));
    const { events, statistics } = read(chunks);
    assert.equal(events.length, 40_000);
    assert.equal(statistics.incomplete, 40_000);
    assert.ok(statistics.memoryCutOffs > 0);
  });
});

describe('audit events', () => {
  it('have the actor of their SYSCALL record', () => {
    const { events } = read([remoteWrite(7, 4000).join('')]);
    assert.deepEqual(told(events[0]!), {
      source: 'audit',
      operation: 'remote-write',
      time: { seconds: START, nanos: 7_000_000 },
      abi: 'x86_64',
      nr: 311,
      call: 'process_vm_writev',
      args: [4000, 0x7ffc0, 1, 0x7ffc1],
      ret: 8,
      bytes: 8,
      target: { argument: 4000 },
      record: { serial: 7, records: 2 },
      actor: {
        tgid: 700,
        ppid: 1,
        uid: 1000,
        euid: 0,
        gid: 1000,
        egid: 1000,
        auid: 1000,
        session: 2,
        tty: 'pts/3',
        comm: 'a',
        exe: { path: '/usr/bin/a', memfd: false, unlinked: false },
        cmdline: 'a',
      },
    });
  });

  it('decode strings with spaces, and the keys of several rules', () => {
    const subject = `ppid=1 pid=7 auid=0 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm=${hex('a b')} exe=${hex('/tmp/ä "x" (deleted)')}`;
    const line = syscall(1, 'syscall=311 success=yes exit=8 a0=9 a1=1 a2=1 a3=1 items=0', subject).replace(
      'key=(null)',
      `subj=unconfined key=${hex('one\x01two')}`,
    );
    const { events, unreadable } = read([line]);
    assert.deepEqual(unreadable, []);
    assert.equal(events[0]?.actor.comm, 'a b');
    assert.deepEqual(events[0]?.actor.exe, { path: '/tmp/ä "x"', memfd: false, unlinked: true });
    assert.deepEqual(events[0]?.record?.keys, ['one', 'two']);
    assert.equal(events[0]?.actor.tty, '');
  });

  it('join the chunks of long arguments over records in any order', () => {
    const first = 'A'.repeat(1500);
    const second = 'b c'.repeat(100);
    const records = [
      record('EXECVE', 1, `argc=3 a0="/bin/x" a1_len=3000 a1[0]="${first}"`),
      record('EXECVE', 1, `a1[1]="${first}" a2_len=${second.length * 2} a2[0]=${hex(second.slice(0, 150))}`),
      record('EXECVE', 1, `a2[1]=${hex(second.slice(150))}`),
    ];
    const expected = `/bin/x ${first}${first} ${second}`;
    const rest = [syscall(1, execve), path(1, 0, '/bin/x'), title(1)];
    for (const order of [
      [...rest, ...records],
      [records[2]!, records[0]!, ...rest, records[1]!],
      [records[1]!, records[2]!, records[0]!, ...rest],
    ]) {
      const { events, statistics } = read([order.join('')]);
      assert.equal(events[0]?.actor.cmdline, expected);
      assert.equal(events[0]?.missing, undefined);
      assert.equal(statistics.incomplete, 0);
    }
  });

  it('know an open of process memory by its path', () => {
    const target = (...lines: string[]) => {
      const { events } = read([lines.join('')]);
      return events.map((event) => event.target ?? null);
    };
    assert.deepEqual(target(open(1), memPath(1, '"/proc/4242/mem"'), title(1)), [{ argument: 4242 }]);
    assert.deepEqual(target(open(1), memPath(1, '"/proc/4242/task/4243/mem"'), title(1)), [{ argument: 4242 }]);
    assert.deepEqual(target(open(1), memPath(1, '"//proc/./4242//mem"'), title(1)), [{ argument: 4242 }]);
    assert.deepEqual(target(open(1), memPath(1, hex('/proc/4242/mem')), title(1)), [{ argument: 4242 }]);
    assert.deepEqual(target(open(1), record('CWD', 1, 'cwd="/proc/4242"'), memPath(1, '"mem"'), title(1)), [
      { argument: 4242 },
    ]);
    for (const own of ['self', 'thread-self', '700']) {
      const [event] = read([open(1) + memPath(1, `"/proc/${own}/mem"`) + title(1)]).events;
      assert.equal(event?.target?.process?.tgid, 700);
    }
    // not in procfs, not a process's memory, or not sure to be
    assert.deepEqual(target(open(1), memPath(1, '"/dev/mem"', 'inode=5 dev=00:06 mode=020640'), title(1)), []);
    assert.deepEqual(target(open(1), memPath(1, '"/proc/4242/maps"'), title(1)), []);
    assert.deepEqual(target(open(1), memPath(1, '"/proc/4242/mem"', 'inode=5 dev=fe:00 mode=0100600'), title(1)), []);
    assert.deepEqual(target(open(1, '5'), memPath(1, '"mem"'), title(1)), []);
    // through a descriptor: the file system tells that it is one, but not whose
    assert.deepEqual(
      target(open(1), memPath(1, '"/proc/1/mem"'), title(1), open(2, '5'), memPath(2, '"mem"'), title(2)),
      [{ argument: 1 }, null],
    );
  });

  it('take the flags of openat2 from its own record', () => {
    const call = syscall(1, 'syscall=437 success=yes exit=3 a0=ffffff9c a1=7f a2=7f a3=18 items=1');
    const lines = [
      call,
      record('UNKNOWN[1337]', 1, 'oflag=02 mode=0 resolve=0x0'),
      memPath(1, '"/proc/9/mem"'),
      title(1),
    ];
    assert.equal(read([lines.join('')]).events[0]?.flags, 2);
    assert.equal(read([[call, memPath(1, '"/proc/9/mem"'), title(1)].join('')]).events[0]?.flags, undefined);
  });

  it('read x32 and aarch64 calls by their own tables', () => {
    const x32 = syscall(1, `syscall=${0x40000000 + 540} success=yes exit=8 a0=9 a1=1 a2=1 a3=1 items=0`);
    const arm = syscall(2, 'syscall=271 success=yes exit=8 a0=9 a1=1 a2=1 a3=1 items=0').replace(
      'c000003e',
      'c00000b7',
    );
    const other = syscall(3, 'syscall=311 success=yes exit=8 a0=9 a1=1 a2=1 a3=1 items=0').replace(
      'c000003e',
      '80000016',
    );
    const { events, statistics } = read([x32 + arm + other]);
    assert.deepEqual(
      events.map(({ abi, call }) => [abi, call]),
      [
        ['x32', 'process_vm_writev'],
        ['aarch64', 'process_vm_writev'],
      ],
    );
    assert.equal(statistics.unknownArchitecture, 1);
  });
});

describe('audit: memfd and mapping', () => {
  const memfd = (serial: number, fd: number, flags = 1) =>
    syscall(serial, `syscall=319 success=yes exit=${fd} a0=1 a1=${flags} a2=0 a3=0 items=0`) + title(serial);
  const map = (serial: number, fd: number, subject?: string) =>
    syscall(serial, 'syscall=9 success=yes exit=140000 a0=0 a1=1000 a2=5 a3=2 items=0', subject) +
    record('MMAP', serial, `fd=${fd} flags=0x2`) +
    title(serial);
  const inferred = (...lines: string[]) =>
    read([lines.join('')])
      .events.filter(({ operation }) => operation === 'map-exec')
      .map((event) => event.file?.memfd === true && event.inferred?.includes('file') === true);

  it('are joined by process and descriptor', () => {
    assert.deepEqual(inferred(memfd(1, 5), map(2, 5), map(3, 6)), [true, false]);
  });

  it('are not joined over another file under the same number', () => {
    const reopened = open(2).replace('exit=3', 'exit=5') + path(2, 0, '/lib/x.so') + title(2);
    assert.deepEqual(inferred(memfd(1, 5), reopened, map(3, 5)), [false]);
    // also when the records come in another order
    assert.deepEqual(inferred(map(3, 5), reopened, memfd(1, 5)), [false]);
  });

  it('are not joined over an execution that closes it', () => {
    const run = syscall(2, execve) + record('EXECVE', 2, 'argc=1 a0="a"') + path(2, 0, '/usr/bin/a') + title(2);
    assert.deepEqual(inferred(memfd(1, 5), run, map(3, 5)), [false]);
    assert.deepEqual(inferred(memfd(1, 5, 0), run, map(3, 5)), [true]);
  });

  it('are not joined where the process runs another program meanwhile', () => {
    const other =
      'ppid=1 pid=700 auid=1000 uid=1000 gid=1000 euid=0 suid=0 fsuid=0 egid=1000 sgid=1000 fsgid=1000 tty=pts3 ses=2 comm="b" exe="/usr/bin/b"';
    assert.deepEqual(inferred(memfd(1, 5), map(2, 5, other)), [false]);
  });
});

describe('audit: a program whose loader is in memory', () => {
  const ran = (loader: string) =>
    syscall(1, execve) + record('EXECVE', 1, 'argc=1 a0="a"') + path(1, 0, '/usr/bin/a') + loader + title(1);
  const exec = (loader: string) => read([ran(loader)]).events.find(({ operation }) => operation === 'exec');

  it('is told by its loader', () => {
    const memfd = path(1, 1, '/proc/self/fd/9').replace(/dev=\S+/, 'dev=00:01');
    const event = exec(memfd);
    assert.deepEqual([event?.file?.memfd, event?.memory?.region], [true, 'memfd']);
    assert.deepEqual(event?.inferred, ['file.memfd']);
    assert.equal(event?.actor.exe?.memfd, false);
  });

  it('is an ordinary one where the loader is a file', () => {
    const event = exec(path(1, 1, '/lib64/ld-linux-x86-64.so.2'));
    assert.deepEqual([event?.file?.memfd, event?.memory, event?.inferred], [false, undefined, undefined]);
  });
});

describe('audit: shared memory of System V', () => {
  const attach = (serial: number, flags: string) =>
    syscall(serial, `syscall=30 success=yes exit=140000 a0=3 a1=0 a2=${flags} a3=0 items=0`) + title(serial);

  it('is told where it is attached executable, and where', () => {
    const { events } = read([attach(1, '8000') + attach(2, '0')]);
    assert.deepEqual(
      events.map(({ operation, call, memory, file }) => [operation, call, memory?.address, memory?.sharing, file]),
      [['map-exec', 'shmat', 140_000, 'shared', { memfd: false, unlinked: true }]],
    );
  });
});
