import type { Source } from './event.js';
import type { Timestamp } from './timestamp.js';

/** Events that a source says it lost in an interval. A verdict about that interval may lack them. */
export interface Loss {
  readonly source: Source;
  /** where they were lost: `ring` (full buffer), `reader` (corrupt batch), `backlog`, `rate-limit`, `record` … */
  readonly where: string;
  /** what was lost where the place knows: a kind of event, a record type */
  readonly kind?: string;
  readonly count: number;
  /** `serial-gap`: the first serial number that never came */
  readonly serial?: number;
  readonly from: Timestamp;
  readonly to: Timestamp;
}
