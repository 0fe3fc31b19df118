import { EventKind } from './layout.js';

/** Names of the kinds of events, by their numbers: the unit in which the kernel side counts. */
export const KIND_NAMES: readonly string[] = Object.entries(EventKind)
  .filter(([name]) => name !== 'EVENT_KINDS')
  .map(([name]) =>
    name
      .replace(/^EVENT_/, '')
      .toLowerCase()
      .replaceAll('_', '-'),
  );
