import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, LabError } from './command.js';

/** Debian's archives, as this machine reaches them. */
interface Mirror {
  readonly archive: string;
  /** absent where apt knows none: kernels are then those of the last point release */
  readonly security?: string;
}

/** The package debian-archive-keyring has it, under the one name or the other. */
const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/**
 * The addresses in apt's own configuration, or those of LAB_MIRROR and LAB_SECURITY_MIRROR.
 * @throws {LabError} apt has no Debian archive
 */
async function readMirror(): Promise<Mirror> {
  const { LAB_MIRROR: archive, LAB_SECURITY_MIRROR: security } = process.env;
  if (archive !== undefined) return { archive, ...(security !== undefined && { security }) };

  const format = '$(REPO_URI)|$(RELEASE)|$(ORIGIN)';
  const targets = (await command('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']))
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([uri, , origin]) => origin === 'Debian' || /\/debian(-security)?\/?$/.test(uri ?? ''));
  const find = (wanted: boolean): string | undefined =>
    targets.find(([, release]) => release?.endsWith('-security') === wanted)?.[0];

  const found = find(false);
  if (found === undefined) {
    throw new LabError(
      "apt's sources name no Debian archive to take kernels from: set LAB_MIRROR, and LAB_SECURITY_MIRROR, to the addresses of one",
    );
  }
  const foundSecurity = find(true);
  return { archive: found, ...(foundSecurity !== undefined && { security: foundSecurity }) };
}

/** A package as a suite offers it. */
export interface Offer {
  readonly name: string;
  readonly version: string;
  /** names only */
  readonly depends: readonly string[];
}

/** One release of Debian in an apt root of its own: the system's sources, lists and packages are not touched. */
export class Suite {
  readonly #name: string;
  readonly #options: readonly string[];

  private constructor(name: string, folder: string) {
    this.#name = name;
    const settings = {
      'Dir::State': join(folder, 'state'),
      'Dir::State::status': join(folder, 'status'),
      'Dir::Cache': join(folder, 'cache'),
      'Dir::Etc::sourcelist': join(folder, 'sources.list'),
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::Etc::preferences': '/dev/null',
      'Dir::Etc::preferencesparts': '/dev/null',
      'APT::Architecture': 'amd64',
      'APT::Architectures': 'amd64',
      'APT::Sandbox::User': '',
      'Acquire::Languages': 'none',
      'Acquire::Retries': '3',
    };
    this.#options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  }

  /**
   * Fetches the suite's lists into `folder`, checked against the archive's installed keys.
   * @throws {LabError} the mirror does not answer, lacks the suite, or is not signed by a known key
   */
  static async open(name: string, folder: string): Promise<Suite> {
    const keyring = KEYRINGS.find((path) => existsSync(path));
    if (keyring === undefined) {
      throw new LabError(
        `the keys of Debian's archive are not there: install debian-archive-keyring (${KEYRINGS.join(' or ')})`,
      );
    }
    const { archive, security } = await readMirror();
    const source = (uri: string, suite: string): string =>
      `deb [arch=amd64 signed-by=${keyring}] ${uri} ${suite} main\n`;
    const sources =
      source(archive, name) + (name === 'sid' || security === undefined ? '' : source(security, `${name}-security`));

    await mkdir(join(folder, 'state/lists/partial'), { recursive: true });
    await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
    await writeFile(join(folder, 'status'), '');
    await writeFile(join(folder, 'sources.list'), sources);

    const suite = new Suite(name, folder);
    // By default a list that cannot be fetched is a warning, and an old one is used.
    await suite.#ask('apt-get', ['update', '--error-on=any']);
    return suite;
  }

  /**
   * The newest version of a package.
   * @throws {LabError} the suite has none
   */
  async find(name: string): Promise<Offer> {
    const text = await this.#ask('apt-cache', ['show', '--no-all-versions', name]);
    const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(text)?.[1] ?? '';
    return {
      name: field('Package'),
      version: field('Version'),
      depends: field('Depends')
        .split(/[,|]/)
        .map((one) => one.trim().split(' ')[0]!),
    };
  }

  /** Downloads packages into `folder`. */
  async download(packages: readonly Offer[], folder: string): Promise<void> {
    const names = packages.map(({ name, version }) => `${name}=${version}`);
    await this.#ask('apt-get', ['download', ...names], folder);
  }

  async #ask(program: string, args: readonly string[], cwd?: string): Promise<string> {
    try {
      return await command(program, [...this.#options, ...args], cwd === undefined ? {} : { cwd });
    } catch (error) {
      throw new LabError(
        `Debian's ${this.#name} cannot be had from this machine's mirror (\`${program} ${args.join(' ')}\`; LAB_MIRROR names another):\n${(error as Error).message}`,
      );
    }
  }
}
