import type { Event } from '../model/event.js';

/** offsetof(struct user, u_debugreg[0]) and its end, per ABI. Source: arch/x86/include/asm/user_64.h, user_32.h. */
const DEBUG_REGISTERS: { readonly [abi: string]: readonly [from: number, to: number] } = {
  x86_64: [848, 912],
  i386: [252, 284],
};

/**
 * Whether a PTRACE_POKEUSER goes to a debug register, undefined where its arguments are not known. Debug registers make
 * a process stop, they run nothing in it; every other part of the user area is control.
 */
export function isDebugRegister({ abi = 'x86_64', args }: Event): boolean | undefined {
  const offset = args?.[2];
  if (offset === undefined) return undefined;
  const range = DEBUG_REGISTERS[abi];
  return range !== undefined && offset >= range[0] && offset < range[1];
}
