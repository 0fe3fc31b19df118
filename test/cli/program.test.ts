import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRunError, UsageError } from '../../src/cli/errors.js';
import { severityOption } from '../../src/cli/options.js';
import { createProgram, run } from '../../src/cli/program.js';
import { REPOSITORY } from '../support/repository.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

function interloper(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

/** A program with one more command, whose action is `action`, and what it says on standard error. */
async function runWith(action: () => void, ...args: string[]): Promise<{ code: number; said: string }> {
  const program = createProgram();
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  program.configureOutput({ writeErr: write, writeOut: write });
  program
    .command('trial')
    .copyInheritedSettings(program)
    .addOption(severityOption('--fail-on <severity>', 'end with 3'))
    .action(action);
  return { code: await run(args, program, { write }), said };
}

describe('command line', () => {
  it('tells its version and help, and ends with 0', () => {
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(interloper('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
    const help = interloper('--help');
    assert.equal(help.code, 0);
    assert.match(help.stdout, /doctor/);
    assert.match(help.stdout, /Exit codes/);
    assert.equal(interloper('help', 'doctor').code, 0);
  });

  it('ends with 2 on wrong usage, and says what was wrong', () => {
    const cases: [string[], RegExp][] = [
      [[], /Usage: interloper/],
      [['docter'], /unknown command 'docter'[\s\S]*doctor/],
      [['doctor', '--jsn'], /unknown option '--jsn'[\s\S]*--json/],
      [['doctor', 'extra'], /too many arguments/],
      [['watch', '--ignore-exe', '/no/such'], /--ignore-exe <path>.*\/no\/such: ENOENT; it must be an executable file/],
      [['watch', '--ignore-cgroup', '/usr'], /--ignore-cgroup <path>.*not in the cgroup v2 hierarchy/],
      [['watch', '--ignore-namespace', '/proc/self/ns/pid'], /--ignore-namespace <path>.*nothing would be left/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr, stdout } = interloper(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });

  it('ends with 2 on an argument that an option does not take, and names what it takes', async () => {
    const { code, said } = await runWith(() => undefined, 'trial', '--fail-on', 'awful');
    assert.equal(code, 2);
    assert.match(said, /--fail-on <severity>.*awful.*info, low, medium, high, critical/);
  });

  it('turns errors into exit codes', async () => {
    const failing = (error: unknown) => () => {
      throw error;
    };
    assert.deepEqual(await runWith(failing(new CannotRunError('run it as root')), 'trial'), {
      code: 1,
      said: 'interloper: run it as root\n',
    });
    assert.deepEqual(await runWith(failing(new UsageError('rules.yaml:3: no')), 'trial'), {
      code: 2,
      said: 'interloper: rules.yaml:3: no\n',
    });
    const defect = await runWith(failing(new TypeError('x is not a function')), 'trial');
    assert.equal(defect.code, 1);
    assert.match(defect.said, /defect[\s\S]*x is not a function[\s\S]*at /);
  });

  it('ends quietly when the reader goes away', () => {
    const { status, stderr, stdout } = spawnSync(
      'bash',
      ['-c', '"$0" "$1" doctor --json | true; echo "$PIPESTATUS"', process.execPath, MAIN],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /^[012]\n$/);
  });
});

describe('interloper doctor', () => {
  it('prints one JSON object whose verdict is the exit code', () => {
    const { code, stdout, stderr } = interloper('doctor', '--json');
    assert.equal(stderr, '');
    const diagnosis = JSON.parse(stdout) as { verdict: string; findings: { level: string }[]; kernel: object };
    assert.equal(code, { complete: 0, gaps: 1, 'cannot-run': 2 }[diagnosis.verdict]);
    assert.equal(
      code === 2,
      diagnosis.findings.some(({ level }) => level === 'blocks'),
    );
    assert.ok('release' in diagnosis.kernel);
  });

  it('prints the same for a person', () => {
    const { stdout } = interloper('doctor');
    assert.match(stdout, /^The sensor /);
    assert.match(stdout, /kernel +\d+\.\d+/);
  });
});
