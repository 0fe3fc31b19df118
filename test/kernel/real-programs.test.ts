import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, type Incident } from '../../src/model/incident.js';
import { kernelTests, REQUIRE } from '../support/kernel.js';
import { Live, type Observed, until } from '../support/live.js';
import { REPOSITORY } from '../support/repository.js';

/** Puts a copy of /bin/true into a new memfd, number `$file`. 319 is memfd_create(2) on x86-64. */
const PERL_MEMFD = `
  my $name = "copy"; my $file = syscall(319, $name, 0); die "memfd_create: $!" if $file < 0;
  open(my $in, "<:raw", "/bin/true") or die $!; my $image = do { local $/; <$in> };
  open(my $out, ">&=", $file) or die $!; syswrite($out, $image) == length($image) or die $!;`;

const PYTHON_MEMFD = `
import os
file = os.memfd_create('copy', 0)
with open('/bin/true', 'rb') as program: os.write(file, program.read())
`;

/** What npm says where there is no network. */
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;

kernelTests('programs that others wrote', function () {
  this.timeout(300_000);
  let live: Live;
  let target: ChildProcess;
  let folder: string;

  before(() => {
    live = new Live();
    folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    const { corrupt } = await live.stop();
    const overflows = live.losses.filter(({ where }) => where === 'ring');
    assert.deepEqual([overflows, corrupt], [[], 0]);
  });

  beforeEach(() => {
    target = spawn('sleep', ['1000'], { stdio: 'ignore' });
  });

  afterEach(() => {
    target.kill('SIGKILL');
  });

  /** The last report of each incident that `holds` for. */
  const incidents = (holds: (incident: Incident) => boolean): Incident[] => [
    ...new Map(live.incidents.filter(holds).map((incident) => [incident.id, incident])).values(),
  ];
  const aboutTarget = (): Incident[] => incidents((incident) => incident.target?.tgid === target.pid);
  const of = (pid: number): Incident[] => incidents(({ actor }) => actor.tgid === pid);

  describe('gdb', () => {
    it('calling a function in another process is one incident, with the right actor and target', async () => {
      const { pid, own, stdout } = await live.run('gdb', onTarget('call (int)getpid()'));
      assert.match(stdout, new RegExp(`= ${target.pid}\\b`));
      const [incident, ...others] = aboutTarget();
      assert.deepEqual(others, []);
      assert.ok(incident !== undefined && atLeast(incident.severity, 'medium'), JSON.stringify(incident));
      assert.deepEqual([incident.actor.tgid, incident.target?.tgid], [pid, target.pid]);
      assert.deepEqual([incident.actor.exe?.path, incident.target?.cmdline], [programOf('gdb'), 'sleep 1000']);
      assert.ok(incident.heuristics.includes('ptrace-injection'));
      assert.ok(incident.attack.includes('T1055.008'));
      const changes = own.filter(({ operation }) => operation === 'set-registers');
      assert.ok(changes.length > 1);
      assert.ok(changes.every((event) => event.target?.process?.tgid === target.pid));
    });

    it('showing a backtrace is of little weight', async () => {
      await live.run('gdb', onTarget('bt'));
      const [incident, ...others] = aboutTarget();
      assert.deepEqual(others, []);
      assert.ok(incident !== undefined && !atLeast(incident.severity, 'medium'), JSON.stringify(incident));
    });

    it('running a program of its own is of little weight', async () => {
      const { own } = await live.run('gdb', ['-batch', '-ex', 'break main', '-ex', 'run', '/bin/true']);
      assert.ok(own.some(({ operation }) => operation === 'set-registers' || operation === 'write-text'));
      assert.deepEqual(grave(of(own[0]!.actor.tgid)), []);
    });

    it('dumping core (gcore) is of little weight', async () => {
      const { code, stdout, stderr } = await live.run('gcore', ['-o', join(folder, 'core'), String(target.pid)]);
      assert.equal(code, 0, stdout + stderr);
      const [incident, ...others] = aboutTarget();
      assert.deepEqual(others, []);
      assert.ok(incident !== undefined && !atLeast(incident.severity, 'medium'), JSON.stringify(incident));
      assert.equal(incident.actor.comm, 'gdb');
    });
  });

  describe('strace', () => {
    it('attached to a process is of little weight, with the right target', async () => {
      const strace = spawn('strace', ['-o', '/dev/null', '-p', String(target.pid)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      strace.stderr.on('data', (data) => {
        said += data;
      });
      const ended = once(strace, 'close');
      await until(() => said.includes('attached'), `strace did not attach: ${said}`);
      strace.kill('SIGINT');
      await ended;
      await live.settle();
      const [incident, ...others] = aboutTarget();
      assert.deepEqual(others, []);
      assert.ok(incident !== undefined && !atLeast(incident.severity, 'medium'), JSON.stringify(incident));
      assert.deepEqual(incident.actor.tgid, strace.pid);
      assert.deepEqual(incident.heuristics, ['ptrace-attach']);
    });

    it('running a program is of little weight', async () => {
      const { found } = await runApart('strace', ['-f', '-o', '/dev/null', 'sh', '-c', 'ls / >/dev/null; true']);
      assert.ok(found.length > 0);
      assert.deepEqual(grave(found), []);
    });
  });

  describe('perl', () => {
    for (const path of ['/proc/self/fd/$file', '/proc/$$/fd/$file']) {
      it(`executing a memfd by ${path} is grave`, async () => {
        const ran = await live.run('perl', ['-e', `${PERL_MEMFD} exec { "${path}" } "renamed"; die "exec: $!"`]);
        assertFilelessExec(ran);
      });
    }
  });

  describe('python3', () => {
    it('executing a memfd is grave', async () => {
      assertFilelessExec(await live.run('python3', ['-c', `${PYTHON_MEMFD}os.execve(file, ['renamed'], {})`]));
    });

    it('executing a memfd by its path is grave', async () => {
      const code = `${PYTHON_MEMFD}os.execv(f'/proc/self/fd/{file}', ['renamed'])`;
      assertFilelessExec(await live.run('python3', ['-c', code]));
    });

    it('mapping a memfd executable and private is of medium weight', async () => {
      const code = `${PYTHON_MEMFD}import mmap\nmmap.mmap(file, 4096, flags=mmap.MAP_PRIVATE, prot=5)`;
      const { pid, code: status, stderr } = await live.run('python3', ['-c', code]);
      assert.equal(status, 0, stderr);
      const found = of(pid);
      assert.deepEqual(
        found.map(({ heuristics, severity, target: whom }) => [heuristics, severity, whom]),
        [[['fileless-map'], 'medium', null]],
      );
    });
  });

  describe('silence', () => {
    const silent = (title: string, run: () => Promise<Apart>): void => {
      it(title, async () => {
        const { found } = await run();
        assert.deepEqual(grave(found), []);
      });
    };

    it('would be broken by a grave incident anywhere below a program', async () => {
      const nested = `system("perl", "-e", $ARGV[0]) == 0 or die`;
      const { found } = await runApart('perl', [
        '-e',
        nested,
        `${PERL_MEMFD} exec { "/proc/self/fd/$file" } "renamed"`,
      ]);
      assert.deepEqual(grave(found), ['high fileless-exec memfd:copy']);
    });

    silent('of a C compiler', async () => {
      const source = join(folder, 'hello.c');
      writeFileSync(source, '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n');
      const ran = await runApart('gcc', ['-O2', '-o', join(folder, 'hello'), source]);
      assert.equal(ran.code, 0, ran.stderr);
      return ran;
    });

    it('of npm ci', async function () {
      for (const file of ['package.json', 'package-lock.json'])
        copyFileSync(join(REPOSITORY, file), join(folder, file));
      const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--prefix', folder];
      const { code, stderr, found } = await runApart('npm', ['ci', ...options]);
      assert.deepEqual(grave(found), []);
      if (code !== 0 && NO_NETWORK.test(stderr) && process.env[REQUIRE] !== '1') this.skip();
      assert.equal(code, 0, stderr);
    });

    silent('of Node.js and its just-in-time compiler', async () => {
      const hot = 'let sum = 0; for (let i = 0; i < 3e7; i++) sum = (sum * 31 + i) | 0; console.log(sum)';
      const ran = await runApart(process.execPath, ['-e', hot]);
      assert.match(ran.stdout, /^-?\d+$/m);
      return ran;
    });

    // Without a network, or beside another apt-get, it fails; what it does until then is watched all the same.
    silent('of apt-get update', () => runApart('apt-get', ['update']));

    silent('of python3 with ctypes, whose callbacks are code made at run time', async () => {
      const code = 'import ctypes; f = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1); print(f(41))';
      const ran = await runApart('python3', ['-c', code]);
      assert.match(ran.stdout, /^42$/m, ran.stderr);
      return ran;
    });

    silent('of perl', async () => {
      const ran = await runApart('perl', ['-MPOSIX', '-e', 'print join(",", map { floor($_ / 2) } 1 .. 9), "\\n"']);
      assert.match(ran.stdout, /^0,1,1/m, ran.stderr);
      return ran;
    });
  });

  interface Apart extends Observed {
    /** incidents of the program and of everything below it */
    readonly found: readonly Incident[];
  }

  /** Runs a program in a mount namespace of its own, by which it and all that it starts are known again. */
  async function runApart(file: string, args: readonly string[]): Promise<Apart> {
    // The number of a namespace that is gone is given again.
    const earlier = new Set(live.incidents.map(({ id }) => id));
    const script = 'readlink /proc/self/ns/mnt >&2; exec "$@"';
    const ran = await live.run('unshare', ['--mount', 'sh', '-c', script, 'sh', file, ...args]);
    const [, namespace] = /^mnt:\[(\d+)\]$/m.exec(ran.stderr) ?? [];
    assert.ok(namespace, ran.stderr);
    const isBelow = ({ id, actor }: Incident): boolean =>
      actor.mountNamespace === Number(namespace) && !earlier.has(id);
    return { ...ran, found: incidents(isBelow) };
  }

  function onTarget(command: string): string[] {
    return ['-p', String(target.pid), '-batch', '-ex', command];
  }

  function assertFilelessExec({ pid, code, stderr }: Observed): void {
    assert.equal(code, 0, stderr);
    const [incident, ...others] = of(pid);
    assert.deepEqual(others, []);
    assert.ok(incident !== undefined && atLeast(incident.severity, 'high'), JSON.stringify(incident));
    assert.ok(incident.heuristics.includes('fileless-exec') && incident.attack.includes('T1620'));
    assert.deepEqual(
      [incident.actor.exe?.path, incident.actor.exe?.memfd, incident.target],
      ['memfd:copy', true, null],
    );
  }
});

/** Those at medium or more, in a few words each. */
const grave = (incidents: readonly Incident[]): string[] =>
  incidents
    .filter(({ severity }) => atLeast(severity, 'medium'))
    .map(({ severity, heuristics, actor }) => `${severity} ${heuristics} ${actor.exe?.path}`);

function programOf(name: string): string {
  return execFileSync('sh', ['-c', `readlink -f "$(command -v ${name})"`], { encoding: 'utf8' }).trim();
}
