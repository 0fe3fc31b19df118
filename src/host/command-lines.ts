import { type Process, processKey } from '../model/process.js';
import { readArguments, readStat, sameStart } from './proc.js';

const REMEMBERED = 4096;
/** What a reader of one incident can use; the kernel keeps up to a page and more. */
const MAX_LENGTH = 256;

/**
 * Command lines of processes that events name but do not describe: the kernel side takes the actor's own, and a target's
 * stands in memory that only the target can read cheaply. Asked of /proc, once per process.
 */
export class CommandLines {
  readonly #known = new Map<string, string | undefined>();

  /** The process with its command line, or as it is where /proc does not have it any more or shows another one. */
  describe(process: Process): Process {
    if (process.cmdline !== undefined || process.start === undefined) return process;
    const key = processKey(process);
    if (!this.#known.has(key)) {
      if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
      this.#known.set(key, readCommandLine(process.tgid, process.start));
    }
    const cmdline = this.#known.get(key);
    return cmdline === undefined ? process : { ...process, cmdline };
  }
}

/** The start is compared after the arguments were read, so that they are not those of a later process. */
function readCommandLine(pid: number, start: number): string | undefined {
  const words = readArguments(pid);
  const stat = readStat(pid);
  if (words === undefined || stat === undefined || !sameStart(stat.startTicks, start)) return undefined;
  // no half of a surrogate pair at its end: it could not be written as UTF-8
  return words
    .join(' ')
    .slice(0, MAX_LENGTH)
    .replace(/[\ud800-\udbff]$/, '');
}
