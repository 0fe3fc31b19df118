import { accessSync, constants } from 'node:fs';
import { arch } from 'node:os';
import { ROOTS, type Roots, readText } from './read.js';

/** The running kernel. */
export interface Kernel {
  /** `6.12.9-amd64` */
  readonly release?: string;
  /** the first two numbers of `release` */
  readonly major?: number;
  readonly minor?: number;
  /** build number and date: `#1 SMP PREEMPT_DYNAMIC Debian 6.12.9-1` */
  readonly version?: string;
  /** Node.js's name for the processor: `x64`, `arm64` */
  readonly arch: string;
  /** the kernel describes its own types (CONFIG_DEBUG_INFO_BTF), which CO-RE relocation needs */
  readonly btf: boolean;
  /** seconds since boot */
  readonly uptime?: number;
}

/** Reads /proc/sys/kernel, /proc/uptime and looks for /sys/kernel/btf/vmlinux. */
export function readKernel({ proc, sys }: Roots = ROOTS): Kernel {
  const release = readText(`${proc}/sys/kernel/osrelease`)?.trim();
  const version = readText(`${proc}/sys/kernel/version`)?.trim();
  const numbers = /^(\d+)\.(\d+)/.exec(release ?? '');
  const uptime = Number.parseFloat(readText(`${proc}/uptime`) ?? '');
  return {
    ...(release ? { release } : {}),
    ...(numbers ? { major: Number(numbers[1]), minor: Number(numbers[2]) } : {}),
    ...(version ? { version } : {}),
    arch: arch(),
    btf: readable(`${sys}/kernel/btf/vmlinux`),
    ...(Number.isFinite(uptime) ? { uptime } : {}),
  };
}

/** Whether the kernel is `major.minor` or newer; undefined where its release cannot be read. */
export function isAtLeast(kernel: Kernel, major: number, minor: number): boolean | undefined {
  if (kernel.major === undefined || kernel.minor === undefined) return undefined;
  return kernel.major > major || (kernel.major === major && kernel.minor >= minor);
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
