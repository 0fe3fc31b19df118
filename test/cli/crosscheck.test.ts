import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Recorder, readRecording } from '../../src/recording/index.js';
import { framesOf } from '../support/frames.js';
import { interloper, type Line } from '../support/interloper.js';
import { REPOSITORY } from '../support/repository.js';

const fixture = (name: string): string => join(REPOSITORY, 'test/fixtures/crosscheck', name);

/** Of the self-test's helper: test/support/record-crosscheck.ts */
const RECORDED = { sensor: fixture('sensor.rec'), audit: fixture('audit.log'), rules: fixture('rules.txt') };
const COMPARED = ['--sensor', RECORDED.sensor, '--audit', RECORDED.audit];

describe('interloper crosscheck of files', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  const written = (name: string, bytes: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  const compare = (...args: string[]) => interloper(['crosscheck', ...args]);
  const compareAsJson = async (...args: string[]): Promise<{ code: number | null; report: Line }> => {
    const { code, stdout, stderr } = await compare('--format', 'json', ...args);
    assert.equal(stderr, '');
    return { code, report: JSON.parse(stdout) as Line };
  };

  it('matches each event, and ends with 0', async () => {
    const { code, stdout, stderr } = await compare(...COMPARED, '--rules', RECORDED.rules);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /▌ every event is matched or explained\n/);
    assert.match(stdout, /matched +30\n +sensor only +4\n +audit only +0\n/);
    assert.match(stdout, /4 {2}sensor only {2}not-in-policy/);
    assert.match(stdout, /clock +ticks of 4 ms; 30 predicted exactly/);
  });

  it('writes JSON that follows the schema, and a page', async () => {
    const { code, report } = await compareAsJson(...COMPARED, '--rules', RECORDED.rules);
    const schema = JSON.parse(readFileSync(join(REPOSITORY, 'docs/crosscheck.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(report), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.equal(code, 0);
    assert.deepEqual(report['totals'], { matched: 30, sensorOnly: 4, auditOnly: 0, unexplained: 0, pending: 0 });
    const page = join(folder, 'report.html');
    const outcome = await compare('--format', 'html', '--output', page, ...COMPARED, '--rules', RECORDED.rules);
    assert.deepEqual([outcome.code, outcome.stdout, outcome.stderr], [0, '', '']);
    assert.match(readFileSync(page, 'utf8'), /^<!doctype html>[\s\S]*Every event is matched or explained/);
  });

  it('judges incidents by the configuration that is named', async () => {
    const named = async (yaml: string): Promise<Line[]> => {
      const { report } = await compareAsJson(...COMPARED, '--config', written('interloper.yaml', yaml));
      return report['incidents'].entries;
    };
    assert.equal((await named('minSeverity: info\n')).length, 5);
    const entries = await named('minSeverity: high\n');
    assert.equal(entries.length, 4, 'one is medium on both sides');
    const opened = entries.find(({ audit }) => audit.severity === 'low')!;
    assert.match(opened['differences'][0].sentence, /audit has no event of mem-write, which shows it/);
    const wrong = written('interloper.yaml', 'minSeverity: loud\n');
    const { code, stderr } = await compare(...COMPARED, '--config', wrong);
    assert.equal(code, 2);
    assert.match(stderr, /interloper\.yaml.*minSeverity/);
  });

  it('says which event was taken out of the log, and ends with 3', async () => {
    const log = readFileSync(RECORDED.audit, 'latin1');
    const serial = /:(\d+)\): .*key="interloper-ptrace-attach"/.exec(log)?.[1];
    const lines = log.split('\n').filter((line) => !line.includes(`:${serial})`));
    const { code, report } = await compareAsJson(
      ...['--sensor', RECORDED.sensor, '--audit', written('less.log', lines.join('\n'))],
      ...['--rules', RECORDED.rules],
    );
    assert.equal(code, 3);
    const [odd, ...more] = report['alone'].filter(({ cause }: Line) => cause === 'unexplained');
    assert.deepEqual(more, []);
    assert.deepEqual([odd.side, odd.event.request], ['sensor', 'PTRACE_ATTACH']);
    assert.match(odd.evidence.join(), /serial number.* never came/);
    assert.match(odd.evidence.join(), /cannot be ruled out/);
  });

  it('says that a program of the sensor was unloaded under it, and what that hides, and ends with 3', async () => {
    const [sensor, id] = withoutPtrace(written('blind.rec', ''));
    const log = readFileSync(RECORDED.audit, 'latin1');
    const stamp = /audit\((\d+\.\d+):(\d+)\): .*key="interloper-ptrace-attach"/.exec(log);
    const unload = `type=BPF msg=audit(${stamp?.[1]}:${Number(stamp?.[2]) - 1}): prog-id=${id} op=UNLOAD`;
    const { code, report } = await compareAsJson(
      ...['--sensor', sensor, '--audit', written('unloaded.log', log.replace(/^(?=type=SYSCALL)/m, `${unload}\n`))],
      ...['--rules', RECORDED.rules],
    );
    assert.equal(code, 3);
    assert.equal(report['totals'].unexplained, 0);
    const causes = report['causes'].filter(({ side }: Line) => side === 'audit');
    assert.deepEqual(causes, [{ side: 'audit', cause: 'program-unloaded', count: 3 }]);
    const [alert, ...more] = report['alerts'];
    assert.deepEqual(more, []);
    assert.match(alert.sentence, /BPF program ptrace_exit was unloaded while the sensor ran/);
    assert.deepEqual(
      [alert.evidence, alert.events],
      [[`BPF UNLOAD, serial ${Number(stamp?.[2]) - 1}: prog-id=${id}`], 3],
    );
  });

  it('knows from its records which events came before the sensor was loaded', async () => {
    const log = readFileSync(RECORDED.audit, 'latin1');
    const exec = log.split('\n').find((line) => line.startsWith('type=SYSCALL') && line.includes('syscall=59'))!;
    const before = exec.replace(/audit\((\d+)(\.\d+):\d+\)/, (_, seconds) => `audit(${Number(seconds) - 5}.000:7)`);
    const { code, report } = await compareAsJson(
      ...['--sensor', RECORDED.sensor, '--audit', written('early.log', `${before}\n${log}`), '--rules', RECORDED.rules],
    );
    assert.equal(code, 0);
    const [early] = report['alone'].filter(({ side }: Line) => side === 'audit');
    assert.deepEqual([early.cause, early.certainty], ['before-attach', 'certain']);
    assert.match(early.evidence.join(), /BPF LOAD, serial \d+: prog-id=\d+ \(process_exec\)/);
  });

  it('uses what there is of a recording that was cut off, and says so', async () => {
    const bytes = readFileSync(RECORDED.sensor);
    const sensor = written('torn.rec', bytes.subarray(0, bytes.length / 2));
    const { code, report } = await compareAsJson(
      '--sensor',
      sensor,
      '--audit',
      RECORDED.audit,
      '--rules',
      RECORDED.rules,
    );
    assert.equal(code, 0, JSON.stringify(report['causes']));
    assert.match(report['run'].problems.join(), /torn\.rec is cut off: \d+ bytes at its end are not used/);
    assert.ok(report['totals'].matched > 5);
    const causes = report['causes'].filter(({ side }: Line) => side === 'audit').map(({ cause }: Line) => cause);
    assert.deepEqual(causes, ['after-detach']);
  });

  it('refuses what is not what it is taken for', async () => {
    const refuse = async (args: readonly string[], what: RegExp): Promise<void> => {
      const { code, stdout, stderr } = await compare(...args);
      assert.match(stderr, what);
      assert.deepEqual([code, stdout], [2, '']);
    };
    await refuse(
      ['--sensor', RECORDED.audit, '--audit', RECORDED.audit],
      /does not begin as a recording of Interloper/,
    );
    await refuse(['--sensor', RECORDED.sensor, '--audit', RECORDED.sensor], /sensor\.rec has no audit record/);
    await refuse(['--sensor', RECORDED.sensor, '--audit', written('empty.log', '')], /empty\.log has no audit record/);
    await refuse([...COMPARED, '--rules', RECORDED.audit], /the audit rules, line 1: /);
    const elsewhere = join(folder, 'audit.rec');
    Recorder.create(elsewhere, { source: 'audit', software: 'test' }).end();
    await refuse(
      ['--sensor', elsewhere, '--audit', RECORDED.audit],
      /is a recording of audit's events, not of the sensor's/,
    );
    const log = readFileSync(RECORDED.audit, 'latin1');
    const named = written('named.log', log.replace(/^/gm, 'node=other '));
    await refuse(
      ['--sensor', RECORDED.sensor, '--audit', named],
      /has events of other hosts only, and .* is of interloper-test/,
    );
    const later = written(
      'later.log',
      log.replace(/audit\((\d+)/g, (_, seconds) => `audit(${Number(seconds) + 86_400}`),
    );
    await refuse(['--sensor', RECORDED.sensor, '--audit', later], /they are not of the same time/);
  });
});

/** The recording without the events of ptrace(2), as if its program had told none; and the program's number. */
function withoutPtrace(path: string): [path: string, id: number] {
  const frames = [...readRecording(RECORDED.sensor)].filter(
    (frame) => frame.kind !== 'event' || frame.event.call !== 'ptrace',
  );
  writeFileSync(path, framesOf(frames));
  const attached = frames.find((frame) => frame.kind === 'attached');
  const probe = attached?.probes.find(({ name }) => name === 'ptrace');
  return [path, probe!.programIds![0]!];
}

describe('interloper crosscheck', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-test-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  const refused = async (args: readonly string[], code: number, what: RegExp): Promise<void> => {
    const outcome = await interloper(['crosscheck', ...args]);
    assert.match(outcome.stderr, what);
    assert.deepEqual([outcome.code, outcome.stdout], [code, '']);
  };

  it('refuses words that are neither a recording nor a command', async () => {
    await refused(['/bin/true'], 2, /\/bin\/true: expected one folder that --record wrote, or -- before a command/);
    await refused(['one', 'two'], 2, /2 words: expected one folder/);
    await refused([folder], 2, /expected one folder that --record wrote/);
  });

  it('refuses options that belong to another form of it', async () => {
    await refused(['--rules', 'x'], 2, /--rules belongs to --sensor/);
    await refused(['--sensor', 'x'], 2, /--sensor needs --audit FILE/);
    await refused(['--audit', 'a', 'b'], 2, /--audit takes one log/);
    await refused(
      ['--sensor', 'x', '--audit', 'y', '--duration', '1'],
      2,
      /--duration makes no sense with a recording/,
    );
  });

  it('names what is not there', async () => {
    await refused(['--audit', join(folder, 'none.log')], 2, /none\.log: there is no such file/);
    await refused(['--sensor', 'x', '--audit', join(folder, 'none.log')], 2, /--sensor: there is no file x/);
    await refused(['--sensor', folder, '--audit', join(folder, 'none.log')], 2, /--sensor: .* is a folder/);
    await refused(['--sensor', RECORDED.sensor, '--audit', 'none.log'], 2, /--audit: there is no file .*none\.log/);
    await refused([...COMPARED, '--rules', join(folder, 'none')], 2, /--rules: there is no file .*none/);
    await refused(['--output', join(folder, 'no', 'file')], 1, /cannot write to .*no\/file/);
  });

  it('names the line of a journal that makes no sense', async () => {
    writeFileSync(join(folder, 'journal.jsonl'), '{"version":7}\n');
    await refused([folder], 1, /journal\.jsonl:1: expected the head of a recorded cross-check, version 1/);
    writeFileSync(join(folder, 'journal.jsonl'), 'no json\n');
    await refused([folder], 1, /journal\.jsonl:1: /);
    writeFileSync(join(folder, 'audit.log'), '');
    for (const line of ['{"t":[1]}', '{"t":[1,2],"records":[7]}', '{"t":[1,2],"sensor":"x"}', '[]', '{}']) {
      writeFileSync(join(folder, 'journal.jsonl'), `{"version":1,"facts":{"auditFrom":"netlink","run":{}}}\n${line}\n`);
      await refused([folder], 1, /journal\.jsonl:2: it is no line of a recorded cross-check/);
    }
  });

  it('names the part of a recorded folder that is missing', async () => {
    rmSync(join(folder, 'audit.log'));
    await refused([folder], 1, /ENOENT.*audit\.log/);
  });

  it('names the log that is damaged, and the folder without one', async () => {
    const [sensor, damaged] = [join(folder, 'empty.rec'), join(folder, 'audit.log.1.gz')];
    Recorder.create(sensor, { source: 'bpf', software: 'test' }).end();
    writeFileSync(damaged, gzipSync(Buffer.alloc(200_000, 'type=PATH\n')).subarray(0, -9));
    await refused(['--sensor', sensor, '--audit', damaged], 1, /audit\.log\.1\.gz: /);
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    await refused(['--sensor', sensor, '--audit', bare], 2, /there is no audit\.log in the folder .*bare/);
  });

  it('takes no hostile name to the terminal', async () => {
    const { stderr } = await interloper(['crosscheck', '\x1b]0;owned\x07']);
    assert.doesNotMatch(stderr, /\x1b|\x07/);
  });
});
