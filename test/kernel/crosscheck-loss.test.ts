import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cause, Report, Side } from '../../src/crosscheck/report.js';
import { AuditDaemon, auditTests } from '../support/auditd.js';
import { auditLost, LivePairs } from '../support/crosscheck.js';

const RULES = '-a always,exit -F arch=b64 -S pidfd_getfd -F key=truth\n';

/**
 * Makes COUNT calls that nobody else makes, each with a number of its own, and prints how many it made: what is true
 * beside what both sides say. 438 is pidfd_getfd(2) on x86-64; its first argument is no descriptor.
 */
const program = (count: number, pause = 0): string =>
  `$| = 1; for my $i (1..${count}) { syscall(438, -1, $i, 0); select(undef, undef, undef, ${pause}) if ${pause} } print ${count}`;

const auditctl = (...args: string[]): void => {
  const { status, stderr } = spawnSync('auditctl', args, { encoding: 'utf8' });
  assert.equal(status, 0, `auditctl ${args.join(' ')}: ${stderr}`);
};

const numberOf = ({ args }: { readonly args?: readonly unknown[] }): number => Number(args?.[1]);

/**
 * Closes the sensor's descriptors of a program, as somebody does who makes its process call close(2). Others take their
 * numbers, which the sensor will close.
 */
function unload({ live }: LivePairs, probe: string): void {
  const ids = live.programs().find(({ probe: { name } }) => name === probe)!.programIds!;
  for (const descriptor of readdirSync('/proc/self/fd').map(Number)) {
    if (!ids.includes(programOf(descriptor))) continue;
    closeSync(descriptor);
    const opened = [openSync('/dev/null', 'r')];
    while (opened.at(-1)! < descriptor) opened.push(openSync('/dev/null', 'r'));
    for (const other of opened) if (other !== descriptor) closeSync(other);
  }
}

/** The program that a descriptor refers to, itself or by its link; 0 for any other. */
function programOf(descriptor: number): number {
  try {
    return Number(/^prog_id:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? 0);
  } catch {
    // that of the folder itself
    return 0;
  }
}

interface Outcome {
  readonly report: Report;
  readonly pid: number;
  /** what the kernel says that it lost meanwhile */
  readonly lost: number;
  readonly matched: readonly number[];
  readonly alone: ReadonlyMap<Cause, readonly number[]>;
  readonly aloneOf: (side: Side) => number[];
}

auditTests('cross-check with forced loss', function () {
  this.timeout(180_000);
  let daemon: AuditDaemon;

  beforeEach(async () => {
    daemon = new AuditDaemon('RAW');
    await daemon.start(RULES);
  });

  afterEach(() => {
    auditctl('-r', '0');
    auditctl('--backlog_wait_time', '60000');
    daemon.remove();
  });

  /** Compares while `act` runs the program, and holds against each other what it did and what both sides say. */
  async function compare(
    calls: number,
    act: () => Promise<{ pid: number; stdout: string }>,
    options?: ConstructorParameters<typeof LivePairs>[0],
    onStart: (check: LivePairs) => void = () => {},
  ): Promise<Outcome> {
    const before = auditLost();
    const check = new LivePairs(options);
    onStart(check);
    const ran = await act().catch(async (error) => {
      await check.finish();
      throw error;
    });
    const report = await check.finish();
    const { pid, stdout } = ran;
    const lost = auditLost() - before;
    assert.equal(stdout, String(calls), 'the program did not come to its end');
    const own = check.aloneOf(pid).filter(({ event }) => event.nr === 438);
    const pairs = check.pairsOf(pid).filter(({ sensor }) => sensor.nr === 438);
    for (const { sensor, audit } of pairs) {
      assert.deepEqual([numberOf(sensor), sensor.ret], [numberOf(audit), audit.ret], 'two calls were taken for one');
    }
    const alone = new Map<Cause, number[]>();
    for (const { cause, event } of own) alone.set(cause, [...(alone.get(cause) ?? []), numberOf(event)]);
    const aloneOf = (side: Side): number[] =>
      own.filter((one) => one.side === side).map(({ event }) => numberOf(event));
    const matched = pairs.map(({ sensor }) => numberOf(sensor));
    assert.deepEqual(check.warnings, []);
    return { report, pid, lost, matched, alone, aloneOf };
  }

  const all = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);

  /** Each call is on both sides, or on the sensor's alone; once. */
  function isWhole({ matched, aloneOf }: Outcome, calls: number): void {
    assert.deepEqual(sorted([...matched, ...aloneOf('sensor')]), all(calls));
    assert.deepEqual(aloneOf('audit'), []);
  }

  function addsUp({ report, lost }: Outcome): void {
    const { audit } = report.loss;
    assert.equal(audit.lost, lost, 'what the kernel says that it lost');
    const { backlogEvents, gapRecords, companions, endMarks = 0, remainder } = audit;
    assert.equal(backlogEvents + gapRecords + companions + endMarks + remainder, lost, JSON.stringify(audit));
  }

  it('loses nothing, and pairs all, where nothing is forced', async () => {
    const calls = 2000;
    const outcome = await compare(calls, () => daemon.run('perl', '-e', program(calls)));
    isWhole(outcome, calls);
    assert.deepEqual([outcome.lost, [...outcome.alone]], [0, []]);
  });

  it('attributes each event that found a queue of 16 records full', async () => {
    auditctl('-b', '16');
    auditctl('--backlog_wait_time', '0');
    const calls = 3000;
    const outcome = await compare(calls, async () => {
      const ran = await daemon.run('perl', '-e', program(calls));
      auditctl('-b', '16384');
      return ran;
    });
    assert.ok(outcome.lost > 0, 'nothing was lost');
    isWhole(outcome, calls);
    addsUp(outcome);
    assert.deepEqual([...outcome.alone.keys()], ['backlog']);
  });

  it('attributes each event over a rate limit', async () => {
    auditctl('-r', '100');
    const calls = 2000;
    const outcome = await compare(calls, async () => {
      const ran = await daemon.run('perl', '-e', program(calls));
      auditctl('-r', '0');
      return ran;
    });
    assert.ok(outcome.lost > 0, 'nothing was lost');
    isWhole(outcome, calls);
    addsUp(outcome);
    for (const cause of outcome.alone.keys()) assert.match(cause, /^(rate-limit|serial-gap)$/);
  });

  it('attributes what a full ring of a reader that stood still dropped', async () => {
    const calls = 3000;
    const outcome = await compare(
      calls,
      async () => {
        const running = daemon.run('perl', '-e', `sleep 1; ${program(calls)}`);
        await sleep(900);
        // this thread reads the ring: while it waits, the ring fills
        spawnSync('sleep', ['2.5']);
        return running;
      },
      { ringBytes: 64 << 10 },
    );
    const { matched, aloneOf, alone, report } = outcome;
    assert.ok(aloneOf('audit').length > 0, 'nothing was lost');
    assert.deepEqual(sorted([...matched, ...aloneOf('audit')]), all(calls));
    assert.deepEqual([...alone.keys()], ['ring-drop']);
    const { lost, attributed, remainder } = report.loss.sensor;
    assert.equal(attributed + remainder, lost);
    assert.ok(attributed >= aloneOf('audit').length);
  });

  it('attributes what was called while auditing was switched off', async () => {
    const calls = 400;
    const outcome = await compare(calls, async () => {
      const running = daemon.run('perl', '-e', program(calls, 0.005));
      await sleep(800);
      auditctl('-e', '0');
      await sleep(600);
      auditctl('-e', '1');
      return running;
    });
    isWhole(outcome, calls);
    assert.ok(outcome.matched.length > 0);
    assert.ok(outcome.aloneOf('sensor').length > 20);
    assert.deepEqual([...outcome.alone.keys()], ['audit-disabled']);
  });

  it('attributes what a killed daemon did not write into its log', async () => {
    const calls = 400;
    const outcome = await compare(
      calls,
      async () => {
        const running = daemon.run('perl', '-e', program(calls, 0.005));
        await sleep(800);
        daemon.kill();
        return running;
      },
      { audit: { file: daemon.log } },
    );
    isWhole(outcome, calls);
    assert.ok(outcome.matched.length > 0);
    assert.ok(outcome.aloneOf('sensor').length > 20);
    for (const cause of outcome.alone.keys()) assert.match(cause, /^(audit-daemon-down|backlog)$/);
  });

  it('tells that its program was unloaded under it, and which calls that hides', async () => {
    const calls = 400;
    let sensor: LivePairs | undefined;
    const outcome = await compare(
      calls,
      async () => {
        const running = daemon.run('perl', '-e', program(calls, 0.005));
        await sleep(800);
        unload(sensor!, 'pidfd_getfd');
        return running;
      },
      {},
      (check) => {
        sensor = check;
      },
    );
    const { matched, aloneOf, alone, report } = outcome;
    assert.ok(matched.length > 0 && aloneOf('audit').length > 20);
    assert.deepEqual(sorted([...matched, ...aloneOf('audit')]), all(calls));
    assert.deepEqual([...alone.keys()], ['program-unloaded']);
    const [alert, ...more] = report.alerts;
    assert.deepEqual(more, []);
    assert.match(alert!.sentence, /BPF program (\w*pidfd\w*|call_exit) was unloaded while the sensor ran/);
    assert.ok(alert!.events >= aloneOf('audit').length);
  });

  it('attributes the calls of a process that a rule of the task list keeps from being audited', async () => {
    auditctl('-a', 'never,task');
    const calls = 200;
    const outcome = await compare(calls, async () => {
      const ran = await daemon.run('perl', '-e', program(calls));
      auditctl('-d', 'never,task');
      return ran;
    });
    isWhole(outcome, calls);
    assert.deepEqual(outcome.matched, []);
    for (const cause of outcome.alone.keys()) assert.match(cause, /^(no-audit-context|suppressed)$/);
  });
});
