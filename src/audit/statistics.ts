import type { UnreadableReason } from './unreadable.js';

/** What a reading came to. All counts are of this reading; none is an estimate. */
export interface Statistics {
  /** bytes of text, after decompression */
  bytes: number;
  lines: number;
  /** lines that are records */
  records: number;
  /** events of watched calls that were handed on */
  events: number;
  /** times of the earliest and latest record, ms since the epoch */
  earliest: number | undefined;
  latest: number | undefined;
  /** lines that could not be read, by reason */
  readonly unreadable: Map<UnreadableReason, number>;
  /** SYSCALL records of an architecture without a table here */
  unknownArchitecture: number;
  /** events handed on without all of their records: these had not come when the window or the memory was full, or the input ended */
  incomplete: number;
  /** watched opens of which no PATH record came, so that what was opened is not known */
  unnamedOpens: number;
  /** events of which companions came but no SYSCALL record */
  headless: number;
  /** companions that came when their event was already handed on, or had left the window */
  late: number;
  /** records that came twice */
  duplicates: number;
  /** companions beyond what one event may have */
  excess: number;
  /** events handed on early because too much waited */
  memoryCutOffs: number;
  /** serial numbers that never came */
  lost: number;
  /** runs of such numbers */
  gaps: number;
  /** serial numbers that came after they had been counted as lost */
  recovered: number;
  /** times that the numbering began again: a reboot */
  restarts: number;
  /** hosts named by node=, besides the log's own */
  nodes: number;
  /** hosts whose state was given up because there were too many */
  evictedNodes: number;
}

export function emptyStatistics(): Statistics {
  return {
    bytes: 0,
    lines: 0,
    records: 0,
    events: 0,
    earliest: undefined,
    latest: undefined,
    unreadable: new Map(),
    unknownArchitecture: 0,
    incomplete: 0,
    unnamedOpens: 0,
    headless: 0,
    late: 0,
    duplicates: 0,
    excess: 0,
    memoryCutOffs: 0,
    lost: 0,
    gaps: 0,
    recovered: 0,
    restarts: 0,
    nodes: 0,
    evictedNodes: 0,
  };
}
