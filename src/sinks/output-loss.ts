import type { Event, Source } from '../model/event.js';
import type { Loss } from '../model/loss.js';

/** Events that were seen but not written, because the reader of the output is slower than they come. */
export class OutputLoss {
  readonly #pending = new Map<Source, Loss>();

  note({ source, time }: Event): void {
    const known = this.#pending.get(source);
    const from = known?.from ?? time;
    this.#pending.set(source, { source, where: 'output', count: (known?.count ?? 0) + 1, from, to: time });
  }

  /** What was noted since the last call, one loss a source. */
  take(): Loss[] {
    if (this.#pending.size === 0) return [];
    const losses = [...this.#pending.values()];
    this.#pending.clear();
    return losses;
  }
}
