import { basename, dirname, join } from 'node:path';
import { firstRecordTime } from './log-file.js';

/** The files of one log, oldest first. */
export interface LogSet {
  /** path without what rotation and compression added: /var/log/audit/audit.log */
  readonly stem: string;
  readonly files: readonly string[];
}

const COMPRESSED = /\.(?:gz|zst|xz|bz2)$/;
/** auditd and logrotate count (`audit.log.3`), logrotate's dateext dates (`audit.log-20261123`, `-1795446405`) */
const ROTATED = /(?:\.(\d{1,4})|[.-]\d{8}(?:-?\d{1,6})?|-\d{10})$/;

/** The path that the log had when it was written. */
export function stemOf(path: string): string {
  const name = basename(path).replace(COMPRESSED, '').replace(ROTATED, '');
  return join(dirname(path), name);
}

/** How often a file was rotated, as far as its name counts: 0 for the log itself. */
export function rotationNumber(path: string): number {
  return Number(ROTATED.exec(basename(path).replace(COMPRESSED, ''))?.[1] ?? 0);
}

/**
 * Sorts files into logs, each oldest first: by the time of the first record, or by the rotation's number where a file has
 * none. `onProblem` gets the files whose beginning cannot be read; they keep their place by number.
 */
export async function arrange(
  paths: readonly string[],
  onProblem: (path: string, error: Error) => void = () => {},
): Promise<LogSet[]> {
  const sets = new Map<string, { path: string; number: number; time: number | undefined }[]>();
  for (const path of new Set(paths)) {
    let time: number | undefined;
    try {
      time = await firstRecordTime(path);
    } catch (error) {
      onProblem(path, error as Error);
      continue;
    }
    const stem = stemOf(path);
    const files = sets.get(stem) ?? [];
    sets.set(stem, files);
    files.push({ path, number: rotationNumber(path), time });
  }
  return [...sets].map(([stem, files]) => ({
    stem,
    files: files
      .sort((a, b) => (a.time === undefined || b.time === undefined ? 0 : a.time - b.time) || b.number - a.number)
      .map(({ path }) => path),
  }));
}
