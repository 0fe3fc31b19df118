/** Something about the audit system as a whole that limits what any rule can record. */
export interface Limit {
  /** nothing at all is recorded */
  readonly fatal: boolean;
  readonly text: string;
}

/** A queue that a burst of a few hundred events does not fill. */
const ENOUGH_BACKLOG = 1024;

/** Limits in the output of `auditctl -s`. Unknown lines are passed over: versions differ. */
export function limitsOfStatus(status: string): Limit[] {
  const values = new Map<string, string>();
  for (const line of status.split('\n')) {
    const [, name, value] = /^\s*(\w+)[ =]+(\S+)/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  const number = (name: string): number | undefined => {
    const value = Number(values.get(name));
    return Number.isFinite(value) ? value : undefined;
  };
  const limits: Limit[] = [];
  const say = (condition: boolean, text: string, fatal = false): void => {
    if (condition) limits.push({ fatal, text });
  };
  const lost = number('lost') ?? 0;
  const rate = number('rate_limit') ?? 0;
  const backlog = number('backlog_limit');
  say(number('enabled') === 0, 'auditing is switched off (enabled 0): auditctl -e 1', true);
  say(number('pid') === 0, 'no audit daemon runs (pid 0): records go to the kernel log, which drops them under load');
  say(rate > 0, `records beyond ${rate} a second are dropped (rate_limit ${rate}): auditctl -r 0`);
  say(
    backlog !== undefined && backlog > 0 && backlog < ENOUGH_BACKLOG,
    `the queue holds ${backlog} records (backlog_limit ${backlog}), less than one burst of these events: auditctl -b 8192`,
  );
  say(lost > 0, `${lost} records were lost since boot (lost ${lost})`);
  return limits;
}

/** Limits in the kernel's command line. Source: audit_enable and audit_backlog_limit_set in kernel/audit.c. */
export function limitsOfCommandLine(commandLine: string): Limit[] {
  const parameters = commandLine.trim().split(/\s+/);
  const last = parameters
    .filter((word) => word.startsWith('audit='))
    .at(-1)
    ?.slice('audit='.length);
  if (last === '0' || last === 'off') {
    return [{ fatal: true, text: 'auditing was switched off at boot (audit=0 on the kernel command line)' }];
  }
  const limits: Limit[] = [];
  if (last === undefined) {
    limits.push({
      fatal: false,
      text: 'processes that were started before auditing was first enabled are never recorded: boot with audit=1',
    });
  }
  return limits;
}
