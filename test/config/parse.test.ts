import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import {
  CONFIG_SCHEMA,
  ConfigurationError,
  DEFAULT_CONFIGURATION,
  expiryOf,
  parseConfiguration,
} from '../../src/config/index.js';
import { DEFAULTS } from '../../src/detect/index.js';
import { REPOSITORY } from '../support/repository.js';

/** What is said about `text`, a line a problem. */
function problemsOf(text: string): string[] {
  try {
    parseConfiguration(text, 'x.yaml');
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.split('\n');
  }
  return [];
}

describe('parseConfiguration', () => {
  it('takes the defaults for what a file leaves out', () => {
    assert.deepEqual(parseConfiguration('', 'x.yaml'), DEFAULT_CONFIGURATION);
    assert.deepEqual(parseConfiguration('# nothing\n---\n', 'x.yaml'), DEFAULT_CONFIGURATION);
    const { watch, baseline, minSeverity } = parseConfiguration('minSeverity: low\nwatch: {i386: true}\n', 'x.yaml');
    assert.equal(minSeverity, 'low');
    assert.deepEqual(watch, { ...DEFAULT_CONFIGURATION.watch, i386: true });
    assert.deepEqual(baseline, DEFAULT_CONFIGURATION.baseline);
  });

  it('names place, key, and what would be right', () => {
    const cases: [string, string[]][] = [
      ['minSeverity: 7', ['x.yaml:1:14: minSeverity: expected one of info, low, medium, high, critical, found 7']],
      ['minSeverty: low', ['x.yaml:1:1: minSeverty: unknown key; did you mean minSeverity? known here: ']],
      [
        'failOn: hihg',
        ['x.yaml:1:9: failOn: expected one of info, low, medium, high, critical, found "hihg"; did you mean high?'],
      ],
      [
        'detection:\n  seconds:\n    idle: -1',
        ['x.yaml:3:11: detection.seconds.idle: expected a number, 0 or more, found -1'],
      ],
      [
        'detection:\n  seconds:\n    idle: 1',
        ['x.yaml:3:11: detection.seconds.idle: expected at least seconds.coalesce'],
      ],
      ['watch: [1]', ['x.yaml:1:8: watch: expected keys with values, found a list']],
      ['- 1', ['x.yaml:1:1: expected keys with values, found a list']],
      ['a: [', ['x.yaml:1:5: this is not YAML as it should be: ']],
      ['failOn: low\nfailOn: low', ['x.yaml:2:1: this is not YAML as it should be: map keys must be unique']],
      ['baseline: {file: relative}', ['x.yaml:1:18: baseline.file: expected an absolute path, found "relative"']],
    ];
    for (const [text, expected] of cases) {
      const found = problemsOf(text);
      assert.equal(found.length, expected.length, `${text}: ${found.join(' | ')}`);
      for (const [index, start] of expected.entries()) assert.ok(found[index]!.startsWith(start), found[index]);
    }
  });

  it('names each problem of an exception once, in the order of the text', () => {
    const text = `exceptions:
  - id: a
    owner: me
    expire: 2026-01-01
    actor: {device: "8:1"}
    heuristics: [ptrace-atach]
  - id: a
    owner: me
    reason: " "
    expires: 2026-02-30
    target: {path: /bin/sh, device: "8:1", inode: 5}
    actor: {}
`;
    const places = problemsOf(text).map((line) => /^x\.yaml:(\d+):\d+: (\S+)/.exec(line)?.slice(1).join(' '));
    assert.deepEqual(places, [
      '2 exceptions[0]:',
      '4 exceptions[0].expire:',
      '5 exceptions[0].actor.device:',
      '6 exceptions[0].heuristics[0]:',
      '9 exceptions[1].reason:',
      '12 exceptions[1].actor:',
    ]);
    const fixed = text
      .replace('expire:', 'reason: x\n    expires:')
      .replace('{device: "8:1"}', `{sha256: "${'a'.repeat(64)}"}`)
      .replace('ptrace-atach', 'ptrace-attach')
      .replace('" "', 'y')
      .replace('actor: {}', 'actor: {user: 5}');
    const further = problemsOf(fixed);
    assert.match(further.join('\n'), /8:9: exceptions\[1\]\.id: another exception has this id/);
    assert.match(further.join('\n'), /exceptions\[1\]\.expires: there is no such day/);
    assert.match(further.join('\n'), /exceptions\[1\]\.target\.path: a path is taken for its device and inode/);
  });

  it('takes no alias bomb and no tag', () => {
    const bomb =
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]';
    assert.notEqual(problemsOf(bomb).length, 0);
    assert.match(problemsOf('failOn: !!js/function low').join(), /unresolved tag/);
  });

  it('fails for any text in one way only', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'a:-[]{}&*!|>"\n ') })),
        (text) => {
          problemsOf(text);
        },
      ),
    );
  });

  it('knows every parameter of the engine, with its default', () => {
    const withDefaults = new Ajv({ useDefaults: true, allowUnionTypes: true }).compile(CONFIG_SCHEMA);
    const written = { detection: JSON.parse(JSON.stringify(DEFAULTS)) };
    assert.ok(withDefaults(written), JSON.stringify(withDefaults.errors));
    assert.deepEqual(written.detection, JSON.parse(JSON.stringify(DEFAULTS)));
    const { detection } = parseConfiguration(JSON.stringify({ detection: DEFAULTS }), 'x.yaml');
    assert.deepEqual(detection, JSON.parse(JSON.stringify(DEFAULTS)));
  });
});

describe('the documents', () => {
  it('show only configurations that are right', () => {
    for (const file of ['README.md', 'docs/configuration.md']) {
      const blocks = [...readFileSync(join(REPOSITORY, file), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
      assert.ok(blocks.length > 0, file);
      for (const [, text] of blocks) assert.deepEqual(problemsOf(text!), [], text);
    }
  });
});

describe('expiryOf', () => {
  it('takes a day to its end', () => {
    assert.equal(new Date(expiryOf('2027-01-31')).toISOString(), '2027-02-01T00:00:00.000Z');
    assert.equal(new Date(expiryOf('2027-01-31T12:00:00+02:00')).toISOString(), '2027-01-31T10:00:00.000Z');
  });

  it('takes no day that does not exist', () => {
    assert.ok(Number.isNaN(expiryOf('2027-02-29')));
    assert.ok(Number.isNaN(expiryOf('2027-01-31T25:00:00Z')));
  });
});
