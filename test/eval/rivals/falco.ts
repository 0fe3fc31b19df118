import { type Event, succeeded } from '../../../src/model/event.js';
import type { RivalRule } from './rule.js';

const SOURCE = 'https://github.com/falcosecurity/rules/blob/main/rules/falco_rules.yaml';

/** `evt.arg.request contains …`: so PTRACE_SETREGS stands for PTRACE_SETREGSET too. */
const REQUESTS = ['PTRACE_POKETEXT', 'PTRACE_POKEDATA', 'PTRACE_ATTACH', 'PTRACE_SEIZE', 'PTRACE_SETREGS'];

const isSpawn = (event: Event): boolean => event.operation === 'exec' && succeeded(event);

/** proc.exe is the first argument, which the caller chooses. */
const firstArgument = ({ actor, file }: Event): string => actor.cmdline?.split(' ', 1)[0] ?? file?.path ?? '';

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
    condition: 'spawned_process and proc.is_exe_from_memfd = true, but for memfd:runc_cloned:/proc/self/exe',
    matches: (event) =>
      isSpawn(event) && event.file?.memfd === true && event.file.path !== 'memfd:runc_cloned:/proc/self/exe',
  },
  {
    tool: 'Falco',
    name: 'Execution from /dev/shm',
    priority: 'Warning',
    source: SOURCE,
    condition: 'spawned_process and proc.exe startswith "/dev/shm/" (and shells that are given such a script)',
    matches: (event) => isSpawn(event) && firstArgument(event).startsWith('/dev/shm/'),
  },
];
