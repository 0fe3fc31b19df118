import type { Abi } from '../model/event.js';

/**
 * Calls that write to a descriptor, by number: those by which /proc/PID/mem can be written. The file decides what such a
 * write means, so they are no watched calls. Source: arch/x86/entry/syscalls/syscall_64.tbl, of
 * which x32 has those without the bit that marks it, and syscall_32.tbl.
 */
const NAMES: Partial<Record<Abi, Readonly<Record<number, string>>>> = {
  x86_64: { 1: 'write', 18: 'pwrite64', 20: 'writev', 296: 'pwritev', 328: 'pwritev2', 426: 'io_uring_enter' },
  x32: { 1: 'write', 18: 'pwrite64', 426: 'io_uring_enter', 516: 'writev', 535: 'pwritev', 547: 'pwritev2' },
  i386: { 4: 'write', 146: 'writev', 181: 'pwrite64', 334: 'pwritev', 379: 'pwritev2', 426: 'io_uring_enter' },
};

/** The name of a call that writes, undefined for any other one. */
export function writeName(abi: Abi, nr: number): string | undefined {
  return NAMES[abi]?.[nr];
}
