import type { Circumstance } from '../circumstance.js';
import { actorFileless, actorWorldWritable } from './actor-file.js';
import { foreignAbi } from './foreign-abi.js';
import { morePrivileged } from './more-privileged.js';
import { otherMountNamespace, otherPidNamespace } from './other-namespace.js';
import { otherUser } from './other-user.js';
import { repeatedRefusals } from './repeated-refusals.js';

/** All circumstances, in the order in which an incident lists them. */
export const CIRCUMSTANCES: readonly Circumstance[] = [
  otherUser,
  morePrivileged,
  otherPidNamespace,
  otherMountNamespace,
  actorFileless,
  actorWorldWritable,
  foreignAbi,
  repeatedRefusals,
];
