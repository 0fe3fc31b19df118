import type { Word } from '../model/word.js';
import type { NativeFilter } from './addon.js';

/** FILTER_ENTRIES of bpf/filter.h. */
const MAX_ENTRIES = 1024;

/**
 * Whose events the kernel side leaves out, and counts. All of it is what only root can give a process: its file by device
 * and inode, not its path; its cgroup, with all below it; its pid or mount namespace.
 *
 * It is about actors. An event that has another process in it, as the target of ptrace(2), is left out only where the same
 * entry covers that one too: what an ignored container does to a process outside is told, and so is what an ignored program
 * does to a process that runs another program. What a process does that was written to, or is traced, from outside is told
 * as well. Who can have an ignored program run his code, as an interpreter does, is ignored with it.
 */
export interface ActorFilter {
  /** executables; a process in a user namespace other than the first is never taken for one, for it can claim any */
  readonly exes?: readonly FilteredExe[];
  /** ids of cgroups of the v2 hierarchy: the inodes of their directories; up to twelve levels below are covered too */
  readonly cgroups?: readonly Word[];
  /** inode numbers of pid and mount namespaces, each for itself: namespaces below it are others */
  readonly namespaces?: readonly number[];
}

export interface FilteredExe {
  /** of the file's superblock, in the kernel's encoding: major << 20 | minor */
  readonly device: number;
  readonly inode: Word;
}

/** @throws {RangeError} there are more entries of a sort than the kernel side has room for */
export function toNativeFilter({ exes = [], cgroups = [], namespaces = [] }: ActorFilter): NativeFilter {
  for (const [name, { length }] of Object.entries({ exes, cgroups, namespaces })) {
    if (length > MAX_ENTRIES) throw new RangeError(`the filter has ${length} ${name}, more than ${MAX_ENTRIES}`);
  }
  return {
    exes: exes.map(({ device, inode }) => ({ device, inode: BigInt(inode) })),
    cgroups: cgroups.map(BigInt),
    namespaces,
  };
}
