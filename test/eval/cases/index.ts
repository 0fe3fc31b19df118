import type { Case, Group } from '../case.js';
import { debuggers } from './debuggers.js';
import { fileless } from './fileless.js';
import { injection } from './injection.js';
import { ordinary } from './ordinary.js';
import { runtimes } from './runtimes.js';
import { selftests } from './selftests.js';
import { services } from './services.js';
import { tools } from './tools.js';
import { ways } from './ways.js';

/** All cases, in the order in which they run and are shown. */
export const GROUPS: readonly Group[] = [
  injection,
  ways,
  fileless,
  debuggers,
  runtimes,
  services,
  tools,
  ordinary,
  selftests,
];

export const CASES: readonly Case[] = GROUPS.flatMap(({ cases }) => cases);
