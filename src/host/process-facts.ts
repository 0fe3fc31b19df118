import type { HostFacts, Process } from '../model/process.js';
import { Ancestors } from './ancestors.js';
import type { FileRoles } from './file-roles.js';
import { namespaceInode } from './namespaces.js';
import { ROOTS, readLink } from './read.js';

/** Tells what this host knows of processes: which of them are debuggers, which are worth most, which are the sensor. */
export class ProcessFacts {
  readonly #roles: FileRoles;
  readonly #ancestors: Ancestors;
  readonly #sensor: number;
  /** of the host's init, and of the sensor itself: in these the paths of files with a role mean what they say */
  readonly #hostMounts = ['1', 'self'].flatMap(
    (pid) => namespaceInode(readLink(`${ROOTS.proc}/${pid}/ns/mnt`) ?? '') ?? [],
  );

  /** @param sensor tgid of the sensor in the initial pid namespace */
  constructor(roles: FileRoles, sensor: number) {
    this.#roles = roles;
    this.#ancestors = new Ancestors(roles);
    this.#sensor = sensor;
  }

  ofActor(process: Process): HostFacts {
    return { ...this.ofTarget(process), ...this.#ancestors.of(process) };
  }

  ofTarget(process: Process): HostFacts {
    const { exe, mountNamespace, tgid } = process;
    const hostMounts = mountNamespace === undefined ? undefined : this.#hostMounts.includes(mountNamespace);
    const file = exe && this.#roles.of(exe);
    return {
      ...(tgid === this.#sensor && { sensor: true }),
      ...(hostMounts !== undefined && { hostMounts }),
      ...(exe !== undefined && { roles: file?.roles ?? this.#roles.raisingRoles(exe) }),
      ...(file !== undefined && { protected: file.protected }),
      ...(file?.packaged !== undefined && { packaged: file.packaged }),
    };
  }
}
