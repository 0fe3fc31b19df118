// Runs test files and writes FOLDER/tests.jsonl, a line a test as each ends, and at the end FOLDER/totals.json: usage: suite.js FOLDER FILE...
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { takeOperations } from '../support/observed.js';
import type { TestResult, Totals } from './results.js';

/** An emulated processor is some 20 to 100 times slower than the one that the tests' limits are for. */
const PATIENCE = 20;

const [folder, ...files] = process.argv.slice(2);
if (folder === undefined || files.length === 0) throw new Error('usage: suite.js FOLDER FILE...');

const mocha = new Mocha({ reporter: 'spec', timeout: 10_000, slow: 60_000, forbidOnly: true });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
lengthen(mocha.suite);

const write = (result: TestResult): void => appendFileSync(join(folder, 'tests.jsonl'), `${JSON.stringify(result)}\n`);
const groupOf = (runnable: Mocha.Runnable): string => runnable.parent?.titlePath().join(' › ') ?? '';

const runner = mocha.run((failures) => {
  const { passes = 0, pending = 0 } = runner.stats ?? {};
  const totals: Totals = { passed: passes, failed: failures, skipped: pending };
  writeFileSync(join(folder, 'totals.json'), JSON.stringify(totals));
  // What a test left open, as the output of a program that did not end, would keep this process.
  process.exit(failures === 0 ? 0 : 1);
});
// The reporter tells of a test when it ended: of one that hangs the console would not have its name.
runner.on('test', ({ title }) => console.log(`lab: begins: ${title}`));
runner.on('test end', (test) => {
  const { title, state, err, duration } = test;
  const { skipReason: reason, isAbsent } = test as { skipReason?: string; isAbsent?: true };
  write({
    group: groupOf(test),
    title,
    state: state === 'passed' || state === 'failed' ? state : 'skipped',
    operations: takeOperations(),
    ...(duration !== undefined && { milliseconds: duration }),
    ...(reason !== undefined && { reason }),
    ...(isAbsent && { isAbsent }),
    ...(err !== undefined && { error: err.stack ?? err.message }),
  });
});
runner.on('fail', (runnable, error: Error) => {
  // A test's own failure is told at its end.
  if ((runnable.type as string) === 'hook') {
    write({
      group: groupOf(runnable),
      title: runnable.title,
      state: 'failed',
      operations: [],
      error: error.stack ?? error.message,
    });
  }
});

/** Not the suites' own limits: to set one sets those of all tests below it. */
function lengthen(suite: Mocha.Suite): void {
  for (const test of suite.tests) test.timeout(test.timeout() * PATIENCE);
  for (const hook of hooksOf(suite)) hook.timeout(hook.timeout() * PATIENCE);
  for (const inner of suite.suites) lengthen(inner);
}

/** @types/mocha does not know of them. */
function hooksOf(suite: Mocha.Suite): Mocha.Runnable[] {
  const lists = suite as unknown as Record<'_beforeAll' | '_beforeEach' | '_afterEach' | '_afterAll', Mocha.Runnable[]>;
  return [...lists._beforeAll, ...lists._beforeEach, ...lists._afterEach, ...lists._afterAll];
}
