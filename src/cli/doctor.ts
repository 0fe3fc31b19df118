import type { Command } from 'commander';
import type { Audit } from '../host/audit.js';
import { type Diagnosis, diagnose, type ProbeStatus, type Trial, type Verdict, works } from '../host/doctor.js';
import { readFacts } from '../host/facts.js';
import type { Attach } from '../native/sensor.js';
import { attachOption } from './options.js';

const EXIT_CODES: Record<Verdict, number> = { complete: 0, gaps: 1, 'cannot-run': 2 };

export function registerDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('say what this host lets the sensor see, by trying it, and how to mend each gap')
    .option('--json', 'one JSON object instead of text')
    .addOption(attachOption())
    .addHelpText('after', '\nExit codes: 0 all probes work; 1 the sensor runs with gaps; 2 it cannot run.')
    .action(async (options: { json?: true; attach: Attach }) => {
      const diagnosis = diagnose(readFacts(await tryProbes(options.attach)));
      process.stdout.write(options.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDiagnosis(diagnosis));
      process.exitCode = EXIT_CODES[diagnosis.verdict];
    });
}

/** The addon is imported here, not above: without it `doctor` still has the rest to say. */
async function tryProbes(attach: Attach): Promise<Trial> {
  try {
    const { attachModeOf, tryPrograms } = await import('../native/sensor.js');
    const tried = await tryPrograms({ attach });
    return { ran: true, attachMode: attachModeOf(tried.probes), ...tried };
  } catch (error) {
    return { ran: false, error: error instanceof Error ? error.message : String(error) };
  }
}

const HEADLINES: Record<Verdict, string> = {
  complete: 'The sensor works on this host: every probe was loaded and attached.',
  gaps: 'The sensor works on this host, with gaps.',
  'cannot-run': 'The sensor cannot run on this host.',
};

/** The diagnosis for a person. */
export function renderDiagnosis(diagnosis: Diagnosis): string {
  const lines = [HEADLINES[diagnosis.verdict], '', ...table(hostRows(diagnosis)), ''];
  if (diagnosis.trial.ran) {
    const rows = diagnosis.trial.probes.map((status): [string, string] => [status.probe.name, describeProbe(status)]);
    const unseen = diagnosis.coverage.filter(({ seenBy }) => seenBy.length === 0);
    lines.push('probes', ...table(rows), '');
    if (unseen.length > 0) lines.push(`not seen at all: ${unseen.map(({ operation }) => operation).join(', ')}`, '');
  }
  for (const finding of diagnosis.findings) {
    // The kernel's reason may be the many lines of the verifier.
    lines.push(`${finding.level}: ${finding.what.trimEnd().replaceAll('\n', '\n  ')}`);
    lines.push(`  means: ${finding.consequence}`, `  cure:  ${finding.cure}`, '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function describeReading(trial: Trial): [string, string][] {
  if (!trial.ran || trial.loadsFields === undefined) return [];
  const dear = 'by a helper, which makes each event about three times as dear (kernels since 6.2 need none)';
  return [['reads of the kernel', trial.loadsFields ? 'by loads' : dear]];
}

function hostRows({ kernel, uid, capabilities, namespaces, security, audit, trial }: Diagnosis): [string, string][] {
  return [
    ['kernel', `${kernel.release ?? UNKNOWN} ${kernel.arch}, ${kernel.btf ? 'with BTF' : 'without BTF'}`],
    ['user', `uid ${uid}, ${capabilities === undefined ? `capabilities ${UNKNOWN}` : describe(capabilities)}`],
    ['namespaces', `pid ${initial(namespaces.initialPid)}, user ${initial(namespaces.initialUser)}`],
    ['lockdown', security.lockdown ?? `${UNKNOWN} (securityfs is not mounted)`],
    ['ptrace_scope', String(security.ptraceScope ?? UNKNOWN)],
    ['unprivileged_bpf_disabled', String(security.unprivilegedBpfDisabled ?? UNKNOWN)],
    ['perf_event_paranoid', String(security.perfEventParanoid ?? UNKNOWN)],
    ['attach mode', trial.ran ? trial.attachMode : 'none'],
    ...describeReading(trial),
    ['audit', describeAudit(audit)],
  ];
}

function describeProbe(status: ProbeStatus): string {
  if (works(status)) return `works, on ${status.hook}`;
  if (status.probe.abi === 'i386') return 'not watched';
  return status.hook === undefined ? 'DOES NOT WORK' : `DOES NOT WORK, on ${status.hook}`;
}

const UNKNOWN = 'unknown';

const initial = (value: boolean | undefined): string =>
  value === undefined ? UNKNOWN : value ? 'the host’s' : 'its own';

/** CAP_SYS_ADMIN implies the first two. */
const NEEDED = ['CAP_BPF', 'CAP_PERFMON', 'CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'];
const IMPLIED = NEEDED.slice(0, 2);

function describe(capabilities: readonly string[]): string {
  const isAdmin = capabilities.includes('CAP_SYS_ADMIN');
  const held = NEEDED.filter((name) => capabilities.includes(name) || (isAdmin && IMPLIED.includes(name)));
  return held.length === NEEDED.length
    ? 'with all capabilities needed'
    : `with ${held.join(', ') || 'none'} of those needed`;
}

function describeAudit({ built, boot, kauditd, status }: Audit): string {
  if (built === false) return 'not in this kernel';
  if (status !== undefined) {
    const state = ['off', 'on', 'on, locked'][status.enabled] ?? String(status.enabled);
    const daemon = status.pid > 0 ? `read by pid ${status.pid}` : 'no daemon';
    return `${state}, ${daemon}, ${status.lost} records lost since boot`;
  }
  if (boot === 'off') return 'off since boot (audit=0)';
  if (boot === 'on') return 'on since boot (audit=1); no status without auditctl and root';
  return kauditd ? 'in this kernel; whether it is on is unknown without auditctl and root' : UNKNOWN;
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}
