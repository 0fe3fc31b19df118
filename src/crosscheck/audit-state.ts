import { History } from './history.js';
import type { AuditStatusSample } from './input.js';

const MOST_CHANGES = 4096;

/** A setting of audit's over time. `exact`: a record told the moment of the change; else it lies before the reading. */
interface Setting {
  readonly value: number;
  readonly exact: boolean;
  readonly from: string;
  /** the last time that it was read and still so */
  confirmed: number;
}

/** A setting at one moment. */
export interface SettingAt {
  readonly value: number;
  /** no reading or record contradicts it around that moment */
  readonly certain: boolean;
  /** what told it */
  readonly from: string;
}

const READING = 'a reading of the audit status';

/** A setting, by readings of the status and by records of changes. Times are in ns since the origin. */
class SettingHistory {
  readonly #history = new History<Setting>(MOST_CHANGES);

  tell(time: number, value: number, from: string | undefined): void {
    const before = this.#history.at(time);
    if (before !== undefined && before.value.value === value) {
      before.value.confirmed = Math.max(before.value.confirmed, time);
      return;
    }
    this.#history.add(time, { value, exact: from !== undefined, from: from ?? READING, confirmed: time });
  }

  at(time: number, tolerance: number): SettingAt | undefined {
    const before = this.#history.at(time);
    const after = this.#history.after(time);
    if (before === undefined) {
      return after === undefined ? undefined : { value: after.value.value, certain: false, from: after.value.from };
    }
    const isSettled = before.time <= time - tolerance;
    const changed = after?.value.exact ? after.time : before.value.confirmed;
    const mayHaveChanged = after !== undefined && changed <= time + tolerance;
    return { value: before.value.value, certain: isSettled && !mayHaveChanged, from: before.value.from };
  }

  /** Whether it may have had such a value at some moment between, as far as is known. */
  had(predicate: (value: number) => boolean, from: number, to: number): SettingAt | undefined {
    const at = this.at(from, 0);
    if (at !== undefined && predicate(at.value)) return at;
    let before = this.#history.at(from);
    for (let next = this.#history.after(from); next !== undefined; next = this.#history.after(next.time)) {
      // a change that was read came after the last reading that does not show it
      const earliest = next.value.exact ? next.time : (before?.value.confirmed ?? Number.NEGATIVE_INFINITY);
      if (earliest > to) break;
      if (predicate(next.value.value)) {
        return { value: next.value.value, certain: next.value.exact, from: next.value.from };
      }
      before = next;
    }
    return undefined;
  }

  *changes(): IterableIterator<{ readonly time: number; readonly value: number }> {
    for (const { time, value } of this.#history.entries()) yield { time, value: value.value };
  }
}

/** How audit was set over time. */
export class AuditState {
  readonly enabled = new SettingHistory();
  /** tgid of the daemon */
  readonly daemon = new SettingHistory();
  readonly rateLimit = new SettingHistory();
  /** when auditing was first seen to be switched on, having been off */
  firstEnabled: number | undefined;
  #wasOff = false;

  tell(time: number, { enabled, pid, rateLimit, from }: AuditStatusSample): void {
    if (enabled !== undefined) {
      if (enabled === 0) this.#wasOff ||= this.firstEnabled === undefined;
      else if (this.firstEnabled === undefined) this.firstEnabled = this.#wasOff ? time : Number.NEGATIVE_INFINITY;
      this.enabled.tell(time, enabled, from);
    }
    if (pid !== undefined) this.daemon.tell(time, pid, from);
    if (rateLimit !== undefined) this.rateLimit.tell(time, rateLimit, from);
  }
}
