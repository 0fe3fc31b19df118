import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../test/support/repository.js';
import { type Run, SUBJECTS } from './subjects.js';
import { measureRounds, renderRounds } from './table.js';

// How long real builds take under the sensor, bpftrace and auditd, over how long they take under neither: the memory
// management and the core of a Linux kernel (tinyconfig), and `npm ci` of this repository from npm's cache.
// usage: node dist/bench/overhead/builds.js LINUX_SOURCE.tar.xz [ROUNDS]
// Debian's package linux-source puts the archive into /usr/src.

const [archive, count = '3'] = process.argv.slice(2);
if (archive === undefined || !existsSync(archive)) {
  console.error('usage: builds.js LINUX_SOURCE.tar.xz [ROUNDS]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'interloper-builds-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const kernel = join(folder, 'linux');
const packages = join(folder, 'packages');
const quietly = { stdio: 'ignore' } as const;

execFileSync('mkdir', [kernel, packages]);
execFileSync('tar', ['-xf', archive, '-C', kernel, '--strip-components=1']);
execFileSync('make', ['-C', kernel, '-j2', 'tinyconfig', 'prepare'], quietly);
for (const name of ['package.json', 'package-lock.json']) cpSync(join(REPOSITORY, name), join(packages, name));

const BUILDS: Readonly<Record<string, string>> = {
  'kernel, mm/ and kernel/': `make -C ${kernel} -j2 mm/ kernel/`,
  'npm ci': `npm ci --prefix ${packages} --ignore-scripts --prefer-offline --no-audit --no-fund`,
};
for (const command of Object.values(BUILDS)) execFileSync('sh', ['-c', command], quietly);

/** Seconds by the clock, and of processor time that the build and its children took. */
async function build(run: Run): Promise<ReadonlyMap<string, number>> {
  const measured = new Map<string, number>();
  for (const [name, command] of Object.entries(BUILDS)) {
    execFileSync('sh', ['-c', `make -C ${kernel} clean; make -C ${kernel} prepare`], quietly);
    const script = `TIMEFORMAT='%R %U %S'; { time ${command} >/dev/null 2>&1; } 2>&1`;
    const [real, user, system] = (await run('bash', ['-c', script])).trim().split(' ').map(Number);
    measured.set(`${name}: seconds`, real!);
    measured.set(`${name}: processor seconds`, user! + system!);
  }
  return measured;
}

const names = Object.keys(SUBJECTS).filter((name) => name !== 'empty program');
const rounds = await measureRounds(Number(count), names, (name) => SUBJECTS[name]!(build));
console.log(`Median of ${count} rounds (least–most). Ratios are to nothing, in the same round.\n`);
console.log(renderRounds(rounds, 'build', 1));
