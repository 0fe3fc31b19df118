import assert from 'node:assert/strict';
import { interloper } from '../support/interloper.js';

describe('a name that would steer the terminal', function () {
  this.timeout(60_000);
  const hostile = 'a\x1b]0;owned\x07\n\u202eb\x9b31m';

  const commands: readonly (readonly string[])[] = [
    [hostile],
    [`--${hostile}`],
    ['replay', hostile],
    ['explain', hostile],
    ['explain', 'deadbeef', '--from', hostile],
    ['analyze', hostile],
    ['analyze', '--since', hostile],
    ['policy', '--list', hostile],
    ['policy', '--list', '/dev/null', '--status', hostile],
    ['config', 'check', hostile],
    ['config', 'show', '--config', hostile],
    ['baseline', 'show', hostile],
    ['baseline', 'diff', hostile],
    ['baseline', 'learn', '--output', '/dev/null', '--from', hostile],
    ['crosscheck', hostile],
    ['crosscheck', '--sensor', hostile, '--audit', '/dev/null'],
    ['crosscheck', '--audit', hostile],
    ['crosscheck', '--output', `${hostile}/report`],
    ['watch', '--baseline', hostile],
    ['watch', '--ignore-exe', hostile],
    ['watch', '--output', `${hostile}/lines`],
  ];

  for (const command of commands) {
    const shown = JSON.stringify(command.map((word) => word.replace(hostile, '…')).join(' '));
    it(`does not reach it through ${shown}`, async () => {
      const { stdout, stderr, code } = await interloper(command);
      assert.ok(code === 1 || code === 2, `ended with ${code}: ${stderr}`);
      assert.doesNotMatch(stdout + stderr, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      assert.doesNotMatch(stderr, /defect of Interloper/);
    });
  }
});
