import type { Event } from '../../model/event.js';
import type { SensorLoss } from '../loss.js';
import type { Explain, Explanation } from './context.js';

/** What the sensor calls the kind of event that a call makes. */
const KINDS: Readonly<Record<string, string>> = {
  ptrace: 'ptrace',
  process_vm_writev: 'remote-write',
  process_vm_readv: 'remote-read',
  memfd_create: 'memfd-create',
  mmap: 'mmap',
  mmap2: 'mmap',
  mprotect: 'mprotect',
  pkey_mprotect: 'mprotect',
  execve: 'exec',
  execveat: 'exec',
  open: 'open-mem',
  creat: 'open-mem',
  openat: 'open-mem',
  openat2: 'open-mem',
  pidfd_getfd: 'fd-steal',
  process_madvise: 'remote-advise',
  mremap: 'mremap',
  shmat: 'shmat',
};

const CAUSES: Readonly<Record<string, readonly [Explanation['cause'], string]>> = {
  ring: ['ring-drop', "The sensor's ring buffer was full."],
  'skipped run': ['skipped-run', 'The kernel skipped a run of the program that would have told it.'],
  reader: ['reader-loss', "The sensor's reader could not read some of what the kernel side wrote."],
  repeated: ['filtered', 'The kernel side leaves out what is the same as the event before, of the same process.'],
};

/** A loss that the sensor counted, of the same kind of event, and that other events have not used up. */
export const sensorLoss: Explain = (event, { book, tolerance }) => {
  const kind = kindOf(event.event);
  const loss = book.claimSensor(event.time - tolerance, event.time + tolerance, (one) => isOf(one, event.event, kind));
  if (loss === undefined) return undefined;
  const [cause, sentence] = CAUSES[loss.where] ?? (['reader-loss', `The sensor lost events (${loss.where}).`] as const);
  return {
    cause,
    certainty: loss.kind === kind || loss.reach !== undefined ? 'certain' : 'likely',
    sentence,
    evidence: [
      `${loss.where}: ${loss.count}${loss.kind === undefined ? '' : ` of ${loss.kind}`} lost in the interval, ${loss.claimed} of them told by audit`,
    ],
  };
};

/** A reader that could not read what came does not know of what kind it was. */
function isOf({ where, kind, reach }: SensorLoss, event: Event, itsKind: string | undefined): boolean {
  if (reach !== undefined) return reach(event);
  return kind === undefined || where === 'reader' || kind === itsKind;
}

const kindOf = ({ call }: Event): string | undefined => (call === undefined ? undefined : KINDS[call]);
