import { randomInt } from 'node:crypto';
import type { Abi, Event } from '../model/event.js';
import type { Word } from '../model/word.js';

const TWO_32 = 0x1_0000_0000;
const ARGUMENTS = 4;
const EXEC = 0x65786563;
const NEVER_RETURNED = 0x7fff_ffff;

/** A caller who knew the seed could make two calls look like one. */
const SEED = randomInt(2 ** 31);

const ABIS: Readonly<Record<Abi, number>> = { x86_64: 1, i386: 2, x32: 3, aarch64: 4, arm: 5 };

/** Kernel-internal results by which a call is begun again: -ERESTARTSYS to -ERESTART_RESTARTBLOCK, and what audit says. */
const ERESTARTSYS = 512;
const ENOIOCTLCMD = 515;
const ERESTART_RESTARTBLOCK = 516;
const EINTR = 4;

let low = 0;
let high = 0;

function mix(value: number): void {
  low = Math.imul(low ^ value, 0x9e3779b1);
  low ^= low >>> 15;
  high = Math.imul(high ^ low ^ value, 0x85ebca6b);
  high ^= high >>> 13;
}

function mixWord(word: Word): void {
  if (typeof word === 'number') {
    mix(word | 0);
    mix(Math.floor(word / TWO_32) | 0);
  } else {
    mix(Number(BigInt.asIntN(32, word)));
    mix(Number(BigInt.asIntN(32, word >> 32n)));
  }
}

/** The result as audit prints it. Source: __audit_syscall_exit in kernel/auditsc.c. */
function auditResult(ret: number): number {
  return ret <= -ERESTARTSYS && ret >= -ERESTART_RESTARTBLOCK && ret !== -ENOIOCTLCMD ? -EINTR : ret;
}

/** Where the open is seen as the file's own operation, the number of the descriptor is not known: it worked, or how not. */
const resultOf = (operation: Event['operation'], ret: number): number =>
  operation === 'open-mem' && ret >= 0 ? 0 : auditResult(ret);

/**
 * A successful exec replaces the registers from which the sensor takes arguments, and the interface by which it was
 * called. Where it did not see the entry either, only the thread group is known.
 */
export const isBareExec = ({ source, operation, args }: Event): boolean =>
  source === 'bpf' && operation === 'exec' && args === undefined;

/**
 * What both sides know of a call but for its time, in 53 bits: ABI, thread group, number, the first four arguments (by
 * their prototype) and the result.
 */
export function keyOf(event: Event): number {
  low = SEED;
  high = SEED ^ 0x5bd1e995;
  const { abi, nr, args, ret, actor } = event;
  mix(actor.tgid);
  if (isBareExec(event)) {
    mix(EXEC);
  } else {
    mix(abi === undefined ? 0 : ABIS[abi]);
    mix(nr ?? -1);
    if (args !== undefined) {
      const count = Math.min(args.length, ARGUMENTS);
      for (let index = 0; index < count; index++) mixWord(args[index]!);
    }
    if (ret !== undefined) mixWord(resultOf(event.operation, ret));
    else if (event.source === 'bpf' && event.operation === 'exec') mixWord(0);
    else mix(NEVER_RETURNED);
  }
  return (high & 0x1f_ffff) * TWO_32 + (low >>> 0);
}
