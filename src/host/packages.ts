import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const DPKG_QUERY = '/usr/bin/dpkg-query';
const RPM = '/usr/bin/rpm';
const TIMEOUT_MS = 10_000;

/** A path in /usr also as it was before /usr was merged: packages may still list that one. */
const listed = (path: string): string[] =>
  /^\/usr\/(bin|sbin|lib)/.test(path) ? [path, path.slice('/usr'.length)] : [path];

function run(program: string, args: readonly string[]): string {
  const { stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return stdout ?? '';
}

/** Lines are `package[, package]: path`. Source: dpkg-query(1). */
function ownedByDpkg(paths: readonly string[]): Set<string> {
  const output = run(DPKG_QUERY, ['--search', ...paths.flatMap(listed)]);
  const owned = new Set(output.split('\n').map((line) => line.slice(line.indexOf(': ') + 2)));
  return new Set(paths.filter((path) => listed(path).some((one) => owned.has(one))));
}

/** One path a line, of those that a package owns. Source: rpm(8). */
function ownedByRpm(paths: readonly string[]): Set<string> {
  return new Set(paths.filter((path) => /^owned$/m.test(run(RPM, ['-qf', '--qf', 'owned\\n', path]))));
}

/** Which of `paths` an installed package owns; undefined where there is neither dpkg nor rpm to ask. */
export function packagedFiles(paths: readonly string[]): ReadonlySet<string> | undefined {
  if (paths.length === 0) return new Set();
  if (existsSync(DPKG_QUERY)) return ownedByDpkg(paths);
  return existsSync(RPM) ? ownedByRpm(paths) : undefined;
}
