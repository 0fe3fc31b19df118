import type { Event, Source } from '../model/event.js';
import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';

/** Version of the format that is written, and the only one that is read. */
export const FORMAT_VERSION = 1;

/** A measurement of how far the wall clock is ahead of the boot clock, which stamps the sensor's events. */
export interface ClockOffset {
  readonly at: Timestamp;
  /** CLOCK_REALTIME - CLOCK_BOOTTIME, nanoseconds: the time of day at which the boot clock was zero */
  readonly wallMinusBoot: bigint;
}

/** What a recording was made on. */
export interface RecordingHost {
  readonly name: string;
  /** uname -r, -v, -m */
  readonly release: string;
  readonly kernel: string;
  readonly machine: string;
  /** /proc/sys/kernel/random/boot_id */
  readonly bootId: string;
}

export interface RecordingHeader {
  readonly version: number;
  /** version of the program that wrote it */
  readonly software: string;
  readonly created: Timestamp;
  readonly host: RecordingHost;
  /** absent where the source does not stamp by the boot clock */
  readonly clock?: ClockOffset;
  readonly source: Source;
  /** settings of the heuristics that differ from the default */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** tgid of the process that recorded, whose own calls the sensor leaves out */
  readonly pid?: number;
}

/** One thing to be seen, and what serves it on the recorded host. */
export interface RecordedProbe {
  readonly name: string;
  readonly abi: string;
  /** what is hooked, for a person; absent where nothing serves the probe */
  readonly hook?: string;
  readonly mode?: string;
  /** the BPF programs that serve it */
  readonly programs: readonly string[];
  readonly attached: boolean;
  /** why not, in the kernel's words */
  readonly error?: string;
  /** runs that the kernel skipped since it was attached */
  readonly missed?: number;
  /** the kernel's numbers for `programs`, in their order, 0 for one that is not known; absent in recordings of old */
  readonly programIds?: readonly number[];
}

/** Counters of the kernel side for one kind of events, since it was loaded. */
export interface RecordedCounts {
  readonly kind: string;
  readonly emitted: number;
  readonly dropped: number;
  readonly repeated: number;
  /** left out because of the filter of actors */
  readonly filtered: number;
}

export interface RecordedStatus {
  readonly state: string;
  readonly time: Timestamp;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface RecordingEnd {
  readonly at: Timestamp;
  readonly events: number;
  readonly losses: number;
  /** events that are not in the file, for one of them did not fit into a frame */
  readonly unwritten: number;
}

/** What a recording consists of, in the order in which it happened. */
export type Frame =
  | { readonly kind: 'header'; readonly header: RecordingHeader }
  | { readonly kind: 'attached'; readonly at: Timestamp; readonly scope: string; readonly probes: RecordedProbe[] }
  | {
      readonly kind: 'detached';
      readonly at: Timestamp;
      readonly probes: RecordedProbe[];
      readonly counts: RecordedCounts[];
    }
  | { readonly kind: 'event'; readonly event: Event }
  /** `node`: name of the host that had the loss, where an audit log has several */
  | { readonly kind: 'loss'; readonly loss: Loss; readonly node?: string }
  | { readonly kind: 'clock'; readonly clock: ClockOffset }
  /** the engine was told that no event before `now`, milliseconds since the epoch, will come */
  | { readonly kind: 'tick'; readonly now: number }
  /** the engine reported all that it had not yet */
  | { readonly kind: 'flush' }
  /** an exception `by` kept this revision of an incident from being reported; it follows the frame that led to it */
  | { readonly kind: 'suppressed'; readonly incident: string; readonly revision: number; readonly by: string }
  | { readonly kind: 'status'; readonly status: RecordedStatus }
  | { readonly kind: 'end'; readonly end: RecordingEnd };
