import type { Operation } from '../../model/event.js';
import type { Word } from '../../model/word.js';

/**
 * A program over time. By `path` where only root can put a file there, so that it stays the same through upgrades of its
 * package; else by device and inode, which a new file does not have.
 */
export type Program = { readonly path: string } | { readonly device: number; readonly inode: Word };

/** Something that is done on this host: who does what to whom. */
export interface Habit {
  readonly actor: Program;
  /** effective uid of the actor */
  readonly user: number;
  /** null where nobody is acted on */
  readonly target: Program | null;
  readonly operation: Operation;
}

/** A habit, and how often it was seen. */
export interface Entry extends Habit {
  /** ms since the epoch, of the first and of the last incident */
  readonly first: number;
  readonly last: number;
  /** different days (UTC) on which it was seen */
  readonly days: number;
  /** incidents */
  readonly count: number;
}

const programKey = (program: Program | null): string => {
  if (program === null) return '-';
  return 'path' in program ? program.path : `${program.device}:${program.inode}`;
};

/** The same for the same habit. A path begins with a slash, so that it is no device. */
export function habitKey({ actor, user, target, operation }: Habit): string {
  return [programKey(actor), user, programKey(target), operation].join('\0');
}
