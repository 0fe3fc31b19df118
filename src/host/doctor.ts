import type { Operation } from '../model/event.js';
import type { Audit } from './audit.js';
import { isAtLeast, type Kernel } from './kernel.js';
import type { Namespaces } from './namespaces.js';
import type { Security } from './security.js';

/** What became of one probe when its BPF program was loaded and attached for trial. */
export interface ProbeStatus {
  readonly probe: {
    /** the system call or kernel event */
    readonly name: string;
    readonly abi: 'x86_64' | 'i386' | 'any';
    readonly operations: readonly Operation[];
    /** what stays unseen without it */
    readonly without: string;
  };
  /** what its BPF programs hook; absent where none loads */
  readonly hook?: string;
  readonly mode?: string;
  readonly loaded: boolean;
  readonly attached: boolean;
  /** the kernel's or libbpf's reason, where it is not both */
  readonly error?: string;
}

/** The trial of all probes, or why there was none. */
export type Trial =
  | {
      readonly ran: true;
      readonly attachMode: string;
      readonly probes: readonly ProbeStatus[];
      /** the programs read the kernel's fields by loads; absent where none was loaded */
      readonly loadsFields?: boolean;
    }
  | { readonly ran: false; readonly error: string };

/** Everything that the diagnosis is made from. */
export interface Facts {
  readonly kernel: Kernel;
  /** effective uid */
  readonly uid: number;
  /** effective capabilities; absent where /proc could not tell */
  readonly capabilities?: readonly string[];
  readonly namespaces: Namespaces;
  readonly security: Security;
  readonly audit: Audit;
  readonly trial: Trial;
}

const LEVELS = ['blocks', 'gap', 'note'] as const;

/** `blocks`: the sensor cannot run; `gap`: it runs and misses something; `note`: it misses nothing. */
export type FindingLevel = (typeof LEVELS)[number];

/** One thing about the host that the user should know. */
export interface Finding {
  readonly level: FindingLevel;
  readonly what: string;
  readonly consequence: string;
  readonly cure: string;
}

/** Which probes see an operation, by whether they work here. */
export interface Coverage {
  readonly operation: Operation;
  readonly seenBy: readonly string[];
  readonly notSeenBy: readonly string[];
}

export type Verdict = 'complete' | 'gaps' | 'cannot-run';

export interface Diagnosis extends Facts {
  readonly verdict: Verdict;
  readonly coverage: readonly Coverage[];
  /** the worst level first */
  readonly findings: readonly Finding[];
}

/** What this host lets the sensor see, and what each gap costs. */
export function diagnose(facts: Facts): Diagnosis {
  const findings = [...hostFindings(facts), ...trialFindings(facts.trial), ...auditFindings(facts.audit)].sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level),
  );
  const has = (level: FindingLevel): boolean => findings.some((finding) => finding.level === level);
  const verdict = has('blocks') ? 'cannot-run' : has('gap') ? 'gaps' : 'complete';
  const coverage = facts.trial.ran ? coverageOf(facts.trial.probes) : [];
  return { ...facts, verdict, coverage, findings };
}

/** What of the host itself stands in the way, whatever the probes do. */
export function hostFindings(facts: Omit<Facts, 'trial'>): Finding[] {
  return [...kernelFindings(facts.kernel), ...privilegeFindings(facts), ...securityFindings(facts.security)];
}

/** Whether a probe was loaded and attached. */
export const works = (status: ProbeStatus): boolean => status.loaded && status.attached;

function coverageOf(probes: readonly ProbeStatus[]): Coverage[] {
  const operations = [...new Set(probes.flatMap(({ probe }) => probe.operations))];
  return operations.map((operation) => {
    const watching = probes.filter(({ probe }) => probe.operations.includes(operation));
    const names = (some: readonly ProbeStatus[]): string[] => some.map(({ probe }) => probe.name);
    return {
      operation,
      seenBy: names(watching.filter(works)),
      notSeenBy: names(watching.filter((status) => !works(status))),
    };
  });
}

function kernelFindings(kernel: Kernel): Finding[] {
  const findings: Finding[] = [];
  if (isAtLeast(kernel, 5, 8) === false) {
    findings.push({
      level: 'blocks',
      what: `the kernel is ${kernel.release}`,
      consequence: 'it has no BPF ring buffer, so no event can reach the sensor',
      cure: 'boot a kernel of version 5.8 or newer, or read audit logs with `interloper analyze`',
    });
  }
  if (!kernel.btf) {
    findings.push({
      level: 'blocks',
      what: '/sys/kernel/btf/vmlinux is not there',
      consequence: 'the BPF programs cannot be fitted to this kernel',
      cure: 'boot a kernel built with CONFIG_DEBUG_INFO_BTF (the distributions’ are), and have sysfs mounted on /sys',
    });
  }
  return findings;
}

function privilegeFindings({ capabilities, namespaces, uid }: Omit<Facts, 'trial'>): Finding[] {
  const findings: Finding[] = [];
  if (namespaces.initialUser === false) {
    findings.push({
      level: 'blocks',
      what: 'this process is in a user namespace of its own',
      consequence: 'its capabilities do not hold against the kernel, which refuses the BPF programs',
      cure: 'run on the host, or in a container that keeps the host’s user namespace',
    });
  }
  if (capabilities !== undefined) {
    // CAP_SYS_ADMIN implies both: it is the fallback in bpf_capable() and perfmon_capable().
    const isAdmin = capabilities.includes('CAP_SYS_ADMIN');
    const missing = isAdmin ? [] : ['CAP_BPF', 'CAP_PERFMON'].filter((name) => !capabilities.includes(name));
    if (missing.length > 0) {
      findings.push({
        level: 'blocks',
        what: `this process (uid ${uid}) lacks ${missing.join(', ')}`,
        consequence: 'the kernel lets it load no BPF program',
        cure: 'run it as root: `sudo interloper …`; in a container, with these capabilities added',
      });
    }
    const reading = ['CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'].filter((name) => !capabilities.includes(name));
    if (missing.length === 0 && reading.length > 0) {
      findings.push({
        level: 'gap',
        what: `this process lacks ${reading.join(', ')}`,
        consequence: 'command lines and memory maps of other users’ processes stay unknown',
        cure: 'add these capabilities',
      });
    }
  }
  if (namespaces.initialPid === false) {
    findings.push({
      level: 'gap',
      what: 'this process is in a pid namespace of its own',
      consequence:
        '/proc shows other numbers than the events: command lines and memory maps stay unknown or are not those of the process meant',
      cure: 'run on the host, or in a container with the host’s pid namespace (`--pid=host`)',
    });
  }
  return findings;
}

function securityFindings(security: Security): Finding[] {
  const findings: Finding[] = [];
  if (security.lockdown === 'confidentiality') {
    findings.push({
      level: 'blocks',
      what: 'the kernel is locked down for confidentiality',
      consequence: 'BPF programs may not read kernel memory, so they cannot say who did what to whom',
      cure: 'boot with lockdown=integrity, or without lockdown',
    });
  }
  if (security.ptraceScope === 3) {
    findings.push({
      level: 'note',
      what: 'kernel.yama.ptrace_scope is 3: nobody can attach to a process',
      consequence: 'the self-test cannot show an attach; attempts are still seen, with their error',
      cure: 'none needed; it can be lowered only by a reboot',
    });
  }
  if (security.ptraceScope === 0 || security.ptraceScope === 'not-built') {
    findings.push({
      level: 'note',
      what: security.ptraceScope === 0 ? 'kernel.yama.ptrace_scope is 0' : 'the kernel has no Yama, so no ptrace_scope',
      consequence: 'every program may attach to every other one of the same user',
      cure:
        security.ptraceScope === 0
          ? '`sysctl kernel.yama.ptrace_scope=1`, where no debugger needs more'
          : 'a kernel with CONFIG_SECURITY_YAMA can limit that',
    });
  }
  if (security.x32) {
    findings.push({
      level: 'gap',
      what: 'the kernel takes calls of the x32 interface',
      consequence:
        'in attach mode fentry ptrace(2) by them is not seen, and a refused execve(2); attach mode tracepoint watches them by their numbers, which was tried on no kernel',
      cure: 'boot without syscall.x32=y, or with a kernel without CONFIG_X86_X32_ABI: hardly a program needs it',
    });
  }
  if (security.unprivilegedBpfDisabled === 0) {
    findings.push({
      level: 'note',
      what: 'kernel.unprivileged_bpf_disabled is 0',
      consequence: 'every user may load some BPF programs, which widens what an attacker can try on the kernel',
      cure: '`sysctl kernel.unprivileged_bpf_disabled=1`',
    });
  }
  if (security.bpfStats === 1) {
    findings.push({
      level: 'note',
      what: 'kernel.bpf_stats_enabled is 1',
      consequence: 'every run of a BPF program costs two more readings of the clock',
      cure: '`sysctl kernel.bpf_stats_enabled=0` when nobody measures',
    });
  }
  return findings;
}

function trialFindings(trial: Trial): Finding[] {
  if (!trial.ran) {
    return [
      {
        level: 'blocks',
        what: `the BPF programs could not be tried: ${trial.error}`,
        consequence: 'the sensor cannot start either',
        cure: 'see the other findings; if there is none that blocks, build the addon for this Node.js: `make build`',
      },
    ];
  }
  const unserved = trial.probes.filter((status) => !works(status));
  // Left out by choice where they alone would cost every call of every task.
  const failed = unserved.filter(({ probe }) => probe.abi !== 'i386');
  if (unserved.length === trial.probes.length) {
    return [
      {
        level: 'blocks',
        what: `no BPF program can be loaded and attached: ${failed[0]?.error ?? 'there is none'}`,
        consequence: 'the sensor sees nothing',
        cure: cureFor(failed[0]?.error),
      },
    ];
  }
  const findings = failed.map(
    ({ probe, hook, loaded, error }): Finding => ({
      level: 'gap',
      what: `the probe ${probe.name}${hook === undefined ? '' : ` (${hook})`} cannot be ${loaded ? 'attached' : 'loaded'}: ${error ?? 'no reason given'}`,
      consequence: probe.without,
      cure: cureFor(error),
    }),
  );
  if (unserved.length > failed.length) {
    findings.push({
      level: 'note',
      what: 'calls through the 32-bit interface (i386, `int $0x80`, from 64-bit programs too) are not watched',
      consequence:
        'what is done through them is not seen: this kernel has no functions for them that could be hooked, as one that is built without them',
      cure: 'none needed where the kernel takes no such calls; `--i386` watches them by a program at the exit of every call of every task',
    });
  }
  return findings;
}

export function cureFor(error: string | undefined): string {
  if (error !== undefined && /EPERM|EACCES|not permitted|denied/i.test(error)) {
    return 'run as root on the host; if it is, the kernel forbids it (lockdown, seccomp of a container, an LSM policy)';
  }
  if (error !== undefined && /ENOENT|ESRCH|No such/i.test(error)) {
    return 'the kernel lacks what it hooks: boot one built with CONFIG_BPF_EVENTS and CONFIG_FTRACE_SYSCALLS';
  }
  return 'boot another kernel, or report this one with the output of `interloper doctor --json`';
}

function auditFindings(audit: Audit): Finding[] {
  const useless = 'audit can be no second source on this host; the sensor itself does not need it';
  if (audit.built === false) {
    const cure = 'a kernel with CONFIG_AUDITSYSCALL';
    return [{ level: 'note', what: 'the kernel has no auditing', consequence: useless, cure }];
  }
  if (audit.boot === 'off') {
    const cure = 'boot without audit=0';
    return [{ level: 'note', what: 'auditing was switched off at boot', consequence: useless, cure }];
  }
  if (audit.status === undefined) {
    return [
      {
        level: 'note',
        what: 'whether auditing is switched on is unknown',
        consequence: 'nothing for the sensor; only the comparison with audit needs it',
        cure: 'install auditctl (package auditd) and run this as root',
      },
    ];
  }
  if (audit.status.enabled === 0) {
    const cure = '`auditctl -e 1`, with auditd running';
    return [{ level: 'note', what: 'auditing is switched off', consequence: useless, cure }];
  }
  return [];
}
