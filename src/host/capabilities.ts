import { ROOTS, type Roots, readText } from './read.js';

/** Names by bit. Source: include/uapi/linux/capability.h, capabilities(7). */
const CAPABILITIES = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Names of the capabilities in a mask, lowest bit first. A bit without a name here is `CAP_41`. */
export function capabilityNames(mask: bigint | number): string[] {
  const names: string[] = [];
  let rest = BigInt(mask);
  for (let bit = 0; rest > 0n; bit++, rest >>= 1n) {
    if (rest & 1n) names.push(CAPABILITIES[bit] ?? `CAP_${bit}`);
  }
  return names;
}

/** The calling process's effective capabilities; undefined where /proc cannot tell. */
export function readEffectiveCapabilities({ proc }: Roots = ROOTS): string[] | undefined {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readText(`${proc}/self/status`) ?? '')?.[1];
  return mask === undefined ? undefined : capabilityNames(BigInt(`0x${mask}`));
}
