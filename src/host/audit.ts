import { askAuditctl } from './auditctl.js';
import { readStat } from './proc.js';
import { ROOTS, type Roots, readNames, readText } from './read.js';

/** What the kernel says of its audit subsystem, by audit_status of linux/audit.h. */
export interface AuditStatus {
  /** 0 off, 1 on, 2 on and locked until the next boot */
  readonly enabled: number;
  /** the daemon that receives records; 0 where there is none */
  readonly pid: number;
  /** records lost since boot */
  readonly lost: number;
  /** records waiting, and how many may */
  readonly backlog: number;
  readonly backlogLimit: number;
}

/** What can be known of auditing on this host. An absent field could not be read. */
export interface Audit {
  /** the kernel was built with auditing (CONFIG_AUDIT) */
  readonly built?: boolean;
  /** `audit=` on the kernel's command line: it overrules what user space wants */
  readonly boot?: 'on' | 'off';
  /** the kernel thread that hands records out is there: auditing was not switched off at boot */
  readonly kauditd?: boolean;
  readonly status?: AuditStatus;
}

/** Reads /proc, and asks `auditctl -s` for the status where it is installed and may ask. */
export function readAudit(roots: Roots = ROOTS, ask: () => string | undefined = askStatus): Audit {
  const names = readNames(`${roots.proc}/self`);
  const boot = bootParameter(readText(`${roots.proc}/cmdline`));
  const kauditd = findKauditd(roots);
  const status = parseAuditStatus(ask() ?? '');
  return {
    ...(names !== undefined && { built: names.includes('loginuid') }),
    ...(boot !== undefined && { boot }),
    ...(kauditd !== undefined && { kauditd }),
    ...(status !== undefined && { status }),
  };
}

/** The output of `auditctl -s`: a name and a number a line. Undefined where one that matters is missing. */
export function parseAuditStatus(text: string): AuditStatus | undefined {
  const numbers = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\w+) (\d+)$/.exec(line.trim()) ?? [];
    if (name !== undefined) numbers.set(name, Number(value));
  }
  const enabled = numbers.get('enabled');
  const pid = numbers.get('pid');
  const lost = numbers.get('lost');
  const backlog = numbers.get('backlog');
  const backlogLimit = numbers.get('backlog_limit');
  if (enabled === undefined || pid === undefined || lost === undefined) return undefined;
  if (backlog === undefined || backlogLimit === undefined) return undefined;
  return { enabled, pid, lost, backlog, backlogLimit };
}

/** The kernel takes the last one. Source: audit_enable() in kernel/audit.c. */
function bootParameter(cmdline: string | undefined): 'on' | 'off' | undefined {
  const values = [...(cmdline ?? '').matchAll(/(?:^|\s)audit=(\S+)/g)];
  const last = values.at(-1)?.[1];
  if (last === '0' || last === 'off') return 'off';
  return last === undefined ? undefined : 'on';
}

/** Looks among the children of kthreadd, where no program can put itself. */
function findKauditd(roots: Roots): boolean | undefined {
  // In another pid namespace the kernel's threads are not shown.
  if (readStat(2, roots)?.comm !== 'kthreadd') return undefined;
  for (const name of readNames(roots.proc) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name), roots);
    if (stat?.comm === 'kauditd' && stat.ppid === 2) return true;
  }
  return false;
}

function askStatus(): string | undefined {
  try {
    return askAuditctl('-s');
  } catch {
    return undefined;
  }
}
