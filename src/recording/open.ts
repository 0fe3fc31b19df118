import { constants, lstatSync, openSync, unlinkSync } from 'node:fs';
import { RecordingFileError } from './errors.js';

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_CLOEXEC } = constants as typeof constants & { O_CLOEXEC?: number };

/** What is found on a host is nobody else's business. */
const OWNER_ONLY = 0o600;

/**
 * Opens a file that was not there, so that nobody who may write to its folder decides what is written into: a file or a
 * link that stands there is refused, or with `force` removed, never followed.
 * @throws {RecordingFileError}
 */
export function openNew(file: string, force: boolean): number {
  if (force) removeOld(file);
  try {
    return openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | (O_CLOEXEC ?? 0), OWNER_ONLY);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new RecordingFileError(file, message);
    throw new RecordingFileError(file, 'it is there already', true);
  }
}

function removeOld(file: string): void {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return;
  if (!status.isFile() && !status.isSymbolicLink()) {
    throw new RecordingFileError(file, 'what stands there is no file, and is not replaced');
  }
  try {
    unlinkSync(file);
  } catch (error) {
    throw new RecordingFileError(file, (error as Error).message);
  }
}
