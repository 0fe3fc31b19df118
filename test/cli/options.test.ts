import assert from 'node:assert/strict';
import { InvalidArgumentError } from 'commander';
import { seconds, wholeNumber } from '../../src/cli/options.js';

describe('option arguments', () => {
  it('are whole numbers in a range', () => {
    assert.equal(wholeNumber()('1'), 1);
    assert.equal(wholeNumber(0)('0'), 0);
    assert.equal(wholeNumber(1, 10)('10'), 10);
    for (const text of ['', '0', '-1', '1.5', '1e3', '0x10', ' 1', '11', 'ten', '99999999999999999999']) {
      assert.throws(() => wholeNumber(1, 10)(text), InvalidArgumentError, text);
    }
    assert.throws(() => wholeNumber(1, 10)('11'), /1 to 10/);
    assert.throws(() => wholeNumber(5)('4'), /5 or more/);
  });

  it('are seconds that a timer can hold', () => {
    assert.equal(seconds('0.5'), 0.5);
    assert.equal(seconds('2147483'), 2147483);
    for (const text of ['0', '0.0', '-1', '1s', '', '2147484', 'Infinity', 'NaN']) {
      assert.throws(() => seconds(text), InvalidArgumentError, text);
    }
  });
});
