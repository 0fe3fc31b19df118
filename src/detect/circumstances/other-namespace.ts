import type { Process } from '../../model/process.js';
import type { Circumstance, Judgement, Situation } from '../circumstance.js';

type Namespace = 'pidNamespace' | 'mountNamespace';

const differs =
  (namespace: Namespace) =>
  ({ actor, target, remote }: Situation): Judgement => {
    if (!remote) return false;
    const from: Process[Namespace] = actor[namespace];
    const to: Process[Namespace] = target?.[namespace];
    if (from === undefined) return `actor.${namespace}`;
    return to === undefined ? `target.process.${namespace}` : from !== to;
  };

/** Containers have one of their own; services of the host rarely do. Source: pid_namespaces(7). */
export const otherPidNamespace: Circumstance = {
  id: 'other-pid-namespace',
  description: 'The target is in another pid namespace than the actor: across the border of a container.',
  evenOverOwnTracee: false,
  border: true,
  judge: differs('pidNamespace'),
  sentence: ({ actor, target }) => `${actor} and ${target} are in different pid namespaces, as containers are`,
};

/** Weighs less: services with a private /tmp have one of their own. Source: mount_namespaces(7). */
export const otherMountNamespace: Circumstance = {
  id: 'other-mount-namespace',
  description: 'The target is in another mount namespace than the actor.',
  evenOverOwnTracee: false,
  border: true,
  judge: differs('mountNamespace'),
  sentence: ({ actor, target }) => `${actor} and ${target} see different file systems (mount namespaces)`,
};
