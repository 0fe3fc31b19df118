import type { Event } from '../../src/model/event.js';

/** What an event tells: its fields without those that are undefined. */
export function told(event: Event): Partial<Event> {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
}
