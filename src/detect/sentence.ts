import type { Event } from '../model/event.js';
import type { File, Process, ProcessReference } from '../model/process.js';
import { wordToHex } from '../model/word.js';
import type { Tally } from './heuristic.js';

/** `gdb[4242]`, or `process 4242` where the source knows no name. */
export function nameProcess(process: Process): string {
  const name = process.comm ?? process.exe?.path?.split('/').at(-1);
  return name === undefined ? `process ${process.tgid}` : `${name}[${process.tgid}]`;
}

/** The same for a process that is known at second hand. */
export function nameReference({ tgid, comm, exe }: ProcessReference): string {
  const name = comm ?? exe?.split('/').at(-1);
  return name === undefined ? `process ${tgid}` : `${name}[${tgid}]`;
}

/** What a sentence calls a target that no source resolved. */
export function nameArgument(argument: number | undefined): string {
  return argument === undefined ? 'an unknown process' : `the process it calls pid ${argument}`;
}

const grouped = (count: number): string =>
  count < 1000 ? count.toString() : count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** ` 1,024 times`, or nothing for once. */
export function times(tally: Tally): string {
  return tally.count === 1 ? '' : ` ${grouped(tally.count)} times`;
}

/** `1 byte`, `4,096 bytes` */
export function bytes(tally: Tally): string {
  return tally.bytes === 1 ? '1 byte' : `${grouped(tally.bytes)} bytes`;
}

/** ` at 0x7ffd… (stack, library)`: where the first of the events was, and the regions of all. */
export function where(tally: Tally): string {
  const { memory } = tally.first;
  const regions = tally.regions.length > 0 ? tally.regions.join(', ') : memory?.region;
  const region = regions === undefined ? '' : ` (${regions})`;
  if (memory?.address === undefined) return region;
  return `${tally.count === 1 ? '' : ', first'} at ${wordToHex(memory.address)}${region}`;
}

/** What the root of a file system of the kernel's own is called, which nobody can name: memory that is shared with children. */
const NAMELESS = '/';

/** The name of a file, or what kind it is. */
export function nameFile(file: File | undefined): string {
  if (file?.path === NAMELESS && file.unlinked) return 'shared memory without a name';
  if (file?.path === undefined) return file?.memfd ? 'a memfd' : file?.unlinked ? 'an unlinked file' : 'a file';
  if (file.memfd && file.path.startsWith('memfd:')) return file.path;
  return `${file.path}${file.unlinked ? ' (unlinked)' : file.unmounted ? ' (mounted nowhere)' : ''}`;
}

/** ` (EPERM)`: why the kernel said no, where that is known. */
export function errno(event: Event): string {
  const names: Record<number, string> = {
    [-1]: 'EPERM',
    [-3]: 'ESRCH',
    [-5]: 'EIO',
    [-9]: 'EBADF',
    [-12]: 'ENOMEM',
    [-13]: 'EACCES',
    [-14]: 'EFAULT',
    [-22]: 'EINVAL',
  };
  if (event.ret === undefined || event.ret >= 0) return '';
  return ` (${names[event.ret] ?? `errno ${-event.ret}`})`;
}

/** ` (PTRACE_POKETEXT)`: the request of the first event, where it is known. */
export function request(tally: Tally): string {
  return tally.first.request === undefined ? '' : ` (${tally.first.request})`;
}
