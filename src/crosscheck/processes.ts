import type { Process } from '../model/process.js';
import { RecentMap } from './recent-map.js';

const MOST_PROCESSES = 65_536;

interface Seen {
  readonly start: number | undefined;
  seen: number;
  audited: boolean;
}

/** Which processes the sensor saw, and whether audit ever told anything of them. */
export class Processes {
  /** by tgid: the latest process that has it */
  readonly #seen = new RecentMap<number, Seen>(MOST_PROCESSES);

  /** processes given up because there were too many at a time */
  get forgotten(): number {
    return this.#seen.evicted;
  }

  see({ tgid, start }: Process): void {
    const known = this.#seen.get(tgid);
    if (known !== undefined && known.start === start) known.seen++;
    else this.#seen.set(tgid, { start, seen: 1, audited: false });
  }

  /** Audit has a record of it. */
  audited({ tgid, start }: Process): void {
    const known = this.#seen.get(tgid);
    if (known !== undefined && known.start === start) known.audited = true;
  }

  seen({ tgid, start }: Process): number {
    const known = this.#seen.get(tgid);
    return known?.start === start ? (known?.seen ?? 0) : 0;
  }

  wasAudited({ tgid, start }: Process): boolean {
    const known = this.#seen.get(tgid);
    return known !== undefined && known.start === start && known.audited;
  }
}
