import type { Event } from '../../model/event.js';
import { isFileless, isSameProcess } from '../evidence.js';
import { type Clue, type Context, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { MADE_BY_OTHER } from '../memfd-origin.js';
import { nameFile, times } from '../sentence.js';

const LIBRARY: Clue = {
  id: 'map-library',
  kind: 'act',
  effect: 'alter',
  title: 'Library loaded from memory',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable, which begins as programs and libraries do (ELF)${times(tally)}`,
};

const PRIVATE: Clue = {
  id: 'map-private',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable and private, as a loader maps a library${times(tally)}`,
};

const ARENA: Clue = {
  id: 'map-arena',
  kind: 'act',
  effect: 'touch',
  title: 'Executable memory from a file without a name',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable and private, but it is no library (no ELF header)${times(tally)}`,
};

const SHARED: Clue = {
  id: 'map-shared',
  kind: 'act',
  effect: 'touch',
  title: 'Executable memory shared with a file in memory',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable and shared, as a just-in-time compiler maps its arena${times(tally)}`,
};

const library = fired([LIBRARY]);
const passedLibrary = fired([LIBRARY, MADE_BY_OTHER]);
const privately = fired([PRIVATE], ['file.elf']);
const passedPrivately = fired([PRIVATE, MADE_BY_OTHER], ['file.elf']);
const arena = fired([ARENA]);
const shared = fired([SHARED]);
const kindAbsent = notEvaluable('file.memfd');
const fileAbsent = notEvaluable('file');
const sharingAbsent = notEvaluable('memory.sharing');

/** Source: include/uapi/linux/mman.h. MAP_SHARED_VALIDATE is both of the low bits. */
const MAP_SHARED = 1;
const MAP_ANONYMOUS = 0x20;

function isShared(event: Event): boolean | undefined {
  const { memory } = event;
  if (memory?.sharing !== undefined) return memory.sharing === 'shared';
  return memory?.flags === undefined ? undefined : (memory.flags & MAP_SHARED) !== 0;
}

const hasNoFile = ({ memory }: Event): boolean =>
  memory?.region !== undefined || (memory?.flags !== undefined && (memory.flags & MAP_ANONYMOUS) !== 0);

/**
 * What a file is tells a loader from a compiler, where it was looked at. Where it was not, the sharing does: a loader
 * maps private, and a compiler that writes through another mapping of its arena cannot.
 */
function evaluate(event: Event, context: Context): Outcome {
  if (!context.succeeded) return undefined;
  const { file } = event;
  if (file === undefined) return hasNoFile(event) ? undefined : fileAbsent;
  if (!isFileless(file)) return file.memfd === undefined && file.unlinked === undefined ? kindAbsent : undefined;
  if (file.elf === true) return isMadeByOther(event, context) ? passedLibrary : library;
  const sharing = isShared(event);
  if (sharing === undefined) return sharingAbsent;
  if (sharing) return shared;
  if (file.elf === false) return arena;
  return isMadeByOther(event, context) ? passedPrivately : privately;
}

function isMadeByOther({ actor, file }: Event, context: Context): boolean {
  const maker = context.makerOf(file!);
  return maker !== undefined && isSameProcess(maker, actor) === false;
}

/** Code from what is no file. Source: mmap(2), mprotect(2), memfd_create(2). */
export const filelessMap: Heuristic = {
  definition: {
    id: 'fileless-map',
    title: 'Code mapped from memory',
    description:
      'A process mapped a memfd, an unlinked file, one made by O_TMPFILE or on a tmpfs that is mounted nowhere executable, or made such a mapping executable. What begins with an ELF header is a library that was loaded from memory; else a loader maps private, and a just-in-time compiler that maps its arena twice needs it shared.',
    attack: ['T1620'],
    analytics: ['AN0839', 'AN1400'],
    operations: ['map-exec', 'protect-exec'],
    sources: ['bpf', 'audit'],
    parties: 'actor',
    needs: ['file', 'file.memfd', 'file.unlinked', 'file.elf', 'memory.sharing'],
    parameters: ['limits.memfds'],
    knownGaps: [
      'A loader of a format of its own that maps shared, or one that copies into anonymous memory, looks like a just-in-time compiler.',
      'The file is looked at just after the call: what is written into it later is not seen.',
      'audit: no word of the file behind a mapping but its descriptor, and none of what the personality READ_IMPLIES_EXEC makes executable unasked.',
    ],
    falsePositives: ['Programs that keep running after their libraries were replaced and load one of the old files.'],
    nextSteps: ['Copy the memory from /proc/PID/map_files before the process ends; look for an ELF header.'],
  },
  clues: [LIBRARY, PRIVATE, ARENA, SHARED, MADE_BY_OTHER],
  evaluate,
};
