import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REQUIRE } from './kernel.js';
import { until } from './live.js';

/** Set to 1, it runs the tests that enable auditing. */
const ENABLE = 'INTERLOPER_AUDIT_TESTS';

/** Login uid of the programs that are recorded; nobody has it, so that nothing else on the host is. */
export const LOGIN = 54_321;

const auditctl = (...args: string[]): string => {
  const { stdout, stderr, status, error } = spawnSync('auditctl', args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) throw new Error(`auditctl ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout + stderr;
};

const statusOf = (text: string, name: string): number => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);

/** Records that the kernel lost since it was booted. */
export const lostRecords = (): number => statusOf(auditctl('-s'), 'lost');

/** Why the real auditd cannot be tried here; undefined where it can. */
export function auditObstacle(): string | undefined {
  if (process.geteuid?.() !== 0) return 'not root';
  if (spawnSync('auditd', ['--version']).error !== undefined) return 'auditd is not installed';
  const status = spawnSync('auditctl', ['-s'], { encoding: 'utf8' });
  if (status.status !== 0) return `auditctl -s: ${status.stderr.trim()}`;
  if (statusOf(status.stdout, 'pid') !== 0) return 'an audit daemon runs here';
  if (statusOf(status.stdout, 'enabled') === 2) return 'the audit configuration is locked';
  if (!spawnSync('auditctl', ['-l'], { encoding: 'utf8' }).stdout.startsWith('No rules'))
    return 'audit rules are loaded';
  return undefined;
}

/**
 * A suite that switches auditing on for a while. It is skipped unless INTERLOPER_AUDIT_TESTS=1 asks for it, for each new
 * process pays for that until the next boot; then it fails where the real auditd cannot be tried. With
 * INTERLOPER_REQUIRE_KERNEL=1 it fails too where nobody asked.
 */
export function auditTests(title: string, suite: (this: Mocha.Suite) => void): void {
  const asked = process.env[ENABLE] === '1';
  if (!asked && process.env[REQUIRE] !== '1') {
    describe.skip(`${title} (skipped: ${ENABLE}=1 is not set)`, suite);
    return;
  }
  const obstacle = asked ? auditObstacle() : `${ENABLE}=1 is not set`;
  if (obstacle === undefined) {
    describe(title, suite);
    return;
  }
  describe(title, () => {
    it('runs on this host', () => {
      throw new Error(`the tests of auditd have to run (${ENABLE}=1 or ${REQUIRE}=1) and cannot: ${obstacle}`);
    });
  });
}

/** An auditd of the test's own, with its own configuration directory. Everything is as before after `stop`. */
export class AuditDaemon {
  readonly log: string;
  readonly #folder: string;
  readonly #before: string;
  #daemon: ChildProcess | undefined;
  readonly #onExit = (): void => this.#restore();

  constructor(format: 'RAW' | 'ENRICHED') {
    this.#before = auditctl('-s');
    this.#folder = mkdtempSync(join(tmpdir(), 'interloper-auditd-'));
    this.log = join(this.#folder, 'audit.log');
    mkdirSync(join(this.#folder, 'etc', 'plugins.d'), { recursive: true });
    const configuration = join(this.#folder, 'etc', 'auditd.conf');
    const settings = {
      log_file: this.log,
      log_format: format,
      log_group: 'root',
      flush: 'NONE',
      priority_boost: 0,
      num_logs: 2,
      max_log_file: 100,
      max_log_file_action: 'IGNORE',
      space_left: 75,
      space_left_action: 'IGNORE',
      admin_space_left: 50,
      admin_space_left_action: 'IGNORE',
      disk_full_action: 'IGNORE',
      disk_error_action: 'IGNORE',
      plugin_dir: join(this.#folder, 'etc', 'plugins.d'),
    };
    writeFileSync(
      configuration,
      Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(''),
    );
    chmodSync(configuration, 0o640);
  }

  /**
   * Starts it and loads `rules`, for programs that `run` starts, or for those that `fields` of auditctl(8) choose.
   * Returns what auditctl said to the rules.
   */
  async start(rules: string, fields = `-F auid=${LOGIN}`): Promise<string> {
    process.once('exit', this.#onExit);
    // One that was told to end before may not have yet, and the kernel takes only one.
    await until(() => statusOf(auditctl('-s'), 'pid') === 0, 'another audit daemon runs');
    this.#daemon = spawn('auditd', ['-n', '-s', 'enable', '-c', join(this.#folder, 'etc')], { stdio: 'ignore' });
    const { pid } = this.#daemon;
    await until(() => statusOf(auditctl('-s'), 'pid') === pid, 'auditd did not start');
    auditctl('-b', '16384');
    const file = join(this.#folder, 'rules');
    writeFileSync(file, rules.replace(/^-a .*/gm, `$& ${fields}`));
    return auditctl('-R', file);
  }

  /** Runs a program whose watched calls are recorded. */
  async run(file: string, ...args: string[]): Promise<{ pid: number; stdout: string }> {
    // a login uid can be set by root, once
    const login = `echo ${LOGIN} > /proc/self/loginuid && exec "$@"`;
    const child = spawn('bash', ['-c', login, 'bash', file, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    await once(child, 'close');
    return { pid: child.pid!, stdout };
  }

  /** Ends it in the middle of its work; `remove` puts everything else back. */
  kill(): void {
    this.#daemon?.kill('SIGKILL');
  }

  /** Stops it, puts everything back, and returns the log. */
  async stop(): Promise<Buffer> {
    await until(() => statusOf(auditctl('-s'), 'backlog') === 0, 'the records were not taken');
    const daemon = this.#daemon;
    if (daemon !== undefined) {
      const ended = once(daemon, 'close');
      this.#restore();
      if (daemon.exitCode === null && daemon.signalCode === null) await ended;
    }
    const log = readFileSync(this.log);
    this.remove();
    return log;
  }

  /** Puts back what a failed test left. */
  remove(): void {
    this.#restore();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #restore(): void {
    if (this.#daemon === undefined) return;
    process.removeListener('exit', this.#onExit);
    auditctl('-D');
    auditctl('-e', String(statusOf(this.#before, 'enabled')));
    this.#daemon.kill('SIGTERM');
    this.#daemon = undefined;
    auditctl('-b', String(statusOf(this.#before, 'backlog_limit')));
  }
}
