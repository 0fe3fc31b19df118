import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Settings } from '../../src/cli/configuration.js';
import { UsageError } from '../../src/cli/errors.js';
import type { Configuration } from '../../src/config/index.js';

interface Options {
  readonly minSeverity: string;
  readonly failOn?: string;
}

describe('Settings', () => {
  let folder = '';
  let file = '';
  const write = (text: string): void => writeFileSync(file, text, { mode: 0o600 });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-settings-'));
    file = join(folder, 'interloper.yaml');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** The settings of a command that was given `words`. */
  function settings(
    words: readonly string[],
    check: (configuration: Configuration) => void = () => {},
  ): Settings<Options> {
    const command = new Command().option('--min-severity <x>', '', 'info').option('--fail-on <x>', '');
    command.parse(words, { from: 'user' });
    return new Settings<Options>(command, file, (configuration) => {
      check(configuration);
      return { minSeverity: configuration.minSeverity, failOn: configuration.failOn };
    });
  }

  it('take the place of defaults, not of what the command line says', () => {
    write('minSeverity: low\nfailOn: high\n');
    assert.deepEqual({ ...settings([]).options }, { minSeverity: 'low', failOn: 'high' });
    const given = settings(['--min-severity', 'medium', '--fail-on', 'critical']).options;
    assert.deepEqual({ ...given }, { minSeverity: 'medium', failOn: 'critical' });
  });

  it('are taken back where the file does not say them any more', () => {
    write('minSeverity: low\nfailOn: high\n');
    const one = settings([]);
    write('');
    one.reload();
    assert.deepEqual([one.options.minSeverity, one.options.failOn], ['info', undefined]);
  });

  it('stay as they were where the file is not right', () => {
    write('minSeverity: low\n');
    const one = settings([], ({ failOn }) => {
      if (failOn !== undefined) throw new UsageError('found later');
    });
    const before = one.configuration;
    for (const wrong of ['minSeverity: lwo\n', 'minSeverity: high\nfailOn: high\n']) {
      write(wrong);
      assert.throws(() => one.reload(), UsageError);
      assert.equal(one.options.minSeverity, 'low');
      assert.equal(one.configuration, before);
    }
  });
});
