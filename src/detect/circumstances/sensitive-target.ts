import type { FileRole } from '../../model/process.js';
import type { Circumstance, Situation } from '../circumstance.js';

const WORDS: Readonly<Partial<Record<FileRole, string>>> = {
  init: 'the init of this host',
  login: 'a program that lets users in or gives them rights',
  audit: 'the audit daemon',
  journal: 'a keeper of the system log',
  keyring: 'a keeper of keys',
  'container-runtime': 'a container runtime',
};

const INIT = 1;

function roleOf({ target, parameters }: Situation): FileRole | 'sensor' | undefined {
  if (target?.host?.sensor === true) return 'sensor';
  const role = target?.host?.roles?.find((one) => parameters.roles.sensitive.includes(one));
  if (role !== undefined) return role;
  return target?.tgid === INIT && parameters.roles.sensitive.includes('init') ? 'init' : undefined;
}

/** AN0579's TargetProcessNameFilter and AN1400's target list, by what the file is instead of by its name. */
export const sensitiveTarget: Circumstance = {
  id: 'sensitive-target',
  description: 'The target is one whose control or memory is worth most: init, logins, audit, logs, keys, runtimes.',
  evenOverOwnTracee: false,
  border: true,
  halfInVain: true,
  judge: (situation) => {
    if (!situation.remote) return false;
    if (roleOf(situation) !== undefined) return true;
    return situation.target?.host === undefined ? 'target.process.host' : false;
  },
  sentence: ({ target }, situation) => {
    const role = roleOf(situation);
    return `${target} is ${role === 'sensor' || role === undefined ? 'this sensor' : (WORDS[role] ?? `a ${role}`)}`;
  },
};
