import { type Machine, NEEDS, ruleFor, WIDTHS } from './needs.js';

const HEAD = `# Audit rules that let auditd see what Interloper's heuristics look at, as far as audit can.
# Put them into /etc/audit/rules.d/ and run augenrules --load, or load them alone with auditctl -R FILE.
#
# Rules are tried in order and the first that matches decides: a rule for all of ptrace, or a never rule for one of these
# calls, must not stand before them. Check with: interloper policy
#
# What audit cannot see, whatever the rules: which thread acts, the name of a memfd, what process_vm_writev and ptrace
# write into and whose process an argument names (but for attach and seize), writes through an open /proc/PID/mem, calls by
# the x32 interface, and processes that were started before auditing was first enabled (boot with audit=1).
#
# Recommended beside them: a queue that holds bursts (-b 8192), and no rate limit (-r 0).
`;

/** A file for auditctl -R: every need, on both interfaces, each with what it is for and what it costs. */
export function rulesFile(machine: Machine): string {
  const blocks = NEEDS.map((need) => {
    const rules = WIDTHS.map((width) => ruleFor(need, width, machine)).filter((rule) => rule !== undefined);
    const purpose = need.heuristics.length === 0 ? 'lowers false alarms' : need.heuristics.join(', ');
    return `# ${capital(need.title)}. For: ${purpose}.\n# Cost: ${need.cost}.\n${rules.join('\n')}\n`;
  });
  return `${HEAD}\n${blocks.join('\n')}`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
