import type { Region } from '../model/event.js';
import { ROOTS, type Roots, readLink, readText } from './read.js';

/** USER_HZ, the unit of times in /proc: 100 on every architecture that Node.js runs on. */
const TICKS_PER_SECOND = 100;
const NANOSECONDS_PER_TICK = 1_000_000_000 / TICKS_PER_SECOND;

/** Fields of /proc/PID/stat, proc_pid_stat(5). */
export interface Stat {
  readonly pid: number;
  /** at most 15 bytes; the process can change it */
  readonly comm: string;
  /** R, S, D, Z, T, t (stopped by a tracer), … */
  readonly state: string;
  readonly ppid: number;
  /** process group and session */
  readonly pgrp: number;
  readonly session: number;
  /** device number of the controlling terminal, 0 for none */
  readonly tty: number;
  /** clock ticks (1/100 s) after boot, CLOCK_BOOTTIME rounded down */
  readonly startTicks: number;
}

/** /proc/PID/stat; undefined where the process is gone. */
export function readStat(pid: number | 'self', { proc }: Roots = ROOTS): Stat | undefined {
  return parseStat(readText(`${proc}/${pid}/stat`) ?? '');
}

/** A comm may hold blanks and parentheses, so the last `)` ends it. */
export function parseStat(text: string): Stat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const pid = Number.parseInt(text, 10);
  if (open < 0 || close < open || Number.isNaN(pid)) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const [state, ppid, pgrp, session, tty] = fields;
  const startTicks = fields[19];
  if (state === undefined || startTicks === undefined) return undefined;
  return {
    pid,
    comm: text.slice(open + 1, close),
    state,
    ppid: Number(ppid),
    pgrp: Number(pgrp),
    session: Number(session),
    tty: Number(tty),
    startTicks: Number(startTicks),
  };
}

/**
 * Whether a process that /proc says started at `startTicks` is one that the kernel says started at `startNanoseconds`
 * after boot: /proc rounds down to a tick.
 */
export function sameStart(startTicks: number, startNanoseconds: number): boolean {
  return Math.floor(startNanoseconds / NANOSECONDS_PER_TICK) === startTicks;
}

/** Arguments of a process; empty for a kernel thread or a zombie, undefined where it is gone. */
export function readArguments(pid: number | 'self', { proc }: Roots = ROOTS): string[] | undefined {
  const text = readText(`${proc}/${pid}/cmdline`);
  if (text === undefined) return undefined;
  // A process that overwrote its arguments may have left no terminator.
  const ended = text.endsWith('\0') ? text.slice(0, -1) : text;
  return text === '' ? [] : ended.split('\0');
}

/** Where /proc/PID/exe points, with ` (deleted)` cut off and said apart; undefined where it cannot be known. */
export function readExecutable(
  pid: number | 'self',
  { proc }: Roots = ROOTS,
): { readonly path: string; readonly deleted: boolean } | undefined {
  const link = readLink(`${proc}/${pid}/exe`);
  if (link === undefined) return undefined;
  const suffix = ' (deleted)';
  const deleted = link.endsWith(suffix);
  return { path: deleted ? link.slice(0, -suffix.length) : link, deleted };
}

/** One line of /proc/PID/maps, proc_pid_maps(5). Addresses are up to 2^47 or 2^56, so bigint. */
export interface Mapping {
  readonly start: bigint;
  /** the first byte after it */
  readonly end: bigint;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  readonly shared: boolean;
  readonly offset: bigint;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
  /** 0 where there is no file */
  readonly inode: number;
  /** path (with ` (deleted)` as the kernel writes it), `[heap]`, `[vdso]`, or '' */
  readonly name: string;
}

const MAPS_LINE =
  /^([0-9a-f]+)-([0-9a-f]+) ([r-])([w-])([x-])([sp]) ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) (\d+)(?: +(.*))?$/;

/** The mappings of a process in order of address; undefined where it is gone. */
export function readMaps(pid: number | 'self', { proc }: Roots = ROOTS): Mapping[] | undefined {
  const text = readText(`${proc}/${pid}/maps`);
  if (text === undefined) return undefined;
  return text.split('\n').flatMap((line) => parseMapping(line) ?? []);
}

/** Undefined for a line that is not a mapping. */
export function parseMapping(line: string): Mapping | undefined {
  const match = MAPS_LINE.exec(line);
  if (!match) return undefined;
  const [, start, end, r, w, x, sharing, offset, major, minor, inode, name] = match;
  return {
    start: BigInt(`0x${start}`),
    end: BigInt(`0x${end}`),
    readable: r === 'r',
    writable: w === 'w',
    executable: x === 'x',
    shared: sharing === 's',
    offset: BigInt(`0x${offset}`),
    deviceMajor: Number.parseInt(major!, 16),
    deviceMinor: Number.parseInt(minor!, 16),
    inode: Number(inode),
    name: unescapeName(name ?? ''),
  };
}

/** The mapping that holds `address`. */
export function findMapping(mappings: readonly Mapping[], address: bigint): Mapping | undefined {
  let low = 0;
  let high = mappings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (mappings[middle]!.end <= address) low = middle + 1;
    else high = middle;
  }
  const found = mappings[low];
  return found && found.start <= address ? found : undefined;
}

/**
 * What part of an address space a mapping is. `executable` is the path of /proc/PID/exe. A file is a `library` where
 * one of its mappings can be executed, which takes the whole list to know. maps alone cannot tell a memfd from a file
 * that was deleted at the root of a tmpfs that is mounted as `/`.
 */
export function regionOf(mapping: Mapping, mappings: readonly Mapping[], executable?: string): Region {
  if (mapping.inode === 0) return regionOfAnonymous(mapping);
  if (mapping.deviceMajor === 0) {
    // Shared memory without a file is a file of the kernel's own to maps.
    if (/^\/(dev\/zero|SYSV[0-9a-f]{8}) \(deleted\)$/.test(mapping.name)) return 'anonymous';
    if (/^\/memfd:.* \(deleted\)$/s.test(mapping.name)) return 'memfd';
  }
  const isExecutable = executable !== undefined && mapping.name.replace(/ \(deleted\)$/, '') === executable;
  if (isExecutable) return mapping.executable ? 'text' : 'data';
  if (mapping.name.endsWith(' (deleted)')) return 'unlinked';
  const sameFile = (other: Mapping): boolean =>
    other.inode === mapping.inode &&
    other.deviceMajor === mapping.deviceMajor &&
    other.deviceMinor === mapping.deviceMinor;
  return mappings.some((other) => other.executable && sameFile(other)) ? 'library' : 'file';
}

function regionOfAnonymous(mapping: Mapping): Region {
  if (mapping.name === '[heap]') return 'heap';
  if (mapping.name === '[stack]') return 'stack';
  if (mapping.name === '[vdso]') return 'vdso';
  return 'anonymous';
}

/** The kernel writes a line feed in a name as `\012`, and leaves everything else as it is. */
function unescapeName(name: string): string {
  return name.replaceAll('\\012', '\n');
}
