import type { Event } from '../../model/event.js';
import type { File, Process } from '../../model/process.js';
import { isChildOf, isFileless, isSameProcess } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { MADE_BY_OTHER } from '../memfd-origin.js';
import { errno, nameFile, times } from '../sentence.js';

/** Where the image begins is told where that is not in the program itself: PT_INTERP of elf(5). */
const hasLoader = ({ memory }: Event): boolean => memory !== undefined;

/** Of a script the interpreter is what runs, another file than the one that was executed. */
function isScript({ actor: { exe }, file }: Event): boolean {
  if (exe?.inode === undefined || file?.inode === undefined) return false;
  return exe.inode !== file.inode || exe.device !== file.device;
}

function runs(event: Event): string {
  if (hasLoader(event)) return 'is a program whose loader is run';
  return isScript(event) ? 'runs a script' : 'is a program run';
}

const MEMFD: Clue = {
  id: 'exec-memfd',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} ${runs(tally.last)} from memory alone, ${nameFile(tally.last.file)}${times(tally)}`,
};

const RUNTIME: Clue = {
  id: 'exec-memfd-runtime',
  kind: 'act',
  effect: 'touch',
  title: 'Container runtime ran a copy of itself',
  sentence: ({ actor }, tally) =>
    `${actor} is a program run from ${nameFile(tally.last.file)}, which a container runtime of this host made for itself${times(tally)}`,
};

const UNLINKED: Clue = {
  id: 'exec-unlinked',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} ${runs(tally.last)} from a file that no directory shows, ${nameFile(tally.last.file)}${times(tally)}`,
};

const UNMOUNTED: Clue = {
  id: 'exec-unmounted',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} ${runs(tally.last)} from a file system in memory that is mounted nowhere, ${nameFile(tally.last.file)}${times(tally)}`,
};

const REPLACED: Clue = {
  id: 'exec-replaced',
  kind: 'act',
  effect: 'touch',
  title: 'Program run from a file that was removed',
  sentence: ({ actor }, tally) =>
    `${actor} ${runs(tally.last)} from a file that was removed, ${nameFile(tally.last.file)}${times(tally)}: it is root's, and who ran it could not have written it, as with a program that was upgraded while it ran`,
};

const SHM: Clue = {
  id: 'exec-shm',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} is a program run from shared memory, ${nameFile(tally.last.file)}${times(tally)}`,
};

const REFUSED: Clue = {
  id: 'exec-refused',
  kind: 'act',
  effect: 'attempt',
  title: 'Tried to run a program from memory',
  sentence: ({ actor }, tally) =>
    `${actor} tried${times(tally)} to run ${nameFile(tally.last.file)}, which no directory shows, in vain${errno(tally.last)}`,
};

const memfd = fired([MEMFD]);
const passedMemfd = fired([MEMFD, MADE_BY_OTHER]);
const runtime = fired([RUNTIME]);
/** It may be the copy of a container runtime. */
const memfdOfAnybody = fired([MEMFD], ['actor.host']);
const unlinked = fired([UNLINKED]);
/** It may be a program of root's that was replaced. */
const unlinkedOfAnybody = fired([UNLINKED], ['file.ownerUid']);
const unmounted = fired([UNMOUNTED]);
const replaced = fired([REPLACED]);
const shm = fired([SHM]);
const tried = fired([REFUSED]);
const fileAbsent = notEvaluable('file');
const kindAbsent = notEvaluable('file.memfd');

const SHARED_MEMORY = '/dev/shm/';

/** Copies of copies: buildah runs one for the runtime, and from that one for what it starts. */
const GENERATIONS = 3;

/** runc and its like copy their own binary into a memfd and run that, so that no container can write the original. */
function isSelfCopying({ host, exe }: Process, context: Context, generations = GENERATIONS): boolean {
  if (exe?.memfd === true && generations > 0) {
    const maker = context.makerOf(exe);
    return maker !== undefined && isSelfCopying(maker, context, generations - 1);
  }
  const { parameters } = context;
  const { roles = [], protected: isProtected, packaged, hostMounts } = host ?? {};
  return (
    isProtected === true &&
    packaged !== false &&
    hostMounts === true &&
    roles.some((role) => parameters.roles.selfCopying.includes(role))
  );
}

const OTHERS_MAY_WRITE = 0o022;
const ROOT = 0;

/** What root alone can have written and only root can change, on a disk: an ordinary user who runs it did not bring it. */
function isRoots({ ownerUid, mode, inMemory }: File, { uid = ROOT, euid = ROOT }: Process): boolean {
  if (uid === ROOT || euid === ROOT || ownerUid !== ROOT || mode === undefined) return false;
  return inMemory === false && (mode & OTHERS_MAY_WRITE) === 0;
}

function evaluateMemfd({ actor, file }: Event, context: Context): Outcome {
  if (actor.host === undefined) return memfdOfAnybody;
  const maker = context.makerOf(file!);
  if (maker === undefined) return memfd;
  const isSame = isSameProcess(maker, actor) !== false;
  if ((isSame || isChildOf(actor, maker) === true) && isSelfCopying(maker, context)) return runtime;
  return isSame ? memfd : passedMemfd;
}

function evaluateUnlinked(file: File, actor: Process): Outcome {
  if (file.ownerUid === undefined) return unlinkedOfAnybody;
  return isRoots(file, actor) ? replaced : unlinked;
}

/** Where the host itself lives in memory, a container runtime runs its own program through such a mount. */
function evaluateUnmounted({ actor }: Event, context: Context): Outcome {
  return isSelfCopying(actor, context) ? runtime : unmounted;
}

function evaluate(event: Event, context: Context): Outcome {
  const { file } = event;
  const { succeeded } = context;
  if (file === undefined) return succeeded ? fileAbsent : undefined;
  const inSharedMemory = file.path?.startsWith(SHARED_MEMORY) === true && file.inMemory !== false;
  if (!succeeded) return isFileless(file) || inSharedMemory ? tried : undefined;
  if (file.memfd) return evaluateMemfd(event, context);
  if (file.unlinked) return evaluateUnlinked(file, event.actor);
  if (file.unmounted) return evaluateUnmounted(event, context);
  if (inSharedMemory) return shm;
  return file.memfd === undefined && file.unlinked === undefined ? kindAbsent : undefined;
}

/** Running what is no file. Source: memfd_create(2), execveat(2), open(2) on O_TMPFILE, umount2(2) on MNT_DETACH, fsmount(2), shm_overview(7). */
export const filelessExec: Heuristic = {
  definition: {
    id: 'fileless-exec',
    title: 'Program run from memory',
    description:
      'A process executed a memfd, an unlinked file or one made by O_TMPFILE, one on a tmpfs that is mounted nowhere, or a file in /dev/shm: a program that leaves nothing on disk to look at. The same where a program on disk names such a file as its loader (PT_INTERP), which runs in its place.',
    attack: ['T1620'],
    analytics: ['AN0839', 'AN1400'],
    operations: ['exec'],
    sources: ['bpf', 'audit'],
    parties: 'actor',
    needs: ['file', 'file.memfd', 'file.unlinked', 'file.unmounted', 'file.ownerUid', 'actor.host'],
    parameters: ['roles.selfCopying', 'limits.memfds'],
    knownGaps: [
      'A script on disk whose interpreter reads a memfd is not an execution of that memfd.',
      'A file system that is mounted nowhere and is no tmpfs or ramfs, as an overlay or an image, is not reported: container runtimes run themselves from such.',
      'Other tmpfs mounts than /dev/shm are not reported: /tmp is one on many hosts.',
      'What a container runtime of this host puts into a memfd and runs is taken for a copy of itself.',
    ],
    falsePositives: [
      'Container tools run copies of their own program from a memfd; those that this host does not know as such count in full.',
      'A program of root that starts itself again after its package was upgraded runs from an unlinked file.',
    ],
    nextSteps: [
      'Copy /proc/PID/exe before the process ends.',
      'Find out who made the file: the parent, its command line, its connections.',
    ],
  },
  clues: [MEMFD, RUNTIME, UNLINKED, UNMOUNTED, REPLACED, SHM, REFUSED, MADE_BY_OTHER],
  evaluate,
};
