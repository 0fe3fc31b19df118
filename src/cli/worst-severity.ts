import { atLeast, type Incident, type Severity } from '../model/incident.js';

/** Remembers the worst of the incidents that counted: what `--fail-on` asks about. */
export class WorstSeverity {
  #worst: Severity | undefined;

  note({ severity }: Incident): void {
    if (this.#worst === undefined || atLeast(severity, this.#worst)) this.#worst = severity;
  }

  /** Whether there was one at or above `floor`; never where nobody asks. */
  reaches(floor: Severity | undefined): boolean {
    return floor !== undefined && this.#worst !== undefined && atLeast(this.#worst, floor);
  }
}
