import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAtLeast, readKernel } from '../../src/host/kernel.js';
import type { Event, Operation } from '../../src/model/event.js';
import type { Loss } from '../../src/model/loss.js';
import { kernelTests } from '../support/kernel.js';
import { Live, type Observed } from '../support/live.js';
import { PRELUDE, PYTHON } from '../support/python.js';

const PROT_READ_EXEC = 5;
const ENOENT = 2;
const ESRCH = 3;
const EACCES = 13;

kernelTests('probes', () => {
  let live: Live;
  let target: ChildProcess;

  const python = (code: string, ...args: (string | number)[]): Promise<Observed> =>
    live.run(PYTHON, ['-c', PRELUDE + code, ...args.map(String)]);
  const ofTarget = (code: string): Promise<Observed> => python(code, target.pid!);

  before(() => {
    live = new Live();
    target = spawn('sleep', ['1000'], { stdio: 'ignore' });
  });

  after(async () => {
    target.kill('SIGKILL');
    await live.stop();
    // where another task was preempted in a program, and nothing follows it: counted, and no fault of a probe's
    const isPreempted = ({ where }: Loss): boolean => where === 'skipped run' && isAtLeast(readKernel(), 7, 0) === true;
    assert.deepEqual(
      live.losses.filter((loss) => !isPreempted(loss)),
      [],
    );
  });

  it('are all attached', () => {
    assert.deepEqual(
      live.sensor.programs().filter(({ attached }) => !attached),
      [],
    );
  });

  describe('ptrace', () => {
    it('tells attach, writes and detach with their target, and leaves out reading', async () => {
      const { own, pid } = await ofTarget(`
call(PTRACE, ATTACH, target, 0, 0); os.waitpid(target, 0)
registers = ctypes.create_string_buffer(512)
call(PTRACE, GETREGS, target, 0, registers)
call(PTRACE, SETREGS, target, 0, registers)
call(PTRACE, PEEKTEXT, target, 0, ctypes.create_string_buffer(8))
call(PTRACE, DETACH, target, 0, 0)`);
      assert.deepEqual(operations(own), ['attach', 'set-registers', 'detach']);
      for (const event of own) {
        assert.equal(event.target?.process?.tgid, target.pid);
        assert.equal(event.target?.process?.exe?.path, readlinkSync(`/proc/${target.pid}/exe`));
        assert.equal(event.target?.process?.cmdline, 'sleep 1000');
        assert.equal(event.ret, 0);
        assert.equal(event.actor.parent?.tgid, process.pid);
        assert.equal(event.actor.parent?.exe, process.execPath);
      }
      assert.equal(own[0]?.actor.tgid, pid);
    });

    it('tells that a tracer ended with what it traced, unless that ended too', async () => {
      const { own } = await python(`
def begin(options):
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1); os.dup2(1, 2)
        call(PTRACE, TRACEME, 0, 0, 0)
        os.execv('/bin/sleep', ['sleep', '1000'])
    os.waitpid(child, 0)
    call(PTRACE, SETOPTIONS, child, 0, options)
    return child
EXITKILL = 1 << 20
left, ended, killed = begin(0), begin(EXITKILL), begin(0)
os.kill(killed, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)`);
      const exits = own.filter(({ operation }) => operation === 'tracer-exit');
      assert.equal(exits.length, 1);
      const { target: whom, call, nr, abi, ret } = exits[0]!;
      assert.equal(whom?.process?.cmdline, 'sleep 1000');
      assert.deepEqual([call, nr, abi, ret], [undefined, undefined, undefined, undefined]);
      process.kill(whom.process.tgid, 'SIGKILL');
    });

    it('tells where a word was written', async () => {
      const { own } = await ofTarget(`
regions = {'unmapped': 8}
for line in open(f'/proc/{target}/maps'):
    bounds, *rest = line.split()
    name = rest[-1] if len(rest) > 4 else ''
    low = int(bounds.split('-')[0], 16)
    if name.endswith('/sleep') and rest[0][2] == 'x': regions['text'] = low
    if name in ('[heap]', '[vdso]'): regions[name[1:-1]] = low
    if '/libc' in name and rest[0][2] == 'x': regions['library'] = low
    if name == '[stack]': regions['stack'] = int(bounds.split('-')[1], 16) - 4096
call(PTRACE, ATTACH, target, 0, 0); os.waitpid(target, 0)
for name, address in regions.items():
    word = ctypes.c_long()
    call(PTRACE, PEEKTEXT, target, address, ctypes.byref(word))
    call(PTRACE, POKETEXT, target, address, word.value & (1 << 64) - 1)
    print(name, hex(address))
call(PTRACE, DETACH, target, 0, 0)`);
      const pokes = own.filter(({ operation }) => operation === 'write-text');
      const regions = pokes.map(({ memory }) => memory?.region);
      assert.deepEqual([...regions].sort(), ['heap', 'library', 'stack', 'text', 'unmapped', 'vdso']);
      const fromProc = pokes.filter(({ memory }) => memory?.regionFrom === 'proc').map(({ memory }) => memory?.region);
      assert.deepEqual(fromProc.sort(), ['unmapped']);
      assert.ok(pokes.every(({ memory }) => memory?.length === 8));
    });

    it('tells a word of data and a debug register that were written', async () => {
      const { own } = await ofTarget(`
POKEUSER, DR0 = 6, 848
stack = next(int(line.split('-')[1].split()[0], 16) for line in open(f'/proc/{target}/maps') if '[stack]' in line) - 4096
call(PTRACE, ATTACH, target, 0, 0); os.waitpid(target, 0)
word = ctypes.c_long()
call(PTRACE, PEEKTEXT, target, stack, ctypes.byref(word))
call(PTRACE, POKEDATA, target, stack, word.value & (1 << 64) - 1)
call(PTRACE, POKEUSER, target, DR0, 0)
call(PTRACE, DETACH, target, 0, 0)`);
      assert.deepEqual(operations(own), ['attach', 'write-data', 'write-user', 'detach']);
      assert.deepEqual(
        own.map(({ ret }) => ret),
        [0, 0, 0, 0],
      );
      assert.equal(own[1]?.memory?.region, 'stack');
      assert.equal(own[2]?.args?.[2], 848);
      assert.ok(own.every(({ target: whom }) => whom?.process?.tgid === target.pid));
    });

    it('takes the pid as the kernel does, by its low 32 bits', async () => {
      const { own } = await ofTarget(`
print(call(PTRACE, ATTACH, 0xdeadbeef00000000 | target, 0, 0)); os.waitpid(target, 0)
call(PTRACE, DETACH, target, 0, 0)`);
      assert.deepEqual(operations(own), ['attach', 'detach']);
      assert.equal(own[0]?.ret, 0);
      assert.equal(own[0]?.target?.process?.tgid, target.pid);
      assert.equal(own[0]?.target?.argument, target.pid);
      assert.equal(own[0]?.args?.[1], target.pid);
    });

    it('gives the thread group of a thread', async () => {
      const threaded = spawn(
        PYTHON,
        [
          '-c',
          'import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\nprint("up", flush=True)\ntime.sleep(1000)',
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      await once(threaded.stdout!, 'data');
      const tid = Number(readTids(threaded.pid!).find((one) => one !== threaded.pid));
      const { own } = await python('call(PTRACE, ATTACH, target, 0, 0)', tid);
      threaded.kill('SIGKILL');
      assert.equal(own[0]?.target?.process?.tgid, threaded.pid);
      assert.equal(own[0]?.target?.process?.tid, tid);
    });

    it('tells refused calls with their error', async () => {
      const { own } = await python('call(PTRACE, ATTACH, 0x3ffffff, 0, 0); call(PTRACE, ATTACH, 1 << 31, 0, 0)');
      assert.deepEqual(
        own.map(({ ret, target: whom }) => [ret, whom]),
        [
          [-ESRCH, { argument: 0x3ffffff }],
          [-ESRCH, { argument: -(2 ** 31) }],
        ],
      );
    });

    it('resolves a pid of a child pid namespace', async () => {
      const inside = `${PRELUDE}
child = os.fork()
if child == 0: time.sleep(1000)
print(child, call(PTRACE, ATTACH, child, 0, 0)); os.kill(child, signal.SIGKILL)`;
      const { all, stdout } = await live.run('unshare', ['--pid', '--fork', '--mount-proc', PYTHON, '-c', inside]);
      const attach = all.find(({ operation, target: whom }) => operation === 'attach' && whom?.argument === 2);
      assert.equal(stdout.trim(), '2 0');
      assert.equal(attach?.target?.argument, 2);
      assert.notEqual(attach?.target?.process?.tgid, 2);
      assert.equal(attach?.target?.process?.ppid, attach?.actor.tgid);
      assert.equal(attach?.actor.pidNamespace, attach?.target?.process?.pidNamespace);
      assert.notEqual(`pid:[${attach?.actor.pidNamespace}]`, readlinkSync('/proc/self/ns/pid'));
    });
  });

  describe('process_vm_readv and process_vm_writev', () => {
    it('tell how many bytes went where', async () => {
      const { own } = await ofTarget(`
stack = next(int(line.split('-')[1].split()[0], 16) for line in open(f'/proc/{target}/maps') if '[stack]' in line)
data = ctypes.create_string_buffer(64)
local, remote = iovec(ctypes.addressof(data), 64), iovec(stack - 4096, 64)
call(VM_READV, target, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
call(VM_WRITEV, target, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
remote.base = 8
call(VM_WRITEV, target, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)`);
      assert.deepEqual(operations(own), ['remote-read', 'remote-write', 'remote-write']);
      assert.deepEqual(
        own.map(({ bytes, ret, memory }) => [bytes, ret, memory?.region, memory?.unverified]),
        [
          [64, 64, 'stack', true],
          [64, 64, 'stack', true],
          [0, -14, 'unmapped', true],
        ],
      );
      assert.ok(own.every(({ target: whom }) => whom?.process?.tgid === target.pid));
    });
  });

  describe('memfd_create', () => {
    it('takes the name from the file', async () => {
      const { own } = await python('os.memfd_create("a name", os.MFD_CLOEXEC)');
      assert.deepEqual(operations(own), ['memfd-create']);
      assert.equal(own[0]?.file?.path, 'memfd:a name');
      assert.equal(own[0]?.file?.memfd, true);
      assert.equal(own[0]?.flags, 1);
    });

    it('tells a refused one', async () => {
      const { own } = await python('call(MEMFD_CREATE, 8, 0)');
      assert.deepEqual(
        own.map(({ operation, ret, file }) => [operation, ret, file]),
        [['memfd-create', -14, undefined]],
      );
    });
  });

  describe('mappings', () => {
    const memfd = `
file = os.memfd_create("library"); os.ftruncate(file, 8192)
`;

    it('of a memfd are told with their sharing', async () => {
      const { own } = await python(`${memfd}
mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=5)
mmap.mmap(file, 4096, flags=mmap.MAP_SHARED, prot=5)`);
      const maps = own.filter(({ operation }) => operation === 'map-exec');
      assert.deepEqual(
        maps.map(({ memory, file }) => [memory?.region, memory?.sharing, memory?.prot, file?.path, file?.memfd]),
        [
          ['memfd', 'private', PROT_READ_EXEC, 'memfd:library', true],
          ['memfd', 'shared', PROT_READ_EXEC, 'memfd:library', true],
        ],
      );
    });

    it('are those that the call made, whatever became of the descriptor', async () => {
      const { own } = await python(`${memfd}
view = mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=3); os.close(file)
address = ctypes.addressof(ctypes.c_char.from_buffer(view))
print(libc.mprotect(ctypes.c_void_p(address), 4096, 5))`);
      const protect = own.find(({ operation }) => operation === 'protect-exec');
      assert.equal(protect?.file?.path, 'memfd:library');
      assert.equal(protect?.fileUnverified, undefined);
    });

    it('of deleted files are told, of others not', async () => {
      const { own } = await python(`
import tempfile
with tempfile.NamedTemporaryFile(dir='/var/tmp') as named:
    named.write(b'x' * 4096); named.flush()
    file = os.open(named.name, os.O_RDONLY)
    mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=5)
mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=5)`);
      assert.deepEqual(
        own
          .filter(({ file }) => file !== undefined)
          .map(({ operation, memory, file }) => [operation, memory?.region, file?.unlinked]),
        [['map-exec', 'unlinked', true]],
      );
    });

    it('that are anonymous and executable are told once per process', async () => {
      const { own } = await python(`
for _ in range(50): mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)`);
      const anonymous = own.filter(({ operation }) => operation === 'map-exec');
      assert.deepEqual(
        anonymous.map(({ memory }) => [memory?.region, memory?.prot]),
        [['anonymous', 7]],
      );
    });

    it('are told each time in a process that another one wrote to, with the writer', async () => {
      const { own, stdout, pid } = await python(`
import subprocess
code = '''
import sys, mmap
sys.stdin.readline()
for _ in range(3): mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
'''
child = subprocess.Popen([sys.executable, '-c', code], stdin=subprocess.PIPE)
time.sleep(0.3)
stack = next(int(line.split('-')[1].split()[0], 16) for line in open(f'/proc/{child.pid}/maps') if '[stack]' in line)
data = ctypes.create_string_buffer(8)
local, remote = iovec(ctypes.addressof(data), 8), iovec(stack - 64, 8)
call(VM_READV, child.pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
call(VM_WRITEV, child.pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
child.stdin.write(b'\\n'); child.stdin.close(); child.wait(); print(child.pid)`);
      assert.ok(operations(own).includes('remote-write'));
      const child = Number(stdout);
      const maps = live.events.filter(
        ({ actor, operation, memory }) =>
          actor.tgid === child && operation === 'map-exec' && memory?.region === 'anonymous',
      );
      assert.equal(maps.length, 3);
      assert.ok(maps.every(({ writer }) => writer?.tgid === pid));
    });

    it('in a traced process name the tracer', async () => {
      const code = 'import mmap; mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)';
      const { all, pid } = await live.run('strace', ['-f', '-o', '/dev/null', PYTHON, '-c', code]);
      const maps = all.filter(({ operation, memory }) => operation === 'map-exec' && memory?.prot === 7);
      assert.ok(maps.length > 0);
      assert.ok(maps.every(({ tracer }) => tracer?.tgid === pid && tracer.comm === 'strace'));
    });
  });

  describe('exec', () => {
    const copyOfTrue = `
def copy(file):
    with open('/bin/true', 'rb') as true: os.write(file, true.read())
`;

    it('of a memfd has the new image as actor', async () => {
      const { own } = await python(`${copyOfTrue}
file = os.memfd_create("program", 0); copy(file); os.execve(file, ['renamed'], {})`);
      const exec = own.find(({ operation }) => operation === 'exec');
      assert.equal(exec?.call, 'execveat');
      assert.equal(exec?.args?.[4], 0x1000);
      assert.equal(exec?.file?.path, 'memfd:program');
      assert.equal(exec?.file?.memfd, true);
      assert.equal(exec?.actor.exe?.memfd, true);
      assert.equal(exec?.actor.cmdline, 'renamed');
    });

    it('of a deleted, an O_TMPFILE and a /dev/shm file is told', async () => {
      const deleted = await python(`${copyOfTrue}
path = f'/var/tmp/deleted.{os.getpid()}'
file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o700); copy(file); os.close(file)
file = os.open(path, os.O_RDONLY); os.unlink(path); os.execve(file, ['deleted'], {})`);
      const nameless = await python(`${copyOfTrue}
file = os.open('/var/tmp', os.O_TMPFILE | os.O_RDWR, 0o700); copy(file)
again = os.open(f'/proc/self/fd/{file}', os.O_RDONLY); os.close(file); os.execve(again, ['nameless'], {})`);
      const shared = await python(`${copyOfTrue}
path = f'/dev/shm/shared.{os.getpid()}'
file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o700); copy(file); os.close(file)
if os.fork(): os.wait(); os.unlink(path)
else: os.execv(path, ['shared'])`);
      const execs = [deleted, nameless, shared].map(
        ({ all }) => all.find(({ operation }) => operation === 'exec')?.file,
      );
      assert.deepEqual(
        execs.map((file) => [file?.unlinked, file?.memfd, file?.inMemory]),
        [
          [true, false, false],
          [true, false, false],
          [false, false, true],
        ],
      );
      assert.ok(execs.every((file) => file?.unmounted === undefined));
      assert.match(execs[2]?.path ?? '', /^\/dev\/shm\/shared\.\d+$/);
    });

    it('of a program in memory that is mounted nowhere is told as such', async () => {
      const { all } = await python(`${copyOfTrue}
FSOPEN, FSCONFIG, FSMOUNT, CREATE = 430, 431, 432, 6
context = call(FSOPEN, b'tmpfs', 0); call(FSCONFIG, context, CREATE, None, None, 0)
root = call(FSMOUNT, context, 0, 0)
file = os.open('program', os.O_CREAT | os.O_WRONLY, 0o700, dir_fd=root); copy(file); os.close(file)
os.execve(os.open('program', os.O_RDONLY, dir_fd=root), ['program'], {})`);
      const exec = all.find(({ operation }) => operation === 'exec');
      assert.equal(exec?.file?.unmounted, true);
      assert.equal(exec.actor.exe?.unmounted, true);
      assert.equal(exec.file.unlinked, false);
      assert.equal(exec.file.path, '/program');
    });

    it('of ordinary programs is not', async () => {
      const { all, pid } = await live.run('sh', ['-c', 'ls / >/dev/null; true']);
      assert.deepEqual(
        all.filter(({ actor }) => actor.tgid === pid || actor.ppid === pid),
        [],
      );
    });

    it('that is refused is told', async () => {
      const { own } = await python(`
file = os.memfd_create("not a program", 0); os.write(file, b'no program')
try: os.execve(file, ['x'], {})
except OSError as error: print(error.errno)`);
      const exec = own.find(({ operation }) => operation === 'exec');
      assert.deepEqual([exec?.ret, exec?.file?.path, exec?.call], [-8, 'memfd:not a program', 'execveat']);
    });

    it('that is refused is told where a path of /proc named the descriptor', async () => {
      const { own, pid } = await python(`
file = os.memfd_create("not a program", 0); os.write(file, b'no program')
for path in [f'/proc/self/fd/{file}', f'/proc/{os.getpid()}/fd/{file}', '/proc/self/fd/999', '/etc/passwd', '/no/such']:
    try: os.execve(path, ['x'], {})
    except OSError as error: print(error.errno)`);
      const execs = own.filter(({ operation }) => operation === 'exec');
      assert.deepEqual(
        execs.map(({ ret, file, call, fileUnverified, actor }) => [ret, file?.path, call, fileUnverified, actor.tgid]),
        new Array(2).fill([-8, 'memfd:not a program', 'execve', true, pid]),
      );
    });

    it('of a script in a memfd that its interpreter cannot open is told as refused', async () => {
      const { own } = await python(`
file = os.memfd_create("script"); os.write(file, b'#!/bin/sh\\n')
try: os.execve(file, ['x'], {})
except OSError as error: print(error.errno)`);
      assert.equal(own.find(({ operation }) => operation === 'exec')?.ret, -ENOENT);
    });
  });

  describe('open of /proc/PID/mem', () => {
    it('tells whose memory it is, whatever the path, and how it was opened', async () => {
      const { own } = await ofTarget(`
os.open(f'/proc/{target}/mem', os.O_RDONLY)
os.open(f'/proc/{target}/task/{target}/mem', os.O_RDWR)
os.chdir(f'/proc/{target}'); os.open('mem', os.O_WRONLY)
call(85, ctypes.c_char_p(b'mem'), 0o600)
call(2, ctypes.c_char_p(b'mem'), os.O_RDWR, 0)`);
      assert.deepEqual(operations(own), new Array(5).fill('open-mem'));
      assert.ok(own.every(({ target: whom }) => whom?.process?.tgid === target.pid));
      assert.deepEqual(
        own.map(({ flags, call }) => [(flags ?? -1) & 3, call]),
        [
          [0, 'openat'],
          [2, 'openat'],
          [1, 'openat'],
          [1, 'creat'],
          [2, 'open'],
        ],
      );
      assert.equal(own[1]?.file?.path, `/proc/${target.pid}/task/${target.pid}/mem`);
    });

    it('is not told of its own memory', async () => {
      const { own } = await python(
        "os.open('/proc/self/mem', os.O_RDWR); os.open(f'/proc/{os.getpid()}/mem', os.O_RDWR)",
      );
      assert.deepEqual(own, []);
    });

    it('that is refused is told, with the target that the path named', async () => {
      const code = `${PRELUDE}
try: os.open(f'/proc/{target}/mem', os.O_RDWR)
except OSError as error: print(error.errno)`;
      const { all, stdout } = await live.run(
        'setpriv',
        ['--reuid=65534', '--regid=65534', '--clear-groups', PYTHON, '-c', code, String(target.pid)],
        { env: { PATH: '/usr/bin:/bin' } },
      );
      const open = all.find(({ operation, actor }) => operation === 'open-mem' && actor.uid === 65534);
      assert.equal(Number(stdout), EACCES);
      // The file's permissions are looked at before its open operation, which is what is hooked then.
      if (live.mode('open-mem') === 'fentry') {
        assert.equal(open, undefined);
        return;
      }
      assert.equal(open?.ret, -EACCES);
      assert.equal(open?.target?.process?.tgid, target.pid);
      assert.equal(open?.file, undefined);
      assert.equal((open?.flags ?? -1) & 3, 2);
    });
  });

  describe('write to /proc/PID/mem', () => {
    const where = `
stack = next(int(line.split('-')[1].split()[0], 16) for line in open(f'/proc/{target}/maps') if '[stack]' in line) - 4096
`;

    it('tells how many bytes went where, by whatever call', async () => {
      const { own } = await ofTarget(`${where}
file = os.open(f'/proc/{target}/task/{target}/mem', os.O_RDWR)
word = os.pread(file, 8, stack)
os.pwrite(file, word, stack)
os.lseek(file, stack, 0); os.write(file, word)
os.lseek(file, stack + 8, 0); os.writev(file, [word[:4], word[4:]])
vector = iovec(ctypes.cast(word, ctypes.c_void_p).value, 8)
call(296, file, ctypes.byref(vector), 1, stack + 16, 0)
call(328, file, ctypes.byref(vector), 1, stack + 24, 0, 0)`);
      const writes = wholeWrites(own.filter(({ operation }) => operation === 'mem-write'));
      assert.deepEqual(
        writes.map(({ call, bytes }) => [call, bytes]),
        [
          ['pwrite64', 8],
          ['write', 8],
          ['writev', 8],
          ['pwritev', 8],
          ['pwritev2', 8],
        ],
      );
      const base = Number(writes[0]?.memory?.address);
      assert.deepEqual(
        writes.map(({ memory }) => [Number(memory?.address) - base, memory?.region]),
        [
          [0, 'stack'],
          [0, 'stack'],
          [8, 'stack'],
          [16, 'stack'],
          [24, 'stack'],
        ],
      );
      assert.ok(writes.every(({ target: whom }) => whom?.process?.tgid === target.pid));
    });

    it('is told of its own memory where it is code that it may not write, and not of its data', async () => {
      const { own, pid } = await ofTarget(`
lines = [line.split() for line in open('/proc/self/maps')]
def end_of(name, rights): return next(int(line[0].split('-')[1], 16) for line in lines if rights == line[1] and line[-1].endswith(name)) - 16
file = os.open('/proc/self/mem', os.O_RDWR)
for address in (end_of('[vdso]', 'r-xp'), end_of('libc.so.6', 'r-xp'), end_of('[stack]', 'rw-p')):
  try: os.pwrite(file, os.pread(file, 8, address), address)
  except OSError as error: print(error.errno)
`);
      const writes = wholeWrites(own.filter(({ operation }) => operation === 'mem-write'));
      assert.deepEqual(
        writes.map(({ memory, target: whom }) => [memory?.region, whom?.process?.tgid]),
        [
          ['vdso', pid],
          ['library', pid],
        ],
      );
    });

    it('is seen through a copy of the descriptor, in a process that did not open it', async () => {
      const { own, all } = await ofTarget(`${where}
word = open(f'/proc/{target}/mem', 'rb', 0); word.seek(stack); word = word.read(8)
file = os.open(f'/proc/{target}/mem', os.O_RDWR)
copy = os.dup(file); os.close(file)
child = os.fork()
if child == 0: os.pwrite(copy, word, stack); os._exit(0)
os.waitpid(child, 0)`);
      const writes = all.filter(({ operation }) => operation === 'mem-write');
      assert.deepEqual(
        writes.map(({ actor, target: whom }) => [actor.ppid, whom?.process?.tgid]),
        [[own[0]?.actor.tgid, target.pid]],
      );
    });

    it('is judged by whose memory it is: that of the parent, through its own /proc/self/mem', async () => {
      const { own, all } = await python(`
word = ctypes.create_string_buffer(8)
file = os.open('/proc/self/mem', os.O_RDWR)
os.pwrite(file, b'12345678', ctypes.addressof(word))
child = os.fork()
if child == 0: os.pwrite(file, b'abcdefgh', ctypes.addressof(word)); os._exit(0)
os.waitpid(child, 0); print(word.raw)`);
      assert.deepEqual(own, []);
      const writes = all.filter(({ operation }) => operation === 'mem-write');
      assert.equal(writes.length, 1);
      assert.equal(writes[0]?.actor.ppid, writes[0]?.target?.process?.tgid);
    });

    it('that is refused is told with its error', async () => {
      const { own } = await ofTarget(`
file = os.open(f'/proc/{target}/mem', os.O_RDWR)
try: os.pwrite(file, b'x', 8)
except OSError: pass`);
      const write = own.find(({ operation }) => operation === 'mem-write');
      assert.deepEqual([write?.ret, write?.bytes, write?.memory?.address], [-5, 0, 8]);
    });
  });

  describe('pidfd_getfd', () => {
    it('tells whose descriptor was taken, and of which file', async () => {
      const { own } = await ofTarget(`
pidfd = call(PIDFD_OPEN, target, 0)
print(call(PIDFD_GETFD, pidfd, 1, 0)); call(PIDFD_GETFD, pidfd, 999, 0); call(PIDFD_GETFD, 999, 0, 0)`);
      assert.deepEqual(
        own.map(({ operation, target: whom, file, ret }) => [
          operation,
          whom?.process?.tgid,
          file?.path,
          (ret ?? 0) >= 0,
        ]),
        [
          ['fd-steal', target.pid, '/dev/null', true],
          ['fd-steal', undefined, undefined, false],
          ['fd-steal', undefined, undefined, false],
        ],
      );
    });
  });

  describe('process_madvise', () => {
    const advise = `
stack = next(int(line.split('-')[1].split()[0], 16) for line in open(f'/proc/{target}/maps') if '[stack]' in line) - 4096
PROCESS_MADVISE, MADV_COLD = 440, 20
vector = iovec(stack, 4096)
`;

    it('tells whose memory is advised on, and where', async () => {
      const { own } = await ofTarget(`${advise}
pidfd = call(PIDFD_OPEN, target, 0)
call(PROCESS_MADVISE, pidfd, ctypes.byref(vector), 1, MADV_COLD, 0)
call(PROCESS_MADVISE, pidfd, ctypes.byref(vector), 1, 999, 0)`);
      const advice = own.filter(({ operation }) => operation === 'remote-advise');
      assert.deepEqual(
        advice.map(({ ret, args, target: whom, memory }) => [ret, args?.[3], whom?.process?.tgid, memory?.region]),
        [
          [4096, 20, target.pid, 'stack'],
          [-22, 999, target.pid, 'stack'],
        ],
      );
    });

    it('is not told of its own memory', async () => {
      const { own } = await ofTarget(`${advise}
pidfd = call(PIDFD_OPEN, os.getpid(), 0)
call(PROCESS_MADVISE, pidfd, ctypes.byref(vector), 1, MADV_COLD, 0)`);
      assert.deepEqual(operations(own), []);
    });
  });

  describe('the origin of a call', () => {
    it('is the library that made it, or the memory that code was written to', async () => {
      const { own } = await python(`
name = ctypes.c_char_p(b'from where')
call(MEMFD_CREATE, name, 0)
# mov eax, 319; syscall; ret
code = bytes.fromhex('b83f0100000f05c3')
def run(memory):
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_char_p, ctypes.c_uint)(address)(b'from where', 0)
anonymous = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7); anonymous.write(code)
run(anonymous)
file = os.memfd_create('code'); os.write(file, code.ljust(4096))
run(mmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=7))
run(mmap.mmap(file, 4096, flags=mmap.MAP_SHARED, prot=7))`);
      assert.deepEqual(
        own
          .filter(({ file }) => file?.path === 'memfd:from where')
          .map(({ origin }) => [origin?.region, origin?.writable]),
        [
          ['library', false],
          ['anonymous', true],
          ['memfd', true],
          ['memfd', true],
        ],
      );
    });
  });

  describe('mremap', () => {
    it('tells executable memory at its new place, and no other', async () => {
      const { own, stdout } = await python(`
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
def mapped(prot): return libc.mmap(None, 4096, prot, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
place = libc.mmap(None, 8192, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
for prot in [3, 5]:
    print(libc.mremap(ctypes.c_void_p(mapped(prot)), 4096, 4096, 3, ctypes.c_void_p(place)))`);
      const [, place] = stdout.trim().split('\n').map(Number);
      assert.deepEqual(
        own
          .filter(({ operation }) => operation === 'remap')
          .map(({ call, memory }) => [call, memory?.address, memory?.length, memory?.region]),
        [['mremap', place, 4096, 'anonymous']],
      );
    });
  });

  describe('an actor', () => {
    it('is described as /proc describes it', async () => {
      const code = `${PRELUDE}
os.memfd_create("who")
status = dict(line.rstrip('\\n').split(':\\t', 1) for line in open('/proc/self/status') if ':\\t' in line)
import json
print(json.dumps({'uid': status['Uid'].split()[:2], 'gid': status['Gid'].split()[:2], 'cap': status['CapEff'], 'tgid': os.getpid(),
  'ppid': os.getppid(), 'start': open('/proc/self/stat').read().rsplit(')', 1)[1].split()[19], 'exe': os.readlink('/proc/self/exe'),
  'pid': os.readlink('/proc/self/ns/pid'), 'mnt': os.readlink('/proc/self/ns/mnt'), 'auid': open('/proc/self/loginuid').read(), 'ses': open('/proc/self/sessionid').read(),
  'exeStat': [os.stat('/proc/self/exe').st_ino, os.stat('/proc/self/exe').st_mode], 'cmdline': open('/proc/self/cmdline').read().split('\\0')}))`;
      const { all, stdout } = await live.run(
        'setpriv',
        ['--reuid=1234', '--regid=2345', '--clear-groups', '/usr/bin/perl', '-e', 'exec @ARGV', PYTHON, '-c', code],
        { env: { PATH: '/usr/bin:/bin' } },
      );
      const said = JSON.parse(stdout);
      const { actor } = all.find(({ operation }) => operation === 'memfd-create') as Event;
      assert.deepEqual([actor.uid, actor.euid].map(String), said.uid);
      assert.deepEqual([actor.gid, actor.egid].map(String), said.gid);
      assert.equal(BigInt(actor.capabilities!), BigInt(`0x${said.cap}`));
      assert.deepEqual([actor.tgid, actor.ppid, actor.exe?.path], [said.tgid, said.ppid, said.exe]);
      assert.equal(Math.floor(actor.start! / 1e7), Number(said.start));
      assert.deepEqual([`pid:[${actor.pidNamespace}]`, `mnt:[${actor.mountNamespace}]`], [said.pid, said.mnt]);
      assert.deepEqual([actor.auid, actor.session].map(String), [said.auid, said.ses]);
      assert.deepEqual([Number(actor.exe?.inode), actor.exe?.mode], said.exeStat);
      assert.ok(actor.cmdline?.startsWith(`${PYTHON} -c`));
    });

    it('has a binary with its whole path, through mounts and deep folders', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'interloper-'));
      const deep = join(folder, ...Array.from({ length: 12 }, (_, level) => `level-${level}`));
      try {
        const script = `mount -t tmpfs none ${folder} && mkdir -p ${deep} && cp /usr/bin/perl ${deep}/perl && exec ${deep}/perl -e 'print readlink("/proc/self/exe"); $name = "x"; syscall(319, $name, 0)'`;
        const { all, stdout, stderr } = await live.run('unshare', ['--mount', 'sh', '-c', script]);
        const event = all.find(
          ({ operation, actor }) => operation === 'memfd-create' && actor.exe?.path?.endsWith('/perl'),
        );
        assert.equal(event?.actor.exe?.path, stdout, stderr);
        assert.equal(event?.actor.exe?.inMemory, true);
        assert.equal(event?.actor.exe?.pathTruncated, undefined);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('has the end of a path that is too long, and says so', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'interloper-'));
      const long = join(folder, 'a'.repeat(200), 'b'.repeat(100));
      try {
        mkdirSync(long, { recursive: true });
        copyFileSync('/usr/bin/perl', join(long, 'perl'));
        const { own } = await live.run(join(long, 'perl'), ['-e', '$name = "x"; syscall(319, $name, 0)']);
        assert.equal(own[0]?.actor.exe?.path, `/${'b'.repeat(100)}/perl`);
        assert.equal(own[0]?.actor.exe?.pathTruncated, true);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

kernelTests('a mem file that was opened before the sensor started', () => {
  it('is seen to be written', async () => {
    const code = `${PRELUDE}
word = ctypes.create_string_buffer(8)
child = os.fork()
if child == 0: time.sleep(100)
file = os.open(f'/proc/{child}/mem', os.O_RDWR)
print(child, flush=True)
sys.stdin.readline()
os.pwrite(file, b'12345678', ctypes.addressof(word))
os.kill(child, signal.SIGKILL); os.wait()`;
    const writer = spawn(PYTHON, ['-c', code], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [data] = await once(writer.stdout, 'data');
    const live = new Live();
    try {
      writer.stdin.end('go\n');
      await once(writer, 'close');
      await live.settle();
      const [write] = live.events.filter(({ actor }) => actor.tgid === writer.pid);
      assert.deepEqual([write?.operation, write?.bytes, write?.target?.process?.tgid], ['mem-write', 8, Number(data)]);
    } finally {
      await live.stop();
    }
  });
});

/** The file's own write operation is called for each vector, the system call once: the vectors of one call as one write. */
function wholeWrites(writes: readonly Event[]): Event[] {
  const whole: Event[] = [];
  for (const write of writes) {
    const last = whole.at(-1);
    const end = Number(last?.memory?.address) + (last?.bytes ?? 0);
    if (last === undefined || last.call !== write.call || end !== Number(write.memory?.address)) whole.push(write);
    else whole[whole.length - 1] = { ...last, bytes: (last.bytes ?? 0) + (write.bytes ?? 0) };
  }
  return whole;
}

function operations(events: readonly Event[]): Operation[] {
  return events.map(({ operation }) => operation);
}

function readTids(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map(Number);
}
