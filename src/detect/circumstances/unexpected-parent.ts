import type { FileRole } from '../../model/process.js';
import type { Circumstance, Situation } from '../circumstance.js';
import { nameReference } from '../sentence.js';

const WORDS: Readonly<Partial<Record<FileRole, string>>> = {
  'network-daemon': 'a network daemon',
  'web-server': 'a web server',
  database: 'a database',
  scheduler: 'a scheduler of jobs',
};

const roleOf = ({ actor, parameters }: Situation): FileRole | undefined =>
  actor.host?.ancestor?.roles.find((role) => parameters.roles.unexpectedParents.includes(role));

/** AN1241's AnomalousParentProcessList, by what the file is, over all ancestors. */
export const unexpectedParent: Circumstance = {
  id: 'unexpected-parent',
  description: 'The actor descends from a network daemon, a web server, a database or a scheduler.',
  evenOverOwnTracee: false,
  border: true,
  judge: (situation) => {
    const { host } = situation.actor;
    if (host === undefined) return 'actor.host';
    return host.ancestryUnknown === true ? 'actor.host.ancestor' : roleOf(situation) !== undefined;
  },
  sentence: ({ actor }, situation) => {
    const role = roleOf(situation);
    const ancestor = situation.actor.host?.ancestor?.process;
    const name = ancestor === undefined ? 'a daemon' : nameReference(ancestor);
    return `${actor} descends from ${name}, ${role === undefined ? 'a daemon' : (WORDS[role] ?? `a ${role}`)}, below which nobody debugs`;
  },
};
