import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../test/support/repository.js';
import { type Run, SUBJECTS } from './subjects.js';
import { measureRounds, renderRounds } from './table.js';

// How long real builds take under the sensor, bpftrace and auditd, over how long they take under neither: the memory
// management of a Linux kernel (tinyconfig), and `npm ci` of this repository from npm's cache.
// usage: node dist/bench/overhead/builds.js LINUX_SOURCE.tar.xz [ROUNDS]
// Debian's package linux-source puts the archive into /usr/src.

const [archive, count = '2'] = process.argv.slice(2);
if (archive === undefined || !existsSync(archive) || !/^[1-9]\d?$/.test(count)) {
  console.error('usage: builds.js LINUX_SOURCE.tar.xz [ROUNDS]');
  process.exit(2);
}

/** One build: what is timed, and what is done before each time so that all of it has to be done again. */
interface Build {
  readonly name: string;
  readonly command: string;
  readonly again: string;
}

const folder = mkdtempSync(join(tmpdir(), 'interloper-builds-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
const kernel = join(folder, 'linux');
const packages = join(folder, 'packages');

const BUILDS: readonly Build[] = [
  {
    name: 'mm/ of a kernel',
    command: `make -C ${kernel} -j2 mm/`,
    again: `find ${kernel}/mm \\( -name '*.o' -o -name '*.a' -o -name '.*.cmd' \\) -delete`,
  },
  {
    name: 'npm ci',
    command: `npm ci --prefix ${packages} --ignore-scripts --prefer-offline --no-audit --no-fund`,
    again: `rm -rf ${packages}/node_modules`,
  },
];

provide();
const names = Object.keys(SUBJECTS).filter((name) => name !== 'empty program');
const rounds = await measureRounds(Number(count), names, (name) => SUBJECTS[name]!(build));
console.log(`Median of ${count} rounds (least–most). Ratios are to nothing, in the same round.\n`);
console.log(renderRounds(rounds, 'build', 1));

/** All that is not measured; each build is done once, so that what it reads is in memory. */
function provide(): void {
  execFileSync('mkdir', [kernel, packages]);
  execFileSync('tar', ['-xf', archive!, '-C', kernel, '--strip-components=1']);
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(REPOSITORY, name), join(packages, name));
  quietly(`make -C ${kernel} -j2 tinyconfig prepare`);
  for (const { command } of BUILDS) quietly(command);
}

/** Seconds by the clock, and of processor time that the build and its children took. */
async function build(run: Run): Promise<ReadonlyMap<string, number>> {
  const measured = new Map<string, number>();
  for (const { name, command, again } of BUILDS) {
    quietly(again);
    const script = `TIMEFORMAT='%R %U %S'; { time ${command} >/dev/null 2>&1 || echo failed; } 2>&1`;
    const times = (await run('bash', ['-c', script])).trim();
    if (!/^[\d.]+ [\d.]+ [\d.]+$/.test(times)) throw new Error(`${name} cannot be built: ${command}: ${times}`);
    const [real, user, system] = times.split(' ').map(Number);
    measured.set(`${name}: seconds`, real!);
    measured.set(`${name}: processor seconds`, user! + system!);
  }
  return measured;
}

function quietly(command: string): void {
  execFileSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
}
