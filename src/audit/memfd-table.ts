/** A memfd that a process made, by what audit tells of it. */
interface Memfd {
  /** closed when the process executes another program */
  readonly closeOnExec: boolean;
  /** `exe=` of the process when it made it */
  readonly exe: string;
  readonly session: number;
}

const PROCESSES = 1 << 14;
const DESCRIPTORS = 256;

/**
 * Which descriptors of which processes are memfds, as far as calls that audit records tell. It does not record close, dup
 * or what a child inherits, so that what this says is an inference: an entry is given up when the process opens another
 * file under the number or executes another program. The processes that were used least recently are given up first.
 */
export class MemfdTable {
  evicted = 0;
  readonly #processes = new Map<number, Map<number, Memfd>>();

  created(pid: number, fd: number, memfd: Memfd): void {
    let descriptors = this.#processes.get(pid);
    if (descriptors === undefined) {
      descriptors = new Map();
      if (this.#processes.size === PROCESSES) {
        const [oldest] = this.#processes.keys();
        this.#processes.delete(oldest!);
        this.evicted++;
      }
    } else {
      this.#processes.delete(pid);
    }
    this.#processes.set(pid, descriptors);
    if (descriptors.size === DESCRIPTORS && !descriptors.has(fd)) {
      const [oldest] = descriptors.keys();
      descriptors.delete(oldest!);
      this.evicted++;
    }
    descriptors.set(fd, memfd);
  }

  /** Whether anything is known of the process's descriptors. */
  knows(pid: number): boolean {
    return this.#processes.has(pid);
  }

  /** The descriptor is another file now. */
  replaced(pid: number, fd: number): void {
    this.#processes.get(pid)?.delete(fd);
  }

  /** The process executed another program. */
  executed(pid: number): void {
    const descriptors = this.#processes.get(pid);
    if (descriptors === undefined) return;
    for (const [fd, memfd] of descriptors) if (memfd.closeOnExec) descriptors.delete(fd);
    if (descriptors.size === 0) this.#processes.delete(pid);
  }

  /** Whether the descriptor is a memfd that this process made, running the same program or without close-on-exec. */
  has(pid: number, fd: number, exe: string, session: number): boolean {
    const descriptors = this.#processes.get(pid);
    const memfd = descriptors?.get(fd);
    if (memfd === undefined) return false;
    if (memfd.session !== session || (memfd.closeOnExec && memfd.exe !== exe)) {
      descriptors!.delete(fd);
      return false;
    }
    return true;
  }
}
