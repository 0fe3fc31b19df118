import { atLeast, type Incident, type Severity } from '../model/incident.js';

/** As many as the engine keeps open by default: the others do not come again. */
const REMEMBERED = 4096;

/**
 * Lets incidents pass from the moment they reach a severity, and then all their later revisions: one that turns out to
 * be less grave must not stay in the reader's mind as what it was.
 */
export class MinimumSeverity {
  #minimum: Severity;
  /** ids of those that passed, the one that came last at the end */
  readonly #admitted = new Set<string>();
  #leftOut = 0;

  constructor(minimum: Severity) {
    this.#minimum = minimum;
  }

  /** From now on; what passed goes on passing. */
  set minimum(minimum: Severity) {
    this.#minimum = minimum;
  }

  /** incidents of which no revision passed */
  get leftOut(): number {
    return this.#leftOut;
  }

  admits({ id, revision, severity }: Incident): boolean {
    const known = this.#admitted.delete(id);
    if (!known && !atLeast(severity, this.#minimum)) {
      if (revision === 1) this.#leftOut++;
      return false;
    }
    if (!known && revision > 1) this.#leftOut--;
    this.#admitted.add(id);
    if (this.#admitted.size > REMEMBERED) this.#admitted.delete(this.#admitted.values().next().value!);
    return true;
  }
}
