import protobuf from 'protobufjs/minimal.js';
import { type Word, wordFromHalves } from '../model/word.js';
import type { interloper as proto } from './protocol.js';
import type { Converter } from './table.js';

/** A 64-bit integer as protobufjs has it: a Long, its halves, where a number would lose digits. */
type Integer = NonNullable<proto.Memory.$Properties['address']>;

const { LongBits } = protobuf.util;

const same = <T>(value: T): T => value;

/** Fields that are in a message as they are in the model. */
export const TEXT: Converter<string, string> = { encode: same, decode: same };
export const FLAG: Converter<boolean, boolean> = { encode: same, decode: same };
/** In 32 bits, signed or not as the message says. */
export const NUMBER: Converter<number, number> = { encode: same, decode: same };

/** Any integer of a double's, in 64 bits. */
export const INTEGER: Converter<number, Integer> = {
  encode: same,
  decode: (value) => (typeof value === 'number' ? value : value.toNumber()),
};

/** An unsigned 64-bit word. */
export const WORD: Converter<Word, Integer> = { encode: toInteger, decode: toWord };

/** A signed 64-bit integer. */
export const SIGNED: Converter<bigint, Integer> = {
  encode: (value) => toLong(BigInt.asUintN(64, value)),
  decode: (value) => BigInt.asIntN(64, BigInt(toWord(value))),
};

function toInteger(word: Word): Integer {
  return typeof word === 'number' ? word : toLong(word);
}

function toLong(word: bigint): Integer {
  return new LongBits(Number(word & 0xffff_ffffn), Number(word >> 32n)).toLong(true) as Integer;
}

function toWord(value: Integer): Word {
  return typeof value === 'number' ? value : wordFromHalves(value.low >>> 0, value.high >>> 0);
}

/** Words, some of which may be negative: a system call's parameters of type int are. */
export const WORDS: Converter<readonly Word[], { words?: Integer[]; negative?: number }> = {
  encode: (words) => {
    let negative = 0;
    for (const [index, word] of words.entries()) if (word < 0) negative |= 1 << index;
    return { words: words.map(toInteger), negative: negative >>> 0 };
  },
  decode: ({ words = [], negative = 0 }) =>
    words.map((word, index) => ((negative >>> index) & 1 ? INTEGER.decode(toSigned(word))! : toWord(word))),
};

const toSigned = (value: Integer): Integer => (typeof value === 'number' ? value : value.toSigned());

export const TEXTS: Converter<readonly string[], { strings?: string[] }> = {
  encode: (strings) => ({ strings: [...strings] }),
  decode: ({ strings = [] }) => strings,
};

export const TEXT_LIST: Converter<readonly string[], string[]> = { encode: (texts) => [...texts], decode: same };

export const NUMBERS: Converter<readonly number[], { numbers?: number[] }> = {
  encode: (numbers) => ({ numbers: [...numbers] }),
  decode: ({ numbers = [] }) => numbers,
};
