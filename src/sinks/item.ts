import type { Event } from '../model/event.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { Timestamp } from '../model/timestamp.js';

/** Something about the program itself. */
export interface Status {
  /** `attached`: from here on events are seen; `stopped`: none any more */
  readonly state: string;
  readonly time: Timestamp;
  /** more, as plain JSON: what is attached and how, totals */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What a sink writes. */
export type Item =
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'loss'; readonly loss: Loss }
  | { readonly kind: 'status'; readonly status: Status };

/** Where items go. Writing never throws for what is wrong with the stream: see `LineWriter`. */
export interface Sink {
  write(item: Item): void;
  /** Waits until all that was written is out, or cannot get out any more. */
  close(): Promise<void>;
}
