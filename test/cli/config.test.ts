import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseConfiguration } from '../../src/config/index.js';
import { DEFAULTS } from '../../src/detect/index.js';
import { fixture } from '../audit/sample.js';
import { interloper, parseLines } from '../support/interloper.js';
import { REPOSITORY } from '../support/repository.js';
import { asRoot } from '../support/root.js';

describe('config', () => {
  let folder = '';
  const write = (text: string, name = 'interloper.yaml'): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-config-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says that a file is right, or each thing that is not, with exit code 2', async () => {
    const right = write('minSeverity: low\n');
    assert.deepEqual(await interloper(['config', 'check', right]), {
      code: 0,
      stdout: `${right} is right: 0 exceptions\n`,
      stderr: '',
    });
    const wrong = write('minSeverity: lwo\nscope: audit\n', 'a\x1b[2J.yaml');
    const { code, stderr } = await interloper(['config', 'check', wrong]);
    assert.equal(code, 2);
    assert.match(stderr, /yaml:1:14: minSeverity: .*did you mean low\?\n.*yaml:2:1: scope: unknown key/);
    assert.doesNotMatch(stderr, /\x1b/);
  });

  it('says why a file cannot be read', async () => {
    for (const [file, why] of [
      [join(folder, 'none'), /none: cannot be read: ENOENT/],
      [folder, /is no regular file/],
    ] as const) {
      const { code, stderr } = await interloper(['config', 'check', file]);
      assert.equal(code, 2);
      assert.match(stderr, why);
    }
  });

  asRoot('refuses, as root, what others could change', async () => {
    const file = write('minSeverity: low\n');
    const refused = async (why: RegExp): Promise<void> => {
      const { code, stderr } = await interloper(['config', 'show', '--config', file]);
      assert.equal(code, 2);
      assert.match(stderr, why);
    };
    chmodSync(file, 0o606);
    await refused(/refused, because others than root could change it: .*interloper\.yaml is writable by everybody/);
    chmodSync(file, 0o660);
    await refused(/is writable by its group/);
    chmodSync(file, 0o600);
    chownSync(file, 12_345, 0);
    await refused(/belongs to uid 12345/);
    chownSync(file, 0, 0);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    chmodSync(inner, 0o777);
    writeFileSync(join(inner, 'x.yaml'), '', { mode: 0o600 });
    const { stderr } = await interloper(['config', 'check', join(inner, 'x.yaml')]);
    assert.match(stderr, /inner is writable by everybody/);
    chmodSync(inner, 0o1777);
    assert.equal((await interloper(['config', 'check', join(inner, 'x.yaml')])).code, 0);
  });

  it('shows all settings as they hold, in a form that it takes itself', async () => {
    const file = write('failOn: high\ndetection: {severities: {low: 25}}\n');
    const { code, stdout } = await interloper(['config', 'show', '--config', file]);
    assert.equal(code, 0);
    const shown = parse(stdout);
    assert.equal(shown.failOn, 'high');
    assert.deepEqual(shown.detection.severities, { ...DEFAULTS.severities, low: 25 });
    assert.deepEqual(parseConfiguration(stdout, 'shown').detection, shown.detection);
    const json = JSON.parse((await interloper(['config', 'show', '--config', file, '--format', 'json'])).stdout);
    assert.deepEqual(json, { file, ...shown });
  });

  it('prints the schema that is published', async () => {
    const { stdout } = await interloper(['config', 'schema']);
    const published = JSON.parse(readFileSync(join(REPOSITORY, 'docs', 'config.schema.json'), 'utf8'));
    assert.deepEqual(published, JSON.parse(stdout), 'interloper config schema > docs/config.schema.json');
  });

  it('holds for an analysis, and gives the command line the last word', async () => {
    const log = join(folder, 'audit.log');
    writeFileSync(log, fixture('injection-RAW.log'));
    const config = write('minSeverity: high\nfailOn: high\ndetection: {severities: {high: 95, critical: 99}}\n');
    const severities = (stdout: string): Set<string> =>
      new Set(parseLines(stdout).flatMap(({ kind, severity }) => (kind === 'incident' ? [severity] : [])));
    const analyze = (...more: string[]) =>
      interloper(['analyze', '--format', 'jsonl', '--config', config, ...more, log]);
    const quiet = await analyze();
    assert.equal(quiet.code, 0, quiet.stderr);
    assert.deepEqual(severities(quiet.stdout), new Set());
    const loud = await analyze('--min-severity', 'medium', '--fail-on', 'medium');
    assert.equal(loud.code, 3);
    assert.deepEqual(severities(loud.stdout), new Set(['medium']));
    const wrong = await interloper(['analyze', '--config', join(folder, 'none'), log]);
    assert.equal(wrong.code, 2);
  });
});
