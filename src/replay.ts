import { type EngineOptions, HostEngines, type HostTotals, type ParameterOverrides } from './detect/index.js';
import type { Event } from './model/event.js';
import type { Incident } from './model/incident.js';
import type { Loss } from './model/loss.js';
import type { Frame, RecordedStatus, RecordingHeader } from './recording/index.js';

export interface ReplayOptions {
  /** settings of the heuristics; those of the recording where absent */
  readonly parameters?: ParameterOverrides;
  /** each event, before the heuristics see it */
  readonly onEvent?: (event: Event) => void;
  /**
   * each revision of each incident, as when it was recorded: `suppressedBy` names the exception that kept it from being
   * reported then, unless other `parameters` are given; `host` is set where an audit log names its hosts
   */
  readonly onIncident: (incident: Incident) => void;
  readonly onLoss?: (loss: Loss) => void;
  /** each event that takes part in an incident, once for each heuristic that fired on it */
  readonly onEvidence?: EngineOptions['onEvidence'];
  /** what the program that recorded said of itself */
  readonly onStatus?: (status: RecordedStatus) => void;
}

/**
 * Judges the frames of a recording as they were judged when they were recorded: the same events, losses and ticks in the
 * same order give the same incidents, bit for bit.
 */
export class Replay {
  readonly #options: ReplayOptions;
  /** what the last frame led to: the next one may say that it was not reported */
  #held: Incident[] = [];
  #engines: HostEngines;

  /** @throws {RangeError} for parameters that make no sense */
  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#engines = this.#enginesWith(options.parameters ?? {});
  }

  /**
   * Takes the next frame: the header first.
   * @throws {RangeError} the recording's settings of the heuristics make no sense to this version
   */
  handle(frame: Frame): void {
    if (frame.kind === 'suppressed') {
      if (this.#options.parameters === undefined) this.#suppress(frame);
      return;
    }
    this.#release();
    switch (frame.kind) {
      case 'header':
        this.#begin(frame.header);
        break;
      case 'event':
        this.#options.onEvent?.(frame.event);
        this.#engines.handle(frame.event, frame.event.record?.node ?? '');
        break;
      case 'loss':
        this.#engines.handleLoss(frame.loss, frame.node ?? '');
        this.#options.onLoss?.(frame.loss);
        break;
      case 'tick':
        this.#engines.tick(frame.now);
        break;
      case 'flush':
        this.#engines.flush();
        break;
      case 'status':
        this.#options.onStatus?.(frame.status);
        break;
      default:
    }
  }

  /** Reports what the recording, where it was not ended in order, left unreported. */
  end(): HostTotals {
    this.#release();
    this.#engines.flush();
    this.#release();
    return this.#engines.totals();
  }

  #suppress({ incident: id, revision, by }: Extract<Frame, { kind: 'suppressed' }>): void {
    this.#held = this.#held.map((incident) =>
      incident.id === id && incident.revision === revision ? { ...incident, suppressedBy: by } : incident,
    );
  }

  #release(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const incident of held) this.#options.onIncident(incident);
  }

  #begin({ parameters }: RecordingHeader): void {
    if (this.#options.parameters === undefined && parameters !== undefined) {
      this.#engines = this.#enginesWith(parameters as ParameterOverrides);
    }
  }

  #enginesWith(parameters: ParameterOverrides): HostEngines {
    const { onEvidence } = this.#options;
    const onIncident = (incident: Incident): unknown => this.#held.push(incident);
    return new HostEngines({ parameters, onIncident, ...(onEvidence && { onEvidence }) });
  }
}
