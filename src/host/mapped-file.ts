import { closeSync, constants, openSync, readSync } from 'node:fs';
import { deviceOf } from '../model/device.js';
import type { File } from '../model/process.js';
import { findMapping, type Mapping, readMaps, readStat, sameStart } from './proc.js';

const ELF = Buffer.from('\x7fELF', 'latin1');

/**
 * Whether the file that a process maps at `address` begins with an ELF header: of a program or a library, and of no
 * compiler's arena. Undefined where the process or the mapping is gone, or another file is mapped there by now. Source:
 * proc_pid_map_files(5), elf(5).
 */
export function isElfMapped(pid: number, start: number, address: bigint, file: File): boolean | undefined {
  const mapping = findMapping(readMaps(pid) ?? [], address);
  if (mapping === undefined || mapping.inode === 0 || !isOf(mapping, file)) return undefined;
  const range = `${mapping.start.toString(16)}-${mapping.end.toString(16)}`;
  const isElf = beginsWithElf(`/proc/${pid}/map_files/${range}`);
  const stat = readStat(pid);
  return stat !== undefined && sameStart(stat.startTicks, start) ? isElf : undefined;
}

const DELETED = ' (deleted)';

/** A file system that is stacked on another one shows its own numbers here, and the kernel's events have those below. */
function isOf({ deviceMajor, deviceMinor, inode, name }: Mapping, file: File): boolean {
  if (deviceOf(deviceMajor, deviceMinor) === file.device) return BigInt(inode) === BigInt(file.inode ?? 0);
  return file.memfd !== true && file.unlinked === true && name.endsWith(DELETED);
}

function beginsWithElf(path: string): boolean | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const head = Buffer.alloc(ELF.length);
    readSync(descriptor, head, 0, ELF.length, 0);
    return head.equals(ELF);
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}
