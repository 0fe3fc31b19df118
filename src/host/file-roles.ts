import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { globSync } from 'tinyglobby';
import { FILE_ROLES, type File, type FileRole } from '../model/process.js';
import { type NumberedFile, numberedFile } from './file-identity.js';
import { packagedFiles } from './packages.js';
import { DEFAULT_ROLE_PATHS, type RolePaths } from './role-paths.js';
import { weaknessOf, weaknessOfFile } from './trust.js';

/** What is known of a file with a role. */
export interface RoleFile {
  readonly path: string;
  readonly roles: readonly FileRole[];
  /** nobody but root can change it or put another one in its place */
  readonly protected: boolean;
  /** undefined where nobody can say */
  readonly packaged: boolean | undefined;
}

/** Roles whose holders are trusted with something: of these a package has to vouch for the file. */
const TRUSTED: readonly FileRole[] = ['debugger', 'container-runtime'];

const needsPackage = (roles: readonly FileRole[]): boolean => roles.some((role) => TRUSTED.includes(role));

/** Files that were replaced stay known, for programs that still run from them: so many. */
const REMEMBERED = 4096;

const NONE: readonly FileRole[] = [];

/** What a file is for on this host, by its device and inode. */
export class FileRoles {
  readonly #paths: RolePaths;
  readonly #files = new Map<string, RoleFile>();
  #byPath = new Map<string, RoleFile>();
  #seen = '';

  constructor(paths: Partial<RolePaths> = {}) {
    this.#paths = { ...DEFAULT_ROLE_PATHS, ...paths };
    this.refresh();
  }

  /** Looks again what stands at the paths, if anything changed there: packages are upgraded while the sensor runs. */
  refresh(): void {
    const seen = this.#fingerprint();
    if (seen === this.#seen) return;
    this.#seen = seen;
    const found = this.#find();
    const fresh = [...found].filter(([key]) => !this.#files.has(key));
    const asked = fresh.filter(([, { roles }]) => needsPackage(roles));
    const packaged = packagedFiles(asked.map(([, { file }]) => file.path));
    for (const [key, { file, roles }] of fresh) {
      this.#files.set(key, {
        path: file.path,
        roles,
        protected: isProtected(file.path),
        packaged: needsPackage(roles) ? packaged?.has(file.path) : undefined,
      });
      if (this.#files.size > REMEMBERED) this.#files.delete(this.#files.keys().next().value!);
    }
    this.#byPath = new Map([...found.keys()].map((key) => [this.#files.get(key)!.path, this.#files.get(key)!]));
  }

  /** The file that an executable is, where it has a role. */
  of(exe: File): RoleFile | undefined {
    if (exe.device === undefined || exe.inode === undefined) return undefined;
    const file = this.#files.get(keyOf(exe.device, exe.inode));
    // an inode is used again: what is not root's any more is another file
    if (file === undefined || exe.unlinked === true || !isRoots(exe)) return undefined;
    return file;
  }

  /**
   * Roles that can only raise, for root's own file at the path of one that has them: of a program that was upgraded
   * while it runs, or of one in a container. Who forges that, is believed to its own disadvantage.
   */
  raisingRoles(exe: File): readonly FileRole[] {
    if (exe.path === undefined || !isRoots(exe)) return NONE;
    return this.#byPath.get(exe.path)?.roles.filter((role) => !TRUSTED.includes(role)) ?? NONE;
  }

  /** Whether some file with a role has, or had, this path. */
  hasPath(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Of the files, and of the directories in which files by a pattern are. */
  #fingerprint(): string {
    return FILE_ROLES.flatMap((role) => this.#paths[role])
      .map((pattern) => (pattern.includes('*') ? dirname(pattern.slice(0, pattern.indexOf('*') + 1)) : pattern))
      .map((path) => {
        const stats = statSync(path, { throwIfNoEntry: false });
        return stats === undefined ? '' : `${stats.dev}:${stats.ino}:${stats.ctimeMs}`;
      })
      .join(' ');
  }

  #find(): Map<string, { file: NumberedFile; roles: FileRole[] }> {
    const found = new Map<string, { file: NumberedFile; roles: FileRole[] }>();
    for (const role of FILE_ROLES) {
      for (const file of filesAt(this.#paths[role])) {
        const key = keyOf(file.device, file.inode);
        const known = found.get(key) ?? { file, roles: [] };
        if (!known.roles.includes(role)) known.roles.push(role);
        found.set(key, known);
      }
    }
    // one program of many names (busybox): which of them a process plays is nothing but a name
    for (const [key, { roles }] of found) if (roles.length > 1) found.delete(key);
    return found;
  }
}

const keyOf = (device: number, inode: NumberedFile['inode']): string => `${device}:${inode}`;

function isRoots({ ownerUid, mode }: File): boolean {
  return ownerUid !== undefined && mode !== undefined && weaknessOfFile({ uid: ownerUid, mode }) === undefined;
}

function isProtected(path: string): boolean {
  try {
    return weaknessOf(path) === undefined;
  } catch {
    return false;
  }
}

function filesAt(patterns: readonly string[]): NumberedFile[] {
  const plain = patterns.filter((pattern) => !pattern.includes('*'));
  const globs = patterns.filter((pattern) => pattern.includes('*'));
  const matched = globs.length === 0 ? [] : globSync(globs, { absolute: true, expandDirectories: false });
  return [...plain, ...matched].flatMap((path) => {
    try {
      return [numberedFile(path)];
    } catch {
      return [];
    }
  });
}
