import { type Event, succeeded } from '../../model/event.js';
import { isFileless } from '../evidence.js';
import { type Clue, fired, type Heuristic, notEvaluable, type Outcome } from '../heuristic.js';
import { nameFile, times } from '../sentence.js';

const PRIVATE: Clue = {
  id: 'map-private',
  kind: 'act',
  effect: 'alter',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable and private, as a loader maps a library${times(tally)}`,
};

const SHARED: Clue = {
  id: 'map-shared',
  kind: 'act',
  effect: 'touch',
  title: 'Executable memory shared with a file in memory',
  sentence: ({ actor }, tally) =>
    `${actor} mapped ${nameFile(tally.first.file)} executable and shared, as a just-in-time compiler maps its arena${times(tally)}`,
};

const privately = fired([PRIVATE]);
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

function evaluate(event: Event): Outcome {
  if (!succeeded(event)) return undefined;
  const { file } = event;
  if (file === undefined) return hasNoFile(event) ? undefined : fileAbsent;
  if (!isFileless(file)) return file.memfd === undefined && file.unlinked === undefined ? kindAbsent : undefined;
  const sharing = isShared(event);
  if (sharing === undefined) return sharingAbsent;
  return sharing ? shared : privately;
}

/** Code from what is no file. Source: mmap(2), mprotect(2), memfd_create(2). */
export const filelessMap: Heuristic = {
  definition: {
    id: 'fileless-map',
    title: 'Code mapped from memory',
    description:
      'A process mapped a memfd, an unlinked file or one made by O_TMPFILE executable, or made such a mapping executable. A loader maps libraries private; a just-in-time compiler that maps its arena twice needs it shared.',
    attack: ['T1620'],
    analytics: ['AN0839', 'AN1400'],
    operations: ['map-exec', 'protect-exec'],
    sources: ['bpf', 'audit'],
    parties: 'actor',
    needs: ['file', 'file.memfd', 'file.unlinked', 'memory.sharing'],
    parameters: [],
    knownGaps: [
      'A loader that maps shared, or copies into anonymous memory, looks like a just-in-time compiler.',
      'audit: no word of the file behind a mapping but its descriptor.',
    ],
    falsePositives: ['Programs that keep running after their libraries were replaced and load one of the old files.'],
    nextSteps: ['Copy the memory from /proc/PID/map_files before the process ends; look for an ELF header.'],
  },
  clues: [PRIVATE, SHARED],
  evaluate,
};
