import type { Abi } from '../model/event.js';

/** __X32_SYSCALL_BIT of arch/x86/include/uapi/asm/unistd.h: x32 calls come under x86_64's architecture. */
const X32_BIT = 0x4000_0000;

/** `arch=` of a SYSCALL record: AUDIT_ARCH_* of include/uapi/linux/audit.h. */
export const X86_64 = 0xc000003e;
const I386 = 0x40000003;
const AARCH64 = 0xc00000b7;
const ARM = 0x40000028;

/** The ABI of a call under `arch` with number `nr` as recorded; undefined for an architecture without a table here. */
export function abiOf(arch: number, nr: number): Abi | undefined {
  switch (arch) {
    case X86_64:
      return (nr & X32_BIT) !== 0 ? 'x32' : 'x86_64';
    case I386:
      return 'i386';
    case AARCH64:
      return 'aarch64';
    case ARM:
      return 'arm';
    default:
      return undefined;
  }
}

/** `nr` as the tables have it: without the bit that marks x32. */
export function tableNumber(abi: Abi, nr: number): number {
  return abi === 'x32' ? nr & ~X32_BIT : nr;
}
