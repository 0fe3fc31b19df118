/**
 * An unsigned 64-bit word of the kernel's: a syscall argument, an address, an inode number.
 *
 * Canonical: a `number` where the value is a safe integer (below 2^53), else a `bigint`, so that `===` compares
 * two words and the common case allocates nothing.
 */
export type Word = number | bigint;

const TWO_24 = 0x100_0000;
const TWO_32 = 0x1_0000_0000;
const SAFE_HIGH = 0x20_0000;
const MASK_64 = 0xffff_ffff_ffff_ffffn;

/** The word whose unsigned 32-bit halves are `low` and `high`. */
export function wordFromHalves(low: number, high: number): Word {
  if (high < SAFE_HIGH) return high * TWO_32 + low;
  return (BigInt(high) << 32n) | BigInt(low);
}

/** The word with the 64 low bits of `value`, which may be negative. */
export function wordFromBigInt(value: bigint): Word {
  const bits = value & MASK_64;
  return bits <= 0x1f_ffff_ffff_ffffn ? Number(bits) : bits;
}

/** The low 32 bits as a signed number: what a parameter of type `int` or `pid_t` receives. */
export function toInt32(word: Word): number {
  return typeof word === 'number' ? word | 0 : Number(BigInt.asIntN(32, word));
}

/** The low 32 bits as an unsigned number: what a parameter of type `unsigned int` receives. */
export function toUint32(word: Word): number {
  return typeof word === 'number' ? word >>> 0 : Number(BigInt.asUintN(32, word));
}

/** The 64 bits as a signed number: what a parameter of type `long` receives; exact within ±2^53. */
export function toInt64(word: Word): number {
  return typeof word === 'number' ? word : Number(BigInt.asIntN(64, word));
}

/** `0x` and the word in hexadecimal; `-0x64` for an argument of a signed type that is negative. */
export function wordToHex(word: Word): string {
  return word < 0 ? `-0x${digits(-word)}` : `0x${digits(word)}`;
}

/** In two parts where it is no small integer: V8 makes those a digit at a time by division in floating point. */
function digits(word: Word): string {
  if (typeof word === 'bigint' || word < TWO_24) return word.toString(16);
  const low = (word & (TWO_24 - 1)).toString(16).padStart(6, '0');
  return Math.floor(word / TWO_24).toString(16) + low;
}
