import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { askForStacks } from './stacks.js';

/** How long a guest that is to be ended may still tell in what its processes wait. */
const TELLING_MS = 30_000;

/** Ends a guest that runs, or says nothing, for too long; its kernel is asked before for the stacks of all tasks. */
export class Limits {
  /** which one, in words; undefined where the guest is within them */
  exceeded: string | undefined;
  readonly #guest: ChildProcessWithoutNullStreams;
  readonly #tellingMs: number;
  readonly #timers: NodeJS.Timeout[];

  constructor(guest: ChildProcessWithoutNullStreams, timeoutMs: number, silenceMs: number, tellingMs = TELLING_MS) {
    this.#guest = guest;
    this.#tellingMs = tellingMs;
    const minutes = (ms: number): string => `${Math.round(ms / 6000) / 10} minutes`;
    const time = setTimeout(() => this.#exceed(`did not end within ${minutes(timeoutMs)}`), timeoutMs);
    const silence = setTimeout(() => this.#exceed(`said nothing for ${minutes(silenceMs)}`), silenceMs);
    this.#timers = [time, silence];
    guest.stdout.on('data', () => {
      // One that was cleared would run again.
      if (this.#timers.includes(silence)) silence.refresh();
    });
    // What cannot be sent to a guest that is gone is no loss.
    guest.stdin.on('error', () => {});
  }

  /** To be called when the guest has ended. */
  clear(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  #exceed(limit: string): void {
    this.clear();
    this.exceeded = limit;
    void askForStacks(this.#guest.stdin);
    this.#timers.push(setTimeout(() => this.#guest.kill('SIGKILL'), this.#tellingMs));
  }
}
