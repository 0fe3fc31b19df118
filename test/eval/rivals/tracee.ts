import { type Event, succeeded } from '../../../src/model/event.js';
import { toInt32 } from '../../../src/model/word.js';
import type { RivalRule } from './rule.js';

/** A signature as it is in one revision. */
const sourceOf = (file: string, revision: string): string =>
  `https://github.com/aquasecurity/tracee/blob/${revision}/signatures/golang/${file}.go`;

/** The signature's own expression: it wants two characters at least, and takes any path that begins with a digit. */
const MEM_FILE = /\/proc\/(?:\d.+)\/mem$/;

const O_ACCMODE = 3;
const O_RDONLY = 0;
const O_WRONLY = 1;

const opensMem = (event: Event): boolean =>
  event.operation === 'open-mem' && succeeded(event) && MEM_FILE.test(pathOf(event));

/** Tracee gives the path under which proc is mounted; ours begins there. */
function pathOf({ file }: Event): string {
  const path = file?.path ?? '';
  return path.startsWith('/proc/') ? path : `/proc${path}`;
}

const accessOf = ({ flags = 0 }: Event): number => flags & O_ACCMODE;

const MEMORY_PATHS = ['memfd:', '/dev/shm/', '/run/shm/'];

/**
 * Its signatures about what Interloper watches, but for dynamic_code_loading: that asks which protection a mapping had
 * before, which our events do not say.
 */
export const TRACEE: readonly RivalRule[] = [
  {
    tool: 'Tracee',
    name: 'anti_debugging',
    priority: '1 of 3',
    source: sourceOf('anti_debugging_ptraceme', '00f6f457a1c28de00927b5e49f85b6288498baa1'),
    condition: 'ptrace with request PTRACE_TRACEME',
    matches: ({ request }) => request === 'PTRACE_TRACEME',
  },
  {
    tool: 'Tracee',
    name: 'ptrace_code_injection',
    priority: '3 of 3',
    source: sourceOf('ptrace_code_injection', 'ec478cc6a6b35b70c024f265d47d8d0910f3789a'),
    condition: 'ptrace with request PTRACE_POKETEXT or PTRACE_POKEDATA',
    matches: ({ request }) => request === 'PTRACE_POKETEXT' || request === 'PTRACE_POKEDATA',
  },
  {
    tool: 'Tracee',
    name: 'process_vm_write_inject',
    priority: '3 of 3',
    source: sourceOf('process_vm_write_code_injection', '00f6f457a1c28de00927b5e49f85b6288498baa1'),
    condition: 'process_vm_writev whose pid argument is not the caller’s own',
    matches: ({ call, args, actor }) =>
      call === 'process_vm_writev' && args?.[0] !== undefined && toInt32(args[0]) !== actor.tgid,
  },
  {
    tool: 'Tracee',
    name: 'proc_mem_code_injection',
    priority: '3 of 3',
    source: sourceOf('proc_mem_code_injection', '00f6f457a1c28de00927b5e49f85b6288498baa1'),
    condition: 'security_file_open for writing of a path that matches /proc/(?:\\d.+)/mem$',
    matches: (event) => opensMem(event) && accessOf(event) !== O_RDONLY,
  },
  {
    tool: 'Tracee',
    name: 'proc_mem_access',
    priority: '3 of 3',
    source: sourceOf('proc_mem_access', '48319152bf2830fbead5a90ac0c27de2246bbe71'),
    condition: 'security_file_open for reading of a path that matches /proc/(?:\\d.+)/mem$',
    matches: (event) => opensMem(event) && accessOf(event) !== O_WRONLY,
  },
  {
    tool: 'Tracee',
    name: 'fileless_execution',
    priority: '3 of 3',
    source: sourceOf('fileless_execution', '7bb2d5944cb4dfa7b7f3e9ba28e2afeb709f4db9'),
    condition: 'sched_process_exec of a path that begins with memfd:, /dev/shm/ or /run/shm/',
    matches: (event) =>
      event.operation === 'exec' &&
      succeeded(event) &&
      MEMORY_PATHS.some((start) => event.file?.path?.startsWith(start) === true),
  },
];
