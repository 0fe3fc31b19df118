import type { File, Process } from '../model/process.js';
import type { Word } from '../model/word.js';
import { numberedFile } from './file-identity.js';
import { weaknessOf } from './trust.js';

const REMEMBERED = 4096;
/** A path is looked at again after so long: what is there may have been replaced. */
const FRESH_MS = 10_000;

type Program = { readonly path: string } | { readonly device: number; readonly inode: Word };

/**
 * Which program a process runs, in a way that lasts through upgrades and cannot be forged: its path, where that path
 * names the very file here (device and inode, so that no other mount namespace is meant) and nobody but root could change
 * or replace the file or a directory above it; else its device and inode. Nothing for what is in no file.
 */
export class LastingPrograms {
  readonly #known = new Map<string, { readonly program: Program; readonly at: number }>();

  of({ exe }: Process): Program | undefined {
    if (exe?.inode === undefined || exe.device === undefined || exe.memfd === true || exe.unlinked === true) {
      return undefined;
    }
    const key = `${exe.device}:${exe.inode} ${exe.path}`;
    const known = this.#known.get(key);
    const now = Date.now();
    if (known !== undefined && now - known.at < FRESH_MS) return known.program;
    const program = identify(exe, exe.device, exe.inode);
    this.#known.delete(key);
    this.#known.set(key, { program, at: now });
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return program;
  }
}

function identify({ path }: File, device: number, inode: Word): Program {
  return path !== undefined && isKept(path, device, inode) ? { path } : { device, inode };
}

function isKept(path: string, device: number, inode: Word): boolean {
  try {
    const file = numberedFile(path);
    return file.path === path && file.device === device && file.inode === inode && weaknessOf(path) === undefined;
  } catch {
    // not there, or not for us to see
    return false;
  }
}
