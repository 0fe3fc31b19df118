import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';

/** Not in /tmp: that a program lies in a directory where anybody may write is a reason of its own. */
const ROOT = '/var/lib/interloper-eval';
/** Has the pid of the evaluation that uses it: cgroups, login uids and ports of the cases are the same in each. */
const OWNER = join(ROOT, 'pid');
const SOURCES = join(REPOSITORY, 'test', 'eval', 'programs');

/** Where the cases' programs lie, compiled, and where each case has its folder. */
export class Workshop {
  readonly programs = join(ROOT, 'programs');
  readonly #onExit = (): void => this.remove();

  /** @throws {Error} another evaluation runs, or a program does not compile: with the compiler's words */
  constructor() {
    const owner = existsSync(OWNER) ? readFileSync(OWNER, 'utf8') : '';
    if (owner !== '' && existsSync(`/proc/${owner}`)) throw new Error(`another evaluation runs (process ${owner})`);
    this.remove();
    mkdirSync(this.programs, { recursive: true });
    writeFileSync(OWNER, String(process.pid));
    process.once('exit', this.#onExit);
    // programs of other users must reach theirs
    chmodSync(ROOT, 0o755);
    for (const name of readdirSync(SOURCES)) {
      if (name.endsWith('.c')) this.#compile(name);
      else cpSync(join(SOURCES, name), join(this.programs, name));
    }
  }

  /** A new, empty folder. */
  folderOf(id: string): string {
    const folder = join(ROOT, 'work', id);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  remove(): void {
    process.removeListener('exit', this.#onExit);
    rmSync(ROOT, { recursive: true, force: true });
  }

  /** `NAME.c` becomes `NAME`; `NAME.so.c` a shared library; `NAME.32.c` a 32-bit program where the compiler can. */
  #compile(name: string): void {
    const output = join(this.programs, name.slice(0, -2));
    const flags = name.endsWith('.so.c') ? ['-shared', '-fPIC'] : name.endsWith('.32.c') ? ['-m32', '-static'] : [];
    const args = ['-O1', '-Wall', '-D_GNU_SOURCE', ...flags, '-o', output, join(SOURCES, name), '-ldl', '-pthread'];
    const { status, stderr, error } = spawnSync('gcc', args, { encoding: 'utf8' });
    if (error !== undefined || status !== 0) throw new Error(`gcc ${args.join(' ')}: ${error?.message ?? stderr}`);
  }
}
