import { readdirSync } from 'node:fs';
import { ROOTS, type Roots, readLink } from './read.js';

const MEM_FILE = /\/(\d+)(\/task\/\d+)?\/mem$/;

/**
 * Whether some process holds a /proc/PID/mem open now, by the links in /proc/PID/fd. A process that vanishes meanwhile
 * holds none.
 */
export function isAnyMemFileOpen({ proc }: Roots = ROOTS): boolean {
  return entries(proc)
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => entries(`${proc}/${pid}/fd`).some((fd) => MEM_FILE.test(readLink(`${proc}/${pid}/fd/${fd}`) ?? '')));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
