import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/** What QEMU takes for a break of the serial line where that is multiplexed: Control-A and b. */
const BREAK = '\x01b';

/** After a break the kernel takes one key as its magic SysRq: all of its messages to the console, then a list of all tasks. */
const KEYS = ['9', 't'];

/** Between what is sent, so that the break and the key come to the kernel one after the other. */
const PAUSE_MS = 500;

/** Has a guest's kernel tell in what each of its tasks waits (Documentation/admin-guide/sysrq.rst). */
export async function askForStacks(console: Writable): Promise<void> {
  for (const key of KEYS) {
    for (const bytes of [BREAK, key]) {
      // It may be gone by then.
      if (console.writable) console.write(bytes);
      await setTimeout(PAUSE_MS);
    }
  }
}

/** What a console tells of a guest that was asked for its stacks. */
export interface Stacks {
  /** the console until then; all of it where it was not asked, or did not answer */
  readonly before: string;
  /** a line for each task but the kernel's own: who, its state, and the functions that it is in, the innermost first */
  readonly waits: readonly string[];
}

const ANSWER = /^(\[ *[\d.]+\] )?sysrq: (Changing Loglevel|Show State)/m;
const STAMP = /^\[ *[\d.]+\]/;
const TASK = /^ ?task:(?<comm>.+?)\s+state:(?<state>\S+)\s.*\bpid:\s*(?<pid>\d+).*\bppid:\s*(?<ppid>\d+)/;
/** Those with a question mark were found on the stack, and are not known to be callers. */
const FRAME = /^ +(?:\[<[0-9a-f]*>\] )?(?<function>[\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+/;
/** Of each stack that a system call began. */
const ENTRY = /^(do_syscall_64|entry_SYSCALL_64_after_hwframe|x64_sys_call|__schedule|schedule)$/;
const KTHREADD = '2';

/** Reads the answer to askForStacks(). */
export function readStacks(text: string): Stacks {
  const at = text.search(ANSWER);
  if (at < 0) return { before: text, waits: [] };
  const tasks: { who: string; frames: string[] }[] = [];
  let frames: string[] = [];
  for (const line of text.slice(at).split(/\r?\n/)) {
    const said = line.replace(STAMP, '');
    const { comm, state, pid, ppid } = TASK.exec(said)?.groups ?? {};
    if (comm !== undefined) {
      frames = [];
      if (pid !== KTHREADD && ppid !== KTHREADD)
        tasks.push({ who: `${comm} (${pid}, child of ${ppid}, ${state})`, frames });
      continue;
    }
    const name = FRAME.exec(said)?.groups?.['function'];
    if (name !== undefined && !ENTRY.test(name)) frames.push(name);
  }
  return { before: text.slice(0, at), waits: tasks.map((task) => `  ${task.who}: ${task.frames.join(' < ')}`) };
}
