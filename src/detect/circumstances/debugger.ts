import type { Process } from '../../model/process.js';
import type { Circumstance, Judgement, Situation } from '../circumstance.js';
import { sensitiveTarget } from './sensitive-target.js';

/**
 * What a name cannot say: the file is one that the host's configuration gives the role, found by device and inode; only
 * root can have put it there, and a package did where dpkg or rpm can say; and it runs in the mount namespace of the
 * host, where those paths mean what they say.
 */
function isDebugger({ actor, remote, parameters }: Situation): Judgement {
  if (!remote) return false;
  const { host } = actor;
  if (host?.roles === undefined) return 'actor.host';
  const { debuggers } = parameters.roles;
  if (!host.roles.some((role) => debuggers.includes(role))) return false;
  return host.protected === true && host.packaged !== false && host.hostMounts === true;
}

/** The memory of who keeps secrets is worth reading by any means: there the file excuses only who sits at a terminal. */
function isExcused(situation: Situation): Judgement {
  const judgement = isDebugger(situation);
  if (judgement !== true || sensitiveTarget.judge(situation) !== true) return judgement;
  return isInteractive(situation);
}

export const knownDebugger: Circumstance = {
  id: 'debugger',
  description:
    "The actor is a debugger or tracer of this host: root's file, of an installed package, in the host's mount namespace. Of a sensitive target only where it is run interactively.",
  evenOverOwnTracee: false,
  lowers: true,
  judge: isExcused,
  sentence: ({ actor }, situation) =>
    `${actor} is a debugger of this host, by its file${situation.actor.host?.packaged === true ? ', which an installed package owns' : ''}`,
};

/** (uid_t)-1: no login has set it. Only a login program may, once. Source: pam_loginuid(8), audit_setloginuid(3). */
const NEVER_SET = 0xffff_ffff;

const hasLogin = ({ auid = NEVER_SET, session = NEVER_SET }: Process): boolean =>
  auid !== NEVER_SET && session !== NEVER_SET;

/** Anybody can make a terminal; a login session is what a process cannot give itself. */
function isInteractive(situation: Situation): Judgement {
  if (isDebugger(situation) !== true) return false;
  const { actor, target } = situation;
  if (actor.tty === undefined) return 'actor.tty';
  return actor.tty !== '' && hasLogin(actor) && target?.uid === actor.uid && target?.euid === actor.euid;
}

export const interactiveDebugger: Circumstance = {
  id: 'interactive-debugger',
  description: "That debugger runs at a terminal, in a login session, as the target's own user.",
  evenOverOwnTracee: false,
  lowers: true,
  judge: isInteractive,
  sentence: ({ actor, target }, situation) =>
    `${actor} runs at a terminal (${situation.actor.tty}) in a login session (login uid ${situation.actor.auid}), as the user of ${target}`,
};
