import type { Operation } from '../../model/event.js';
import type { Severity } from '../../model/incident.js';
import type { Word } from '../../model/word.js';

/** A file as the kernel's events name it. */
export interface FileNumber {
  /** major << 20 | minor, as in FileIdentity */
  readonly device: number;
  readonly inode: Word;
  /** the path that was taken for this file */
  readonly path?: string;
}

/** What a process must be; all that is given must hold. */
export interface ProcessKey {
  readonly file?: FileNumber;
  /** of the content of its executable, in lower case */
  readonly sha256?: string;
  /** owner of its executable */
  readonly fileOwner?: number;
  /** effective uid */
  readonly user?: number;
}

export type RelationName = 'own-child' | 'parent' | 'same-user';

/**
 * What is known to be in order, and by whom. Nothing in it is a name that a process can give itself (comm, arguments,
 * a path as such).
 */
export interface Exception {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** ms since the epoch; incidents from then on are not excepted */
  readonly expires?: number;
  readonly actor?: ProcessKey;
  readonly target?: ProcessKey;
  readonly relation?: RelationName;
  /** incidents of these heuristics only */
  readonly heuristics?: ReadonlySet<string>;
  /** incidents of these operations only */
  readonly operations?: ReadonlySet<Operation>;
  /** no incident that is graver */
  readonly maxSeverity?: Severity;
}
