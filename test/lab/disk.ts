import { copyFile, cp, lstat, mkdir, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { compileHelperPrograms, HELPERS } from '../support/helper-program.js';
import { REPOSITORY } from '../support/repository.js';
import { command } from './command.js';
import { listHostFiles, listLibraries } from './programs.js';
import { PRODUCT, type Settings, toShell } from './settings.js';

/** Empty folders of a usual host. */
const FOLDERS = ['dev', 'etc', 'proc', 'sys', 'run', 'root', 'lab', 'opt', 'tmp', 'var/tmp', 'var/run', 'results'];

/** What the tests run of the repository. */
const BUILT = [
  ...[
    'package.json',
    'Makefile',
    'dist',
    'node_modules',
    'build/interloper.bpf.o',
    'build/interloper-helpers.bpf.o',
    'build/Release/interloper.node',
  ],
  ...['build/Release/interloper-canary', HELPERS, 'test/fixtures', 'bpf/event.h'],
];

/** Compilers and linters: large, and no test runs them. */
const LEFT_OUT = /\/node_modules\/(@biomejs|@typescript|typescript|node-gyp|@types)$/;

const SPARE_BYTES = 512 << 20;

/** Makes an ext4 image with the product, the tests and the programs that they need; returns its path. */
export async function makeDisk(settings: Settings, folder: string): Promise<string> {
  const tree = join(folder, 'disk');
  await rm(tree, { recursive: true, force: true });
  for (const name of FOLDERS) await mkdir(join(tree, name), { recursive: true });

  const copied = new Set<string>();
  for (const path of await listHostFiles()) await copyHostFile(path, tree, copied);
  for (const path of await listLibraries([join(REPOSITORY, 'build/Release/interloper.node')])) {
    await copyHostFile(path, tree, copied);
  }

  compileHelperPrograms();
  const product = join(tree, PRODUCT);
  for (const name of BUILT) {
    await cp(join(REPOSITORY, name), join(product, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !LEFT_OUT.test(path),
    });
  }
  await copyFile(join(REPOSITORY, 'test/lab/init.sh'), join(tree, 'lab/init.sh'));
  await writeFile(join(tree, 'lab/settings'), toShell(settings));
  await writeFile(join(tree, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n');
  await writeFile(join(tree, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  await command('chmod', ['1777', join(tree, 'tmp'), join(tree, 'var/tmp')]);

  const image = join(folder, 'disk.img');
  await rm(image, { force: true });
  const used = Number((await command('du', ['--summarize', '--bytes', tree])).split('\t')[0]);
  const mebibytes = Math.ceil((used * 1.2 + SPARE_BYTES) / (1 << 20));
  await command('mke2fs', ['-q', '-t', 'ext4', '-d', tree, '-E', 'root_owner=0:0', image, `${mebibytes}M`]);
  await rm(tree, { recursive: true });
  return image;
}

/** Copies a file or a folder to the same path, with every symbolic link on the way to it. */
async function copyHostFile(path: string, tree: string, copied: Set<string>): Promise<void> {
  if (copied.has(path)) return;
  copied.add(path);

  const parent = dirname(path);
  const realParent = await realpath(parent);
  if (realParent !== parent) {
    await copyLinks(parent, tree, copied);
    await copyHostFile(join(realParent, path.slice(parent.length + 1)), tree, copied);
    return;
  }
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) {
    const target = await readlink(path);
    await mkdir(join(tree, parent), { recursive: true });
    await symlink(target, join(tree, path));
    await copyHostFile(resolve(parent, target), tree, copied);
  } else {
    await cp(path, join(tree, path), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

/** Makes the links among a folder's ancestors, as of /lib to usr/lib. */
async function copyLinks(folder: string, tree: string, copied: Set<string>): Promise<void> {
  if (folder === '/' || copied.has(folder)) return;
  copied.add(folder);
  await copyLinks(dirname(folder), tree, copied);
  const stat = await lstat(folder);
  if (!stat.isSymbolicLink() || (await realpath(dirname(folder))) !== dirname(folder)) return;
  const target = await readlink(folder);
  await mkdir(join(tree, resolve(dirname(folder), target)), { recursive: true });
  await symlink(target, join(tree, folder));
}
