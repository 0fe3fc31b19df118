import { type Event, succeeded } from '../../../src/model/event.js';
import type { RivalRule } from './rule.js';

/** The conditions are those of this revision, but for the exceptions of memfds, which later ones have filled. */
const SOURCE =
  'https://github.com/falcosecurity/rules/blob/f69f43392fbf11a961ced732bcbe0c0d241308eb/rules/falco_rules.yaml';

/** `evt.arg.request contains …`: so PTRACE_SETREGS stands for PTRACE_SETREGSET too. */
const REQUESTS = ['PTRACE_POKETEXT', 'PTRACE_POKEDATA', 'PTRACE_ATTACH', 'PTRACE_SEIZE', 'PTRACE_SETREGS'];

const isSpawn = (event: Event): boolean => event.operation === 'exec' && succeeded(event);

/** proc.exe is the first argument, which the caller chooses. */
const firstArgument = ({ actor, file }: Event): string => actor.cmdline?.split(' ', 1)[0] ?? file?.path ?? '';

/** proc.args: what follows the first argument. */
const furtherArguments = ({ actor }: Event): string => actor.cmdline?.split(' ').slice(1).join(' ') ?? '';

/** The macro shell_procs: proc.name in the list shell_binaries. */
const SHELLS = ['ash', 'bash', 'csh', 'ksh', 'sh', 'tcsh', 'zsh', 'dash'];
const isShell = ({ actor }: Event): boolean => SHELLS.includes(actor.comm ?? '');
const SCRIPTS = ['-c /dev/shm', '-i /dev/shm', '/dev/shm'];

/** The macro known_memfd_execution_processes: names that runc and its copy have. */
const KNOWN_COPY = 'memfd:runc_cloned:/proc/self/exe';
function isKnownMemfd(event: Event): boolean {
  const { actor, file } = event;
  return (
    actor.comm === 'runc' ||
    actor.parent?.comm === 'runc' ||
    file?.path === KNOWN_COPY ||
    firstArgument(event) === KNOWN_COPY
  );
}

/** Rules of the maturity `stable` about what Interloper watches, without the exceptions for named containers and images. */
export const FALCO: readonly RivalRule[] = [
  {
    tool: 'Falco',
    name: 'PTRACE attached to process',
    priority: 'Warning',
    source: SOURCE,
    condition: `evt.type = ptrace and evt.arg.request contains one of ${REQUESTS.join(', ')}`,
    matches: ({ call, request }) => call === 'ptrace' && REQUESTS.some((one) => request?.includes(one) === true),
  },
  {
    tool: 'Falco',
    name: 'PTRACE anti-debug attempt',
    priority: 'Notice',
    source: SOURCE,
    condition: 'evt.type = ptrace and evt.arg.request contains PTRACE_TRACEME',
    matches: ({ request }) => request === 'PTRACE_TRACEME',
  },
  {
    tool: 'Falco',
    name: 'Fileless execution via memfd_create',
    priority: 'Critical',
    source: SOURCE,
    condition:
      'spawned_process and proc.is_exe_from_memfd = true and not known_memfd_execution_processes (runc, its children, memfd:runc_cloned:/proc/self/exe)',
    matches: (event) => isSpawn(event) && event.actor.exe?.memfd === true && !isKnownMemfd(event),
  },
  {
    tool: 'Falco',
    name: 'Execution from /dev/shm',
    priority: 'Warning',
    source: SOURCE,
    condition:
      'spawned_process and (proc.exe startswith "/dev/shm/" or shell_procs and proc.args startswith "-c /dev/shm", "-i /dev/shm" or "/dev/shm"); what begins with "./" in that working directory, which our events do not have, is left out',
    matches: (event) =>
      isSpawn(event) &&
      (firstArgument(event).startsWith('/dev/shm/') ||
        (isShell(event) && SCRIPTS.some((start) => furtherArguments(event).startsWith(start)))),
  },
];
