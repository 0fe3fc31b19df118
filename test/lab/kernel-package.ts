import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, LabError } from './command.js';
import { type Offer, Suite } from './mirror.js';

/** A kernel of Debian's cloud flavour, unpacked. */
export interface Kernel {
  /** as it is asked for: `6.12` */
  readonly version: string;
  /** as `uname -r` says it */
  readonly release: string;
  /** version of the package: `6.12.117-1` */
  readonly packageVersion: string;
  /** vmlinuz */
  readonly image: string;
  /** folder with lib/modules, as modprobe takes it */
  readonly root: string;
}

/** The kernels that the lab is for. */
export const KERNELS = ['5.10', '6.1', '6.12', '7.2'];

/** Which release of Debian has the kernel; what is in none is looked for in sid. */
const SUITES: Record<string, string> = { '5.10': 'bullseye', '6.1': 'bookworm', '6.12': 'trixie' };

const META_PACKAGE = 'linux-image-cloud-amd64';
/** The packages that a kernel is split into, by release of Debian. */
const PART = /^linux-(image|binary|modules|base)-\d.*-cloud-amd64$/;

/**
 * The newest kernel of that version that the mirror has, or the one that is in the cache; LAB_UPDATE=1 asks the mirror
 * again.
 * @throws {LabError} the mirror is broken, or has another version by now
 */
export async function provideKernel(version: string, cache: string): Promise<Kernel> {
  const folder = join(cache, 'kernels', version);
  const description = join(folder, 'kernel.json');
  if (existsSync(description) && process.env['LAB_UPDATE'] !== '1') {
    return { ...JSON.parse(await readFile(description, 'utf8')), image: join(folder, 'vmlinuz'), root: folder };
  }

  await mkdir(join(cache, 'kernels'), { recursive: true });
  const fresh = await mkdtemp(join(cache, 'kernels', `.${version}-`));
  try {
    const suite = await Suite.open(SUITES[version] ?? 'sid', join(cache, 'apt', version));
    const packages = await findParts(suite, version);
    await suite.download(packages, fresh);
    const release = await unpack(fresh);
    const known = { version, release, packageVersion: packages[0]!.version };
    await writeFile(join(fresh, 'kernel.json'), `${JSON.stringify(known, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
    return { ...known, image: join(folder, 'vmlinuz'), root: folder };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function findParts(suite: Suite, version: string): Promise<Offer[]> {
  const meta = await suite.find(META_PACKAGE);
  if (!meta.version.startsWith(`${version}.`)) {
    const names = [...Object.keys(SUITES), meta.version.split('.').slice(0, 2).join('.')];
    throw new LabError(
      `the mirror has no kernel ${version} (its newest is ${meta.version}): ask for one of ${names.join(', ')}`,
    );
  }
  const parts: Offer[] = [];
  const wanted = meta.depends.filter((name) => PART.test(name));
  for (const name of wanted) {
    const part = await suite.find(name);
    parts.push(part);
    for (const next of part.depends) if (PART.test(next) && !wanted.includes(next)) wanted.push(next);
  }
  if (parts.length === 0)
    throw new LabError(`${META_PACKAGE} ${meta.version} depends on no kernel that the lab knows by name`);
  return parts;
}

/** Unpacks the packages in `folder` to vmlinuz and lib/modules, and returns the kernel's release. */
async function unpack(folder: string): Promise<string> {
  const tree = join(folder, 'tree');
  for (const name of await readdir(folder)) {
    if (name.endsWith('.deb')) await command('dpkg-deb', ['--extract', join(folder, name), tree]);
  }
  // Debian moved /lib into /usr; kmod looks in the one or the other.
  const modules = [join(tree, 'usr/lib/modules'), join(tree, 'lib/modules')].find((path) => existsSync(path));
  const [release] = modules === undefined ? [] : await readdir(modules);
  if (modules === undefined || release === undefined) throw new LabError('the kernel package has no modules');
  const image = [join(tree, `boot/vmlinuz-${release}`), join(modules, release, 'vmlinuz')].find((path) =>
    existsSync(path),
  );
  if (image === undefined) throw new LabError(`the kernel package of ${release} has no vmlinuz`);

  await rename(image, join(folder, 'vmlinuz'));
  await mkdir(join(folder, 'usr'));
  await mkdir(join(folder, 'lib'));
  await rename(modules, join(folder, 'lib/modules'));
  await symlink('../lib', join(folder, 'usr/lib'));
  await command('depmod', ['--basedir', folder, release]);

  await rm(tree, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith('.deb')) await rm(join(folder, name));
  return release;
}
