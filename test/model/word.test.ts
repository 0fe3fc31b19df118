import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wordFromBigInt, wordToHex } from '../../src/model/word.js';

describe('wordToHex', () => {
  it('writes any word as a bigint of it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.nat(64), (bits, shift) => {
        const value = bits >> BigInt(shift);
        assert.equal(wordToHex(wordFromBigInt(value)), `0x${value.toString(16)}`);
      }),
    );
  });

  it('writes what is negative with its sign', () => {
    assert.equal(wordToHex(-100), '-0x64');
    assert.equal(wordToHex(-0x7fff_0000_0001), '-0x7fff00000001');
  });
});
