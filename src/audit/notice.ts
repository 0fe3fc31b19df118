import type { Timestamp } from '../model/timestamp.js';

/** A setting or a rule of auditing was changed, or would have been. Format: audit_log_config_change in kernel/audit.c. */
export interface ConfigChange {
  readonly kind: 'config-change';
  readonly time: Timestamp;
  readonly serial: number;
  /** `set`, `add_rule`, `remove_rule`, …; older kernels say none of a setting */
  readonly op?: string;
  /** `audit_enabled`, `audit_backlog_limit`, `audit_rate_limit`, … */
  readonly setting?: string;
  readonly value?: number;
  readonly old?: number;
  /** false where the kernel refused: the configuration is locked, or the rule is wrong */
  readonly done: boolean;
}

/** A BPF program was loaded or unloaded. Format: bpf_audit_prog in kernel/bpf/syscall.c. */
export interface BpfNotice {
  readonly kind: 'bpf';
  readonly time: Timestamp;
  readonly serial: number;
  readonly op: 'load' | 'unload';
  /** id of the program, as `bpftool prog` lists it */
  readonly program: number;
}

/** Records of an event came, and its SYSCALL record did not: what the call was is not known. */
export interface Headless {
  readonly kind: 'headless';
  readonly time: Timestamp;
  readonly serial: number;
}

/** A record that is no event of a process, and tells what others can be expected. */
export type Notice = ConfigChange | BpfNotice | Headless;

/** Such records are some 150 bytes long. */
const LONGEST = 1024;

const SETTING = /(?:^|\s)(audit_\w+)=(\d+) old=(\d+)/;

/** What a CONFIG_CHANGE record says, whose fields are in [start, end). */
export function readConfigChange(
  bytes: Buffer,
  start: number,
  end: number,
  at: Pick<ConfigChange, 'time' | 'serial'>,
): ConfigChange {
  const text = bytes.toString('latin1', start, Math.min(end, start + LONGEST));
  const op = /(?:^|\s)op="?(\w+)/.exec(text)?.[1];
  const setting = SETTING.exec(text);
  return {
    kind: 'config-change',
    ...at,
    ...(op !== undefined && { op }),
    ...(setting !== null && { setting: setting[1]!, value: Number(setting[2]), old: Number(setting[3]) }),
    done: /\sres=0\b/.exec(text) === null,
  };
}

/** What a BPF record says, whose fields are in [start, end); undefined where it says neither of the two. */
export function readBpfNotice(
  bytes: Buffer,
  start: number,
  end: number,
  at: Pick<BpfNotice, 'time' | 'serial'>,
): BpfNotice | undefined {
  const text = bytes.toString('latin1', start, Math.min(end, start + LONGEST));
  const found = /^\s*prog-id=(\d+) op=(LOAD|UNLOAD)\b/.exec(text);
  if (found === null) return undefined;
  return { kind: 'bpf', ...at, op: found[2] === 'LOAD' ? 'load' : 'unload', program: Number(found[1]) };
}
