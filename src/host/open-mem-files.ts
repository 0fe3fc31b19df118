import { constants, readdirSync } from 'node:fs';
import { ROOTS, type Roots, readLink, readText } from './read.js';

const MEM_FILE = /\/(\d+)(\/task\/\d+)?\/mem$/;

/**
 * Whether some process holds a /proc/PID/mem open for writing now, by the links in /proc/PID/fd and the flags in
 * /proc/PID/fdinfo (proc(5)). A process that vanishes meanwhile holds none.
 */
export function isMemFileOpenForWriting({ proc }: Roots = ROOTS): boolean {
  return entries(proc)
    .filter((name) => /^\d+$/.test(name))
    .some((pid) =>
      entries(`${proc}/${pid}/fd`).some(
        (fd) => MEM_FILE.test(readLink(`${proc}/${pid}/fd/${fd}`) ?? '') && isForWriting(`${proc}/${pid}/fdinfo/${fd}`),
      ),
    );
}

/** Also where its flags cannot be read. */
function isForWriting(file: string): boolean {
  const flags = /^flags:\s*([0-7]+)$/m.exec(readText(file) ?? '')?.[1];
  if (flags === undefined) return true;
  return (Number.parseInt(flags, 8) & (constants.O_WRONLY | constants.O_RDWR)) !== 0;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
