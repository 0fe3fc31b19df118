import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cgroupId, exeIdentity, filterNamespace } from '../../src/host/filter-path.js';
import type { Event } from '../../src/model/event.js';
import { kernelTests, skipBecause } from '../support/kernel.js';
import { Live } from '../support/live.js';
import { PRELUDE, PYTHON } from '../support/python.js';

/** Begins the code, and so stands in the beginning of the command line that events have. */
const MARK = `# filter test of ${process.pid}`;

/** Something alone, something to its own child, and something to the process that the argument names. */
const ACTS = `${MARK}${PRELUDE}
def touch(whom):
    data = ctypes.create_string_buffer(8)
    vector = iovec(ctypes.addressof(data), 8)
    call(VM_READV, whom, ctypes.byref(vector), 1, ctypes.byref(vector), 1, 0)
os.memfd_create('alone')
child = os.fork()
if child == 0: time.sleep(100)
touch(child)
touch(target)
os.kill(child, signal.SIGKILL); os.waitpid(child, 0)
`;

kernelTests('the filter of actors', () => {
  let live: Live;
  let target: ChildProcess;
  let folder: string;

  before(() => {
    live = new Live();
    target = spawn('sleep', ['1000'], { stdio: 'ignore' });
    folder = mkdtempSync(join(tmpdir(), 'interloper-filter-'));
  });

  afterEach(() => live.sensor.setFilter({}));

  after(async () => {
    target.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    await live.stop();
  });

  /** What a command line, which ends in Python's, did: alone and to whom. */
  async function acts(...line: string[]): Promise<string[]> {
    const [file, ...args] = [...line, '-c', ACTS, String(target.pid)];
    const { all, stderr } = await live.run(file!, args);
    assert.equal(stderr, '');
    return all.filter(isOfPython).map(({ operation, target: whom }) => {
      if (whom === undefined) return operation;
      return `${operation} ${whom.process?.tgid === target.pid ? 'outside' : 'inside'}`;
    });
  }

  const isOfPython = ({ actor, operation }: Event): boolean =>
    actor.cmdline?.includes(MARK) === true && operation !== 'map-exec' && operation !== 'exec';

  const EVERYTHING = ['memfd-create', 'remote-read inside', 'remote-read outside'];
  const OUTSIDE = ['remote-read outside'];

  it('leaves nothing out where it is empty', async () => {
    assert.deepEqual(await acts(PYTHON), EVERYTHING);
  });

  it('leaves out an executable by its inode, and not what it does to another one', async () => {
    const copy = join(folder, 'python');
    copyFileSync(PYTHON, copy);
    live.sensor.setFilter({ exes: [exeIdentity(copy)] });
    assert.deepEqual(await acts(copy), OUTSIDE);
    assert.deepEqual(await acts(PYTHON), EVERYTHING);
    live.sensor.setFilter({});
    assert.deepEqual(await acts(copy), EVERYTHING);
  });

  it('takes nobody for an executable who can claim to be any, in a user namespace', async () => {
    live.sensor.setFilter({ exes: [exeIdentity(PYTHON)] });
    assert.deepEqual(await acts('unshare', '--user', '--map-root-user', PYTHON), EVERYTHING);
    assert.deepEqual(await acts(PYTHON), OUTSIDE);
  });

  it('leaves out a cgroup and those below it, among themselves', async function () {
    const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/self/mounts', 'utf8'))?.[1];
    if (mount === undefined) return skipBecause(this, 'cgroup v2 is not mounted here');
    const outer = join(mount, `interloper-test-${process.pid}`);
    const inner = join(outer, 'inner');
    try {
      mkdirSync(inner, { recursive: true });
    } catch (error) {
      return skipBecause(this, `no cgroup can be made here: ${(error as Error).message}`);
    }
    try {
      live.sensor.setFilter({ cgroups: [cgroupId(outer)] });
      const enter = ['sh', '-c', `echo $$ > ${inner}/cgroup.procs && exec "$@"`, 'sh', PYTHON];
      assert.deepEqual(await acts(...enter), OUTSIDE);
      assert.deepEqual(await acts(PYTHON), EVERYTHING);
    } finally {
      rmdirSync(inner);
      rmdirSync(outer);
    }
  });

  it('leaves out a namespace, among itself', async () => {
    for (const type of ['mnt', 'pid']) {
      const args = type === 'mnt' ? ['--mount'] : ['--pid', '--fork', '--kill-child'];
      const holder = spawn('unshare', [...args, 'sh', '-c', 'echo up; exec sleep 100'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await once(holder.stdout!, 'data');
      const inside = type === 'mnt' ? holder.pid! : childOf(holder.pid!);
      try {
        live.sensor.setFilter({ namespaces: [filterNamespace(`/proc/${inside}/ns/${type}`)] });
        const enter = ['nsenter', '-t', String(inside), type === 'mnt' ? '--mount' : '--pid', PYTHON];
        // in another pid namespace the number names nobody, which is told
        const seen = await acts(...enter);
        assert.ok(seen.length === 1 && seen[0]?.startsWith('remote-read'), `${type}: ${seen}`);
        assert.deepEqual(await acts(PYTHON), EVERYTHING);
      } finally {
        holder.kill('SIGKILL');
      }
    }
  });

  it('tells what a filtered process is made to do from outside', async () => {
    live.sensor.setFilter({ exes: [exeIdentity(PYTHON)] });
    const code = `import mmap; mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)`;
    const { all } = await live.run('strace', ['-o', '/dev/null', PYTHON, '-c', code]);
    assert.ok(all.some(({ operation, memory, tracer }) => operation === 'map-exec' && memory?.prot === 7 && tracer));
    const alone = await live.run(PYTHON, ['-c', code]);
    assert.deepEqual(alone.own, []);
  });

  it('counts what it leaves out, by kind', async () => {
    live.sensor.setFilter({ exes: [exeIdentity(PYTHON)] });
    await acts(PYTHON);
    const { filtered } = await live.stop();
    assert.ok(filtered['memfd-create']! >= 1);
    assert.ok(filtered['remote-read']! >= 1);
    live = new Live();
  });
});

function childOf(pid: number): number {
  return Number(spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout);
}
