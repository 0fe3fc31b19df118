import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addonPath } from '../../src/native/addon.js';
import { TECHNIQUES } from '../../src/native/canary.js';
import { readRecording } from '../../src/recording/index.js';
import { Interloper, interloper, parseLines } from '../support/interloper.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

/** Memfds, one after the other, until it is ended. */
const MEMFDS = '$n = "x" x 200; while (1) { my $f = syscall(319, $n, 0); syscall(3, $f) }';

kernelTests('recordings', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
    file = join(folder, 'host.rec');
  });
  afterEach(() => {
    Interloper.killAll();
    rmSync(folder, { recursive: true });
  });

  it('give the same lines as the live run did, byte for byte', async () => {
    const canary = join(dirname(addonPath()), 'interloper-canary');
    const script = join(folder, 'all.sh');
    writeFileSync(script, TECHNIQUES.map((technique) => `${canary} ${technique} >/dev/null\n`).join(''));
    const live = await interloper([
      ...['watch', '--format', 'jsonl', '--events', '--scope', 'audit', '--record', file],
      ...['--', 'bash', script],
    ]);
    assert.equal(live.code, 0, live.stderr);
    const replayed = await interloper(['replay', '--format', 'jsonl', '--events', file]);
    assert.deepEqual([replayed.code, replayed.stderr], [0, '']);
    const lines = replayed.stdout.split('\n');
    const [last] = lines.splice(-2, 1);
    assert.equal(lines.join('\n'), live.stdout);
    const seen = parseLines(live.stdout);
    for (const technique of TECHNIQUES) {
      assert.ok(
        seen.some(({ kind, heuristics }) => kind === 'incident' && heuristics.includes(technique)),
        technique,
      );
    }
    assert.ok(seen.some(({ kind }) => kind === 'event'));
    const summary = JSON.parse(last!);
    assert.deepEqual([summary.state, summary.ended], ['replayed', true]);
    assert.deepEqual(summary.incidents, seen.at(-1)!['incidents']);
  });

  it('say what they were made on, how the programs were attached, and how the clocks stood', async () => {
    await interloper(['watch', '--record', file, '--', 'true']);
    const recording = readRecording(file);
    const { host, clock, source } = recording.header;
    assert.equal(host.bootId, readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
    assert.equal(host.release, execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
    assert.equal(source, 'bpf');
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    assert.ok(Math.abs(Number(clock!.wallMinusBoot / 1_000_000n) - (Date.now() - uptime * 1000)) < 60_000);
    const frames = [...recording];
    const attached = frames.find((frame) => frame.kind === 'attached');
    assert.ok(attached?.probes.some(({ name, hook }) => name === 'ptrace' && hook !== undefined));
    const detached = frames.find((frame) => frame.kind === 'detached');
    assert.ok(detached?.counts.some(({ kind }) => kind === 'ptrace'));
    assert.equal(recording.summary.end?.unwritten, 0);
  });

  it('can be read while they are made, and after their writer was killed', async () => {
    const watch = new Interloper(['watch', '--format', 'jsonl', '--record', file, '--', 'perl', '-e', MEMFDS]);
    await watch.says('"attached"');
    const events = (): number => {
      const recording = readRecording(file);
      for (const _ of recording);
      return recording.summary.events;
    };
    await until(() => events() > 100, 'no events came');
    const { code, stderr } = await interloper(['replay', file]);
    assert.equal(code, 0);
    assert.match(stderr, /it is being written/);
    const perl = execFileSync('ps', ['--ppid', String(watch.pid), '-o', 'pid='], { encoding: 'utf8' });
    watch.child.kill('SIGKILL');
    process.kill(Number(perl), 'SIGKILL');
    await watch.end();
    assert.ok(events() > 100);
    assert.equal((await interloper(['replay', '--format', 'jsonl', file])).code, 0);
  });

  it('say what is not in them where the disk was full', async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      file = join(disk, 'host.rec');
      const recording = ['watch', '--format', 'jsonl', '--record', file, '--', 'perl', '-e', MEMFDS];
      const watch = new Interloper(recording);
      await until(() => watch.stderr.includes('cannot record'), 'the disk did not get full');
      assert.match(watch.stderr, /ENOSPC/);
      watch.child.kill('SIGINT');
      const { code, stderr, stdout } = await watch.end();
      assert.equal(code, 1);
      const unwritten = Number(/(\d+) events are not in it/.exec(stderr)?.[1]);
      assert.ok(unwritten > 0, stderr);
      assert.equal(parseLines(stdout).at(-1)?.['state'], 'stopped');
      const read = readRecording(file);
      for (const _ of read);
      assert.deepEqual([read.summary.tornBytes, read.summary.end?.unwritten], [0, unwritten]);
      assert.equal(read.summary.events + unwritten, parseLines(stdout).at(-1)?.['events']);
      assert.match((await interloper(['replay', file])).stderr, new RegExp(`${unwritten} events are not in it`));
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('are not begun where a file stands in their place, or where the sensor cannot start', async () => {
    writeFileSync(file, 'precious');
    const refused = await interloper(['watch', '--record', file, '--', 'true']);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /is there already: .*--force/);
    assert.equal(readFileSync(file, 'utf8'), 'precious');
    assert.equal((await interloper(['watch', '--record', file, '--force', '--', 'true'])).code, 0);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    rmSync(file);
    const powerless = ['setpriv', '--bounding-set=-all,+dac_read_search,+dac_override', '--inh-caps=-all'];
    assert.equal((await new Interloper(['watch', '--record', file, '--', 'true'], powerless).end()).code, 1);
    assert.ok(!existsSync(file));
  });
});
