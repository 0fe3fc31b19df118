import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { command, LabError } from './command.js';
import type { Kernel } from './kernel-package.js';

/** A static one: the archive has no libraries. */
export const BUSYBOX = '/bin/busybox';

/** What the guest's disk needs. */
const MODULES = ['virtio_pci', 'virtio_blk', 'ext4'];

/** Writes a cpio archive that mounts the disk: busybox, the modules for it and initramfs.sh as /init. */
export async function makeInitramfs(kernel: Kernel, folder: string): Promise<string> {
  const tree = join(folder, 'initramfs');
  await rm(tree, { recursive: true, force: true });
  await mkdir(join(tree, 'modules'), { recursive: true });
  await copyFile(BUSYBOX, join(tree, 'busybox'));
  await copyFile(join(REPOSITORY, 'test/lab/initramfs.sh'), join(tree, 'init'));
  await chmod(join(tree, 'init'), 0o755);

  const names: string[] = [];
  for (const path of await listModules(kernel)) names.push(await copyModule(path, join(tree, 'modules')));
  await writeFile(join(tree, 'modules/order'), names.map((name) => `${name}\n`).join(''));

  const archive = join(folder, 'initramfs.cpio');
  await command('sh', ['-c', 'find . | "$0" cpio -o -H newc >"$1"', BUSYBOX, archive], { cwd: tree });
  return archive;
}

/** Paths, in the order to load them; those built into the kernel are left out. */
async function listModules({ root, release }: Kernel): Promise<string[]> {
  const args = [
    '--config',
    '/dev/null',
    '--dirname',
    root,
    '--set-version',
    release,
    '--show-depends',
    '--all',
    ...MODULES,
  ];
  const paths = (await command('modprobe', args)).split('\n').flatMap((line) => {
    const [verb, path] = line.split(' ');
    return verb === 'insmod' && path !== undefined ? [path] : [];
  });
  return [...new Set(paths)];
}

/** Copies a module, without its compression, and returns its name there. */
async function copyModule(path: string, folder: string): Promise<string> {
  const name = basename(path).replace(/\.ko.*$/, '.ko');
  if (path.endsWith('.ko')) await copyFile(path, join(folder, name));
  else if (path.endsWith('.ko.xz'))
    await command('sh', ['-c', '"$0" xzcat "$1" >"$2"', BUSYBOX, path, join(folder, name)]);
  else throw new LabError(`the module ${path} is compressed in a way the lab does not know`);
  const magic = (await readFile(join(folder, name))).readUInt32BE(0);
  if (magic !== 0x7f454c46) throw new LabError(`the module ${path} is no ELF file`);
  return name;
}
