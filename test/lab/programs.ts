import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { command, LabError } from './command.js';
import { BUSYBOX } from './initramfs.js';

/** Never a folder of the user's: a version manager's wrappers work only there. */
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What the guest and the tests call, by package. */
const PROGRAMS: Record<string, readonly string[]> = {
  'dash, bash': ['sh', 'bash'],
  coreutils: [
    ...[
      'basename',
      'cat',
      'chmod',
      'chown',
      'cp',
      'cut',
      'dd',
      'dirname',
      'echo',
      'env',
      'false',
      'head',
      'id',
      'kill',
    ],
    ...[
      'ln',
      'ls',
      'mkdir',
      'mkfifo',
      'mktemp',
      'mv',
      'nohup',
      'nproc',
      'printf',
      'pwd',
      'readlink',
      'rm',
      'rmdir',
      'seq',
    ],
    ...[
      'sleep',
      'sort',
      'stat',
      'sync',
      'tail',
      'tee',
      'test',
      'timeout',
      'touch',
      'tr',
      'true',
      'tty',
      'uname',
      'wc',
      'yes',
    ],
  ],
  'grep, sed': ['grep', 'sed'],
  procps: ['ps', 'pgrep'],
  'util-linux, mount': [
    'dmesg',
    'flock',
    'mount',
    'mountpoint',
    'nsenter',
    'prlimit',
    'setpriv',
    'setsid',
    'umount',
    'unshare',
  ],
  python3: ['python3'],
  'perl-base': ['perl'],
  strace: ['strace'],
  gdb: ['gdb'],
  bpftool: ['bpftool'],
  auditd: ['auditd', 'auditctl'],
  'gcc, binutils': ['gcc', 'as'],
};

/** Files and folders of this machine that the guest has at the same paths, programs with all that they load. */
export async function listHostFiles(): Promise<string[]> {
  const programs = Object.entries(PROGRAMS).flatMap(([packages, names]) => names.map((name) => locate(name, packages)));
  const all = [...programs, compiler(), process.execPath, BUSYBOX];
  const folders = [...pythonFolders(), ...perlFolders(), '/usr/share/gdb'].filter((path) => existsSync(path));
  const loaded = [...all, ...folders.flatMap(listSharedObjects)];
  return [...new Set([...all, ...folders, '/etc/ld.so.cache', ...(await listLibraries(loaded))])];
}

function locate(name: string, packages: string): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new LabError(`${name} is not on this machine, and the guest needs it: install ${packages}`);
  return found;
}

const ask = (program: string, code: string): string[] =>
  execFileSync(program, [program.endsWith('perl') ? '-e' : '-c', code], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

const pythonFolders = (): string[] =>
  ask('/usr/bin/python3', 'import sysconfig; print(sysconfig.get_paths()["stdlib"])');

/** The local ones are not Debian's. */
const perlFolders = (): string[] =>
  ask('/usr/bin/perl', 'print join("\\n", @INC)').filter(
    (path) => path.startsWith('/usr/') && !path.startsWith('/usr/local/'),
  );

/** What gcc starts to compile C: enough for a file that includes nothing. */
const compiler = (): string => execFileSync('/usr/bin/gcc', ['-print-prog-name=cc1'], { encoding: 'utf8' }).trim();

/** The ELF files below a folder. */
export function listSharedObjects(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(so|node)(\.\d+)*$/.test(name))
    .map((name) => realpathSync(join(folder, name)));
}

/**
 * The shared libraries that programs or libraries need, the loader among them.
 * @throws {LabError} one of them is not on this machine
 */
export async function listLibraries(files: readonly string[]): Promise<string[]> {
  const elf = files.filter((path) => readFileSync(path).subarray(0, 4).toString('latin1') === '\x7fELF');
  // It fails at a static program, and tells of the others all the same.
  const text = await command('sh', ['-c', 'ldd "$@" 2>/dev/null || true', 'sh', ...elf]);
  const missing = /^\s*(\S+) => not found/m.exec(text)?.[1];
  if (missing !== undefined) throw new LabError(`the library ${missing} is not on this machine`);
  return [...new Set([...text.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path]) => path!))];
}
