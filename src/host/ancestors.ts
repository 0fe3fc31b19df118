import { closeSync, constants, openSync } from 'node:fs';
import type { FileRole, HostFacts, Process, ProcessReference } from '../model/process.js';
import { numbersOf } from './file-identity.js';
import type { FileRoles } from './file-roles.js';
import { readExecutable, readStat } from './proc.js';

const REMEMBERED = 4096;
/** Deeper than any session; a pid that was used again meanwhile cannot lead in a circle. */
const MOST_STEPS = 32;
const INIT = 1;

/** What is known of the ancestors; nothing where none has a role. */
type Ancestry = Pick<HostFacts, 'ancestor' | 'ancestryUnknown'>;

const NONE: Ancestry = {};
const UNKNOWN: Ancestry = { ancestryUnknown: true };

/** Finds the nearest ancestor of a process whose program has a role, asked of /proc once per parent. */
export class Ancestors {
  readonly #roles: FileRoles;
  readonly #known = new Map<string, Ancestry>();

  constructor(roles: FileRoles) {
    this.#roles = roles;
  }

  of({ parent, ppid }: Process): Ancestry {
    const pid = parent?.tgid ?? ppid;
    if (pid === undefined || pid <= INIT) return NONE;
    const key = `${pid}@${parent?.start ?? ''}`;
    const known = parent?.start === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const ancestry = this.#find(pid);
    this.#known.set(key, ancestry);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return ancestry;
  }

  #find(first: number): Ancestry {
    let pid = first;
    for (let step = 0; step < MOST_STEPS && pid > INIT; step++) {
      const stat = readStat(pid);
      if (stat === undefined) return UNKNOWN;
      const roles = this.#rolesOf(pid);
      if (roles.length > 0) return { ancestor: { process: referenceTo(pid, stat.comm), roles } };
      pid = stat.ppid;
    }
    return pid > INIT ? UNKNOWN : NONE;
  }

  /** Most have none, which their path tells: only where it is that of a role is the file looked at. */
  #rolesOf(pid: number): readonly FileRole[] {
    const path = readExecutable(pid)?.path;
    if (path === undefined || !this.#roles.hasPath(path)) return [];
    try {
      const descriptor = openSync(`/proc/${pid}/exe`, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const { device, inode, uid, mode } = numbersOf(descriptor, path);
        const file = { path, device, inode, ownerUid: uid, mode };
        return this.#roles.of(file)?.roles ?? this.#roles.raisingRoles(file);
      } finally {
        closeSync(descriptor);
      }
    } catch {
      return [];
    }
  }
}

function referenceTo(tgid: number, comm: string): ProcessReference {
  const exe = readExecutable(tgid)?.path;
  return exe === undefined ? { tgid, comm } : { tgid, comm, exe };
}
