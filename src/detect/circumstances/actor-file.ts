import type { Circumstance } from '../circumstance.js';
import { isFileless } from '../evidence.js';
import { nameFile } from '../sentence.js';

export const actorFileless: Circumstance = {
  id: 'actor-fileless',
  description: 'The actor runs from a memfd or from an unlinked file.',
  evenOverOwnTracee: true,
  border: true,
  judge: ({ actor, remote }) => {
    if (!remote) return false;
    const { exe } = actor;
    if (exe === undefined) return 'actor.exe';
    if (exe.memfd === undefined && exe.unlinked === undefined) return 'actor.exe.memfd';
    return isFileless(exe);
  },
  sentence: ({ actor }, situation) => `${actor} itself runs from memory (${nameFile(situation.actor.exe)})`,
};

const OTHERS_MAY_WRITE = 0o002;

/** Directories that are world-writable by the Filesystem Hierarchy Standard, 3.18 and 5.15. */
const WORLD_WRITABLE = ['/tmp/', '/var/tmp/', '/dev/shm/'];

export const actorWorldWritable: Circumstance = {
  id: 'actor-world-writable',
  description: "Anybody could have put the actor's program where it is: its file or its directory is world-writable.",
  evenOverOwnTracee: false,
  judge: ({ actor, remote }) => {
    if (!remote) return false;
    const { exe } = actor;
    if (exe?.path === undefined) return 'actor.exe';
    if (WORLD_WRITABLE.some((directory) => exe.path!.startsWith(directory))) return true;
    return exe.mode === undefined ? 'actor.exe.mode' : (exe.mode & OTHERS_MAY_WRITE) !== 0;
  },
  sentence: ({ actor }, situation) =>
    `${actor} runs from where anybody could have put it (${nameFile(situation.actor.exe)})`,
};

/** Where users keep programs of their own. Source: Filesystem Hierarchy Standard, 3.8 and 3.14. */
const HOMES = ['/home/', '/root/'];

export const actorHome: Circumstance = {
  id: 'actor-home',
  description: "The actor's program lies in a home directory.",
  evenOverOwnTracee: false,
  judge: ({ actor, remote }) => {
    if (!remote) return false;
    if (actor.exe?.path === undefined) return 'actor.exe';
    return HOMES.some((directory) => actor.exe!.path!.startsWith(directory));
  },
  sentence: ({ actor }, situation) => `${actor} runs from a home directory (${nameFile(situation.actor.exe)})`,
};
