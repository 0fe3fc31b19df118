import { spawnSync } from 'node:child_process';
import { Crosscheck } from '../../src/crosscheck/index.js';
import type { Alone, Report } from '../../src/crosscheck/report.js';
import type { Intake } from '../../src/crosscheck-journal.js';
import { LiveCrosscheck, type LiveOptions } from '../../src/crosscheck-live.js';
import { CrosscheckSession } from '../../src/crosscheck-session.js';
import type { Event } from '../../src/model/event.js';
import type { Attach } from '../../src/native/sensor.js';

const ATTACH = (process.env['INTERLOPER_ATTACH'] ?? 'auto') as Attach;

/** A pair that was made, to be held against the truth. */
export interface Pair {
  readonly sensor: Event;
  readonly audit: Event;
}

/** A cross-check in this process, with all that it matched and explained. */
export class LivePairs {
  readonly pairs: Pair[] = [];
  readonly alone: Alone[] = [];
  readonly warnings: string[] = [];
  readonly live: LiveCrosscheck;
  readonly #session: CrosscheckSession;

  constructor(options: Partial<Pick<LiveOptions, 'audit' | 'ringBytes'>> = {}, tap?: (session: Intake) => Intake) {
    const { audit = 'kernel' } = options;
    let live: LiveCrosscheck | undefined;
    this.#session = new CrosscheckSession({
      core: new Crosscheck({
        auditFrom: audit === 'kernel' ? 'netlink' : 'file',
        onAlone: (alone) => this.alone.push(alone),
        onMatched: (sensor, seen) => this.pairs.push({ sensor, audit: seen }),
      }),
      live: true,
      onRulesChanged: (since) => live?.rulesChanged(since),
    });
    live = LiveCrosscheck.start({
      ...{ audit, attach: ATTACH, i386: false },
      ...(options.ringBytes !== undefined && { ringBytes: options.ringBytes }),
      intake: tap?.(this.#session) ?? this.#session,
      warn: (text) => this.warnings.push(text),
    });
    this.live = live;
  }

  async finish(): Promise<Report> {
    await this.live.stop();
    return this.#session.finish();
  }

  pairsOf(pid: number): Pair[] {
    return this.pairs.filter(({ sensor }) => sensor.actor.tgid === pid);
  }

  aloneOf(pid: number): Alone[] {
    return this.alone.filter(({ event }) => event.actor.tgid === pid);
  }
}

/** The kernel's count of records that audit lost. */
export function auditLost(): number {
  const { stdout } = spawnSync('auditctl', ['-s'], { encoding: 'utf8' });
  return Number(/^lost (\d+)/m.exec(stdout)?.[1]);
}
