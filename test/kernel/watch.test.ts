import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addonPath } from '../../src/native/addon.js';
import { loadedPrograms, programsOf } from '../support/bpf-programs.js';
import { Interloper, interloper, type Line, MAIN, type Outcome, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

const CANARY = (): string => join(dirname(addonPath()), 'interloper-canary');
/** They may read this program wherever it stands, and nothing else. */
const READING = ['--inh-caps=-all,+dac_read_search', '--ambient-caps=+dac_read_search'];
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...READING];
const POWERLESS = ['setpriv', '--bounding-set=-all,+dac_read_search', ...READING];

/** Perl that makes a memfd, once or again and again; it names the syscall by its number on x86-64. */
const MEMFD = '$name = "watched"; syscall(319, $name, 0)';
const MEMFDS = `$| = 1; print "$$\\n"; $name = "watched"; while (1) { my $file = syscall(319, $name, 0); syscall(3, $file); select(undef, undef, undef, 0.02) }`;

kernelTests('interloper watch', () => {
  afterEach(() => Interloper.killAll());

  /** Runs `interloper watch --format jsonl` to its end: what it wrote, parsed. */
  const watch = async (...args: string[]): Promise<Outcome & { lines: Line[]; first: Line; last: Line }> => {
    const outcome = await interloper(['watch', '--format', 'jsonl', ...args]);
    const lines = parseLines(outcome.stdout);
    assert.ok(lines.length >= 2, outcome.stderr);
    return { ...outcome, lines, first: lines[0]!, last: lines.at(-1)! };
  };

  const inFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
    try {
      await use(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  describe('as a stream', () => {
    it('begins with attached and ends with stopped and totals', async () => {
      const { code, first, last, lines } = await watch('--', CANARY(), 'fileless-exec');
      assert.equal(code, 0);
      assert.deepEqual([first['kind'], first['state']], ['status', 'attached']);
      assert.equal(first['scope'], 'selective');
      assert.ok(first['probes'] > 0);
      assert.deepEqual([last['kind'], last['state'], last['command']], ['status', 'stopped', 0]);
      assert.ok(last['events'] >= 1);
      assert.equal(last['lost'], 0);
      assert.ok(last['incidents']['high'] >= 1);
      assert.equal(lines.filter(({ kind }) => kind === 'status').length, 2);
      assert.ok(first['time'] <= last['time']);
    });

    it('tells an incident with who, whom, how bad and why', async () => {
      const { lines, stderr } = await watch('--', CANARY(), 'remote-memory-write');
      const [actor, target] = stderr.trim().split(' ').map(Number);
      const incident = lines.find((line) => line['kind'] === 'incident' && line['actor'].pid === actor);
      assert.ok(incident);
      assert.equal(incident['target'].pid, target);
      assert.equal(incident['actor'].exe, CANARY());
      assert.equal(incident['severity'], 'high');
      assert.deepEqual(incident['heuristics'], ['remote-memory-write', 'code-tamper', 'process-hollowing']);
      assert.deepEqual([incident['revision'], incident['lost']], [1, 0]);
      assert.match(incident['id'], /^[0-9a-f]{16}$/);
      assert.match(incident['first'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
      assert.ok(incident['reasons'].length > 0 && incident['attack'].length > 0);
    });

    it('has events only where they are asked for', async () => {
      const without = await watch('--', 'perl', '-e', MEMFD);
      assert.ok(without.lines.every(({ kind }) => kind !== 'event'));
      const { lines } = await watch('--events', '--', 'perl', '-e', MEMFD);
      const event = lines.find((line) => line['kind'] === 'event' && line['file']?.path === 'memfd:watched');
      assert.deepEqual(
        [event?.['operation'], event?.['source'], event?.['actor'].comm],
        ['memfd-create', 'bpf', 'perl'],
      );
    });

    it('has the reading of a tracer only in scope audit', async () => {
      const target = spawn('sleep', ['1000'], { stdio: 'ignore' });
      const reading = `
        my ($pid, $buffer) = ($ARGV[0] + 0, "x" x 8);
        syscall(101, 16, $pid, 0, 0); waitpid($pid, 0);
        syscall(101, 3, $pid, 0, $buffer); syscall(101, 17, $pid, 0, 0); print "$$\\n"`;
      try {
        const operations = async (scope: string): Promise<string[]> => {
          const command = ['perl', '-e', reading, String(target.pid)];
          const { lines, stderr, first } = await watch('--events', '--scope', scope, '--', ...command);
          assert.equal(first['scope'], scope);
          return lines
            .filter((line) => line['kind'] === 'event' && line['actor'].pid === Number(stderr))
            .filter(({ call }) => call === 'ptrace')
            .map((line) => line['operation']);
        };
        assert.deepEqual(await operations('selective'), ['attach', 'detach']);
        assert.deepEqual(await operations('audit'), ['attach', 'get-registers', 'detach']);
      } finally {
        target.kill('SIGKILL');
      }
    });

    it('leaves out incidents below --min-severity, and counts them', async () => {
      const { lines, last, stderr } = await watch('--min-severity', 'high', '--', CANARY(), 'fileless-map');
      assert.ok(Number(stderr.trim()) > 0);
      assert.ok(lines.every((line) => line['kind'] !== 'incident' || line['severity'] !== 'medium'));
      assert.ok(last['belowMinSeverity'] >= 1);
      assert.ok(last['incidents']['medium'] >= 1);
    });
  });

  describe('for a person', () => {
    it('is a block without colour where the output is no terminal', async () => {
      const { code, stdout } = await interloper(['watch', '--', CANARY(), 'remote-memory-write']);
      assert.equal(code, 0);
      assert.match(stdout, /interloper attached/);
      assert.match(stdout, /HIGH \d+ {2}?.*\n.*interloper-cana \d+.*\n.*└▶ interloper-cana \d+/);
      assert.match(stdout, /interloper stopped[^\n]*\n$/);
      assert.ok(!stdout.includes('\x1b'));
    });
  });

  describe('ends', () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      it(`on ${signal}, with its last line`, async () => {
        const run = new Interloper(['watch', '--format', 'jsonl']);
        await run.says('"attached"');
        run.child.kill(signal);
        const { code, stdout } = await run.end();
        const last = parseLines(stdout).at(-1);
        assert.deepEqual([code, last?.['state'], last?.['signal']], [0, 'stopped', signal]);
      });
    }

    it('on two signals at once as on one', async () => {
      const run = new Interloper(['watch', '--format', 'jsonl']);
      await run.says('"attached"');
      run.child.kill('SIGTERM');
      run.child.kill('SIGINT');
      const { code, stdout } = await run.end();
      assert.deepEqual([code, parseLines(stdout).at(-1)?.['state']], [0, 'stopped']);
    });

    it('after --duration', async () => {
      const { code, last } = await watch('--duration', '0.3');
      assert.deepEqual([code, last['state'], last['duration']], [0, 'stopped', 0.3]);
    });

    it('after --duration with its command', async () => {
      const { code, last, stderr } = await watch('--duration', '0.5', '--', 'sh', '-c', 'echo $$; exec sleep 1000');
      assert.deepEqual([code, last['duration']], [0, 0.5]);
      assert.ok(!existsSync(`/proc/${Number(stderr)}`));
    });

    it('also where its command does not want to', async () => {
      const stubborn = 'trap "" TERM; echo $$; while :; do sleep 0.1; done';
      const { code, last, stderr } = await watch('--duration', '0.5', '--', 'sh', '-c', stubborn);
      assert.deepEqual([code, last['duration']], [0, 0.5]);
      assert.ok(!existsSync(`/proc/${Number(stderr)}`));
    });

    it('with 3 on an incident at or above --fail-on, and only then', async () => {
      const exec = [CANARY(), 'fileless-exec'];
      assert.equal((await watch('--fail-on', 'high', '--', ...exec)).code, 3);
      assert.equal((await watch('--fail-on', 'low', '--min-severity', 'critical', '--', ...exec)).code, 3);
      assert.equal((await watch('--fail-on', 'critical', '--', ...exec)).code, 0);
    });

    it('quietly, with its command, when the reader has seen enough', async () => {
      await inFolder(async (folder) => {
        const pidFile = join(folder, 'pid');
        // The reader leaves when the command has said who it is: by then no event may have been written, or many.
        const reader = `{ head -1; for i in {1..400}; do [ -s '${pidFile}' ] && break; sleep 0.05; done; }`;
        const pipe = `"$0" "$1" watch --events --format jsonl -- perl -e '${MEMFDS}' 2>'${pidFile}' | ${reader}; echo "\${PIPESTATUS[0]}"`;
        const { stdout } = await run('bash', ['-c', pipe, process.execPath, MAIN]);
        const [line, status] = stdout.split('\n');
        assert.equal(JSON.parse(line!).state, 'attached');
        assert.equal(status, '0');
        const said = readFileSync(pidFile, 'utf8');
        assert.match(said, /^\d+\n$/);
        assert.ok(!existsSync(`/proc/${said.trim()}`));
      });
    });

    it('with nothing attached', async () => {
      const watched = new Interloper(['watch', '--format', 'jsonl']);
      await watched.says('"attached"');
      const held = programsOf(watched.pid);
      assert.ok(held.length > 0 && held.every((id) => loadedPrograms().has(id)));
      watched.child.kill('SIGINT');
      await watched.end();
      await until(() => !held.some((id) => loadedPrograms().has(id)), 'programs are left in the kernel');
    });
  });

  describe('with a command', () => {
    it('attaches first, and keeps its standard output for the stream', async () => {
      const { lines, stderr } = await watch('--events', '--', 'perl', '-e', `${MEMFD}; print "said $$\\n"`);
      const [, pid] = /^said (\d+)\n$/.exec(stderr) ?? [];
      const created = lines.findIndex((line) => line['kind'] === 'event' && line['actor'].pid === Number(pid));
      assert.equal(lines[created]?.['operation'], 'memfd-create');
      assert.ok(created > 0);
    });

    it('tells how the command ended', async () => {
      assert.equal((await watch('--', 'sh', '-c', 'exit 7')).last['command'], 7);
      assert.equal((await watch('--', 'sh', '-c', 'kill -9 $$')).last['command'], 'SIGKILL');
    });

    it('that does not exist ends with 1 and says so', async () => {
      const { code, stderr, last } = await watch('--', '/nonexistent/program', 'x');
      assert.equal(code, 1);
      assert.equal(stderr, 'interloper: cannot run /nonexistent/program: there is no such program\n');
      assert.equal(last['state'], 'stopped');
    });

    it('that is no program ends with 1 and says so', async () => {
      const { code, stderr } = await watch('--', '/etc/passwd');
      assert.equal(code, 1);
      assert.match(stderr, /^interloper: cannot run \/etc\/passwd: it is no program/);
    });
  });

  describe('--output', () => {
    it('writes to a file that only its owner can read', async () => {
      await inFolder(async (folder) => {
        const file = join(folder, 'found.jsonl');
        const args = ['watch', '--format', 'jsonl', '--output', file, '--', CANARY(), 'fileless-exec'];
        const { code, stdout } = await interloper(args, ['sh', '-c', 'umask 0; exec "$@"', 'sh']);
        assert.deepEqual([code, stdout], [0, '']);
        assert.equal(statSync(file).mode & 0o777, 0o600);
        const lines = parseLines(readFileSync(file, 'utf8'));
        assert.deepEqual([lines[0]?.['state'], lines.at(-1)?.['state']], ['attached', 'stopped']);
        assert.ok(lines.some(({ kind }) => kind === 'incident'));
      });
    });

    it('makes a file anew, with the permissions that it had', async () => {
      await inFolder(async (folder) => {
        const file = join(folder, 'found.jsonl');
        writeFileSync(file, 'what was there before\n'.repeat(1000));
        chmodSync(file, 0o640);
        assert.equal((await interloper(['watch', '--format', 'jsonl', '--output', file, '--', 'true'])).code, 0);
        assert.equal(parseLines(readFileSync(file, 'utf8')).length, 2);
        assert.equal(statSync(file).mode & 0o777, 0o640);
      });
    });

    it('that cannot be opened ends with 1 before anything runs', async () => {
      await inFolder(async (folder) => {
        const marker = join(folder, 'ran');
        for (const file of [join(folder, 'missing', 'found.jsonl'), folder]) {
          const outcome = await interloper(['watch', '--output', file, '--', 'touch', marker]);
          assert.deepEqual([outcome.code, outcome.stdout], [1, '']);
          assert.match(outcome.stderr, /^interloper: cannot write to .+: E(NOENT|ISDIR): .+--output.+\n$/);
          assert.ok(outcome.stderr.includes(file));
        }
        assert.ok(!existsSync(marker));
      });
    });

    it('that cannot be written ends with 1 and with the command, however soon', async () => {
      for (const command of [['true'], ['sleep', '1000']]) {
        const { code, stdout, stderr } = await interloper(['watch', '--output', '/dev/full', '--', ...command]);
        assert.deepEqual([code, stdout], [1, '']);
        assert.match(stderr, /^interloper: cannot write to \/dev\/full: ENOSPC.*\n$/);
      }
    });

    it('that is the standard output and cannot be written ends with 1 and a sentence', async () => {
      for (const command of ['watch -- true', 'doctor', 'doctor --json']) {
        const { status, stderr } = await run('bash', ['-c', `"$0" "$1" ${command} >/dev/full`, process.execPath, MAIN]);
        assert.equal(status, 1, command);
        assert.match(stderr, /^interloper: cannot write to the standard output: ENOSPC.*\n$/, command);
      }
    });
  });

  describe('refuses', () => {
    const cases: [string[], RegExp][] = [
      [['--duration', 'long'], /--duration <seconds>.*'long'.*number of seconds/],
      [['--duration', '0'], /--duration <seconds>.*'0'.*more than 0/],
      [['--scope', 'all'], /--scope <scope>.*'all'.*selective, audit/],
      [['--format', 'xml'], /--format <format>.*'xml'.*pretty, jsonl/],
      [['--min-severity', 'bad'], /--min-severity <severity>.*'bad'.*info, low, medium, high, critical/],
      [['--fail-on', 'bad'], /--fail-on <severity>.*'bad'.*info, low, medium, high, critical/],
      [['--output'], /--output <file>.*argument missing/],
      [['--outptu', 'x'], /unknown option '--outptu'[\s\S]*--output/],
    ];
    for (const [args, message] of cases) {
      it(`${args.join(' ')}, with 2 and the option's name`, async () => {
        const { code, stdout, stderr } = await interloper(['watch', ...args]);
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, message);
      });
    }
  });

  describe('without the rights', () => {
    const cases: [string, string[]][] = [
      ['an ordinary user', NOBODY],
      ['root without capabilities', POWERLESS],
    ];
    for (const [who, before] of cases) {
      describe(`of ${who}`, () => {
        it('ends with 1 and says what to do, and runs nothing', async () => {
          await inFolder(async (folder) => {
            chmodSync(folder, 0o777);
            const marker = join(folder, 'ran');
            const { code, stdout, stderr } = await interloper(['watch', '--', 'touch', marker], before);
            assert.deepEqual([code, stdout], [1, '']);
            assert.match(stderr, /^interloper: the sensor cannot start: .*lacks CAP_/);
            assert.match(stderr, /\nTo do: run it as root/);
            assert.ok(!existsSync(marker));
          });
        });

        it('has a selftest that says the same', async () => {
          const { code, stdout, stderr } = await interloper(['selftest'], before);
          assert.deepEqual([code, stdout], [1, '']);
          assert.match(stderr, /^interloper: the sensor cannot start: .*lacks CAP_[\s\S]*To do: /);
        });

        it('has a doctor that ends with 2 and tells what blocks and what cures', async () => {
          const { code, stdout } = await interloper(['doctor', '--json'], before);
          const diagnosis = JSON.parse(stdout) as Line;
          assert.deepEqual([code, diagnosis['verdict']], [2, 'cannot-run']);
          const blocking = diagnosis['findings'].filter(({ level }: Line) => level === 'blocks');
          assert.ok(blocking.some(({ what, cure }: Line) => /lacks CAP_/.test(what) && /root/.test(cure)));
        });
      });
    }
  });
});

kernelTests('interloper doctor', () => {
  afterEach(() => Interloper.killAll());

  it('loads and attaches every probe, and its exit code says whether all work', async () => {
    const { code, stdout, stderr } = await interloper(['doctor', '--json']);
    assert.equal(stderr, '');
    const { verdict, trial, kernel, findings, coverage, capabilities } = JSON.parse(stdout) as Line;
    assert.equal(code, { complete: 0, gaps: 1 }[verdict as string], stdout);
    assert.ok(trial.ran && trial.probes.length > 0);
    const working = trial.probes.filter(({ loaded, attached }: Line) => loaded && attached);
    const gaps = trial.probes.filter(({ probe, attached }: Line) => !attached && probe.abi !== 'i386');
    assert.equal(gaps.length === 0, verdict === 'complete');
    assert.ok(working.length > 0);
    assert.equal(kernel.btf, true);
    assert.ok(capabilities.includes('CAP_SYS_ADMIN'));
    assert.ok(coverage.some(({ operation, seenBy }: Line) => operation === 'attach' && seenBy.length > 0));
    for (const finding of findings) {
      assert.match(finding.level, /^(gap|note)$/);
      assert.ok(finding.what && finding.consequence && finding.cure);
    }
  });
});

function run(
  file: string,
  args: readonly string[],
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
