// Makes test/fixtures/crosscheck anew: `flock /tmp/audit.lock node dist/test/support/record-crosscheck.js`, as root.
//
// The self-test's helper does each technique under `interloper crosscheck --record`, in a UTS namespace whose host name
// says nothing, with the rules of `interloper rules --format auditd` for the helper's login uid. Of what was recorded,
// all that others did meanwhile is taken out.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { TECHNIQUES } from '../../src/native/canary.js';
import { type Frame, readRecording } from '../../src/recording/index.js';
import { AuditDaemon, LOGIN } from './auditd.js';
import { framesOf } from './frames.js';
import { MAIN } from './interloper.js';
import { REPOSITORY } from './repository.js';
import { recorded } from './workloads.js';

const HOST = 'interloper-test';
/** Where the helper lies while it is recorded: its path is in the records. */
const HELPER = '/run/interloper-helper';

const target = join(REPOSITORY, 'test/fixtures/crosscheck');
const work = mkdtempSync(join(tmpdir(), 'interloper-record-'));
const kept = join(work, 'kept');
const daemon = new AuditDaemon('RAW');
try {
  copyFileSync(join(REPOSITORY, 'build/Release/interloper-canary'), HELPER);
  await daemon.start(rulesFile('x86_64'));
  const rules = spawnSync('auditctl', ['-l'], { encoding: 'utf8' }).stdout;
  // one technique after the other, for the clock is fitted to calls of several of its ticks
  const script = TECHNIQUES.map((one) => `${HELPER} ${one} >/dev/null; /bin/sleep 0.1`).join('\n');
  record(recorded(script, '/'));
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'rules.txt'), rules);
  writeFileSync(join(target, 'audit.log'), ownRecords(readFileSync(join(kept, 'audit.log'), 'latin1')), 'latin1');
  writeFileSync(join(target, 'sensor.rec'), ownFrames(join(kept, 'sensor.rec')));
} finally {
  daemon.remove();
  rmSync(HELPER, { force: true });
  rmSync(work, { recursive: true, force: true });
}

function record(command: readonly string[]): void {
  const run = [process.execPath, MAIN, 'crosscheck', '--record', kept, '--', ...command];
  const inNamespace = ['--uts', 'bash', '-c', `hostname ${HOST} && cd / && exec "$@"`, 'bash', ...run];
  const { status, stdout, stderr } = spawnSync('unshare', inNamespace, { encoding: 'utf8' });
  process.stdout.write(`${stdout}${stderr}`);
  if (status !== 0) throw new Error(`the cross-check ended with ${status}`);
}

/** Records of events of the login uid, and those of BPF programs, as auditd would write them: without end marks. */
function ownRecords(log: string): string {
  const lines = log.split('\n').filter((line) => line !== '' && !line.startsWith('type=EOE '));
  const serial = (line: string): string => /audit\([\d.]+:(\d+)\)/.exec(line)?.[1] ?? '';
  const own = new Set(lines.filter((line) => line.includes(` auid=${LOGIN} `)).map(serial));
  // the login uid itself is set by a record of its own, which names the process that set it
  const isOwn = (line: string): boolean => own.has(serial(line)) && !line.startsWith('type=LOGIN ');
  return `${lines.filter((line) => isOwn(line) || line.startsWith('type=BPF ')).join('\n')}\n`;
}

/** The same recording with the events of the login uid alone. */
function ownFrames(file: string): Buffer {
  const isOwn = (frame: Frame): boolean => frame.kind !== 'event' || frame.event.actor.auid === LOGIN;
  const frames = [...readRecording(file)].filter(isOwn);
  const events = frames.filter(({ kind }) => kind === 'event').length;
  const whole = frames.map((frame) => (frame.kind === 'end' ? { ...frame, end: { ...frame.end, events } } : frame));
  return framesOf(whole);
}
