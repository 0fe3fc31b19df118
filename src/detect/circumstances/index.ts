import type { Circumstance } from '../circumstance.js';
import { actorFileless, actorHome, actorWorldWritable } from './actor-file.js';
import { interactiveDebugger, knownDebugger } from './debugger.js';
import { helpers } from './helpers.js';
import { morePrivileged } from './more-privileged.js';
import { noTerminal } from './no-terminal.js';
import { otherMountNamespace, otherPidNamespace } from './other-namespace.js';
import { otherUser } from './other-user.js';
import { peers } from './peers.js';
import { repeatedRefusals } from './repeated-refusals.js';
import { sensitiveTarget } from './sensitive-target.js';
import { unexpectedParent } from './unexpected-parent.js';
import { wholeChain } from './whole-chain.js';

/** All circumstances, in the order in which an incident lists them; what lowers comes last. */
export const CIRCUMSTANCES: readonly Circumstance[] = [
  sensitiveTarget,
  otherUser,
  morePrivileged,
  otherPidNamespace,
  otherMountNamespace,
  actorFileless,
  actorWorldWritable,
  actorHome,
  noTerminal,
  unexpectedParent,
  repeatedRefusals,
  wholeChain,
  helpers,
  knownDebugger,
  interactiveDebugger,
  peers,
];
