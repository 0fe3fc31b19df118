import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/live.js';
import type { Case } from './case.js';
import type { Mark } from './membership.js';

/** First login uid of the cases; no user has one of these. */
export const FIRST_LOGIN = 2_100_000_000;
/** As many cases may run in one session. */
export const MOST_LOGINS = 10_000;

/** What a program said and how it ended. */
export interface Ran {
  readonly mark: Mark;
  readonly output: string;
  /** why it did not do what it was to do; '' where it did */
  readonly fault: string;
}

const v2 = (): string => {
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2');
  if (mount === undefined) throw new Error('no cgroup v2 hierarchy is mounted: mount -t cgroup2 none /sys/fs/cgroup');
  return mount[1]!;
};

/** A cgroup of a case's own, by which its processes are known and can be ended together. */
class Cgroup {
  readonly path: string;

  /** What an interrupted evaluation left in it is ended. */
  static async make(id: string): Promise<Cgroup> {
    const cgroup = new Cgroup(join(v2(), `interloper-eval-${id}`));
    if (existsSync(cgroup.path)) await cgroup.remove();
    mkdirSync(cgroup.path);
    return cgroup;
  }

  private constructor(path: string) {
    this.path = path;
  }

  /** Ids of the cgroup and of those that its processes made below it. */
  ids(): Set<number> {
    return new Set(this.#below(this.path).map((path) => statSync(path).ino));
  }

  /** Ends what is left in it, and removes it. */
  async remove(): Promise<void> {
    writeFileSync(join(this.path, 'cgroup.kill'), '1');
    const events = join(this.path, 'cgroup.events');
    await until(() => readFileSync(events, 'utf8').includes('populated 0'), `${this.path} did not become empty`);
    this.#removeTree(this.path);
  }

  #below(path: string): string[] {
    const names = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [path, ...names.flatMap(({ name }) => this.#below(join(path, name)))];
  }

  #removeTree(path: string): void {
    for (const one of this.#below(path).reverse()) rmdirSync(one);
  }
}

/** The login uid can be set by root; a program below keeps it. The script is this shell's first argument. */
const ENTER = `
set -euo pipefail
echo "$LOGIN_UID" >/proc/self/loginuid
echo $$ >"$CGROUP/cgroup.procs"
unset LOGIN_UID CGROUP
if [ "$TERMINAL" = yes ]; then
  exec script --quiet --return --command "exec bash -euo pipefail '$WORK.sh'" /dev/null
fi
exec bash -euo pipefail "$WORK.sh"`;

export interface Place {
  readonly programs: string;
  readonly work: string;
  readonly login: number;
}

/** Runs the program of a case to its end. The caller releases it when its events were handled. */
export async function run(one: Case, { programs, work, login }: Place): Promise<Ran & { release(): Promise<void> }> {
  const cgroup = await Cgroup.make(one.id);
  writeFileSync(`${work}.sh`, one.script);
  const child = spawn('bash', ['-c', ENTER], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games',
      HOME: work,
      LANG: 'C.UTF-8',
      TERM: 'dumb',
      DEBUGINFOD_URLS: '',
      PROGRAMS: programs,
      WORK: work,
      LOGIN_UID: String(login),
      CGROUP: cgroup.path,
      TERMINAL: one.terminal === true ? 'yes' : 'no',
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const patience = (one.patience ?? 60) * 1000;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    writeFileSync(join(cgroup.path, 'cgroup.kill'), '1');
  }, patience);
  await once(child, 'exit');
  clearTimeout(timer);
  const code = child.exitCode ?? child.signalCode;
  const cgroups = cgroup.ids();
  const fault = late
    ? `did not end within ${patience / 1000} s`
    : code !== 0
      ? `ended with ${code}`
      : one.proof.test(output)
        ? ''
        : `its output does not match ${one.proof}`;
  return { mark: { login, cgroups }, output, fault, release: () => cgroup.remove() };
}
