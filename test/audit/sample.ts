import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditReader, type ReaderOptions, type Statistics, type UnreadableLine } from '../../src/audit/index.js';
import type { Event } from '../../src/model/event.js';
import type { Loss } from '../../src/model/loss.js';

function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'test', 'fixtures')) && dirname(folder) !== folder) folder = dirname(folder);
  return existsSync(join(folder, 'test', 'fixtures')) ? folder : process.cwd();
}

/** The bytes of a file in test/fixtures/audit. */
export const fixture = (name: string): Buffer => readFileSync(join(root(), 'test', 'fixtures', 'audit', name));

/** What a reading gave. */
export interface Reading {
  readonly events: Event[];
  readonly losses: Loss[];
  readonly unreadable: UnreadableLine[];
  readonly statistics: Statistics;
}

/** Reads the chunks one after the other. Each is overwritten afterwards: nothing may point into it. */
export function read(chunks: Iterable<Buffer | string>, options: ReaderOptions = {}): Reading {
  const events: Event[] = [];
  const losses: Loss[] = [];
  const unreadable: UnreadableLine[] = [];
  const reader = new AuditReader(
    {
      event: (event) => events.push(event),
      loss: (loss) => losses.push(loss),
      unreadable: (line) => unreadable.push(line),
    },
    options,
  );
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk as Buffer);
    reader.push(bytes);
    bytes.fill(0x23);
  }
  reader.end();
  return { events, losses, unreadable, statistics: reader.statistics };
}

/** The lines of a log, each with its newline. */
export const linesOf = (log: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  let start = 0;
  for (let newline = log.indexOf(10); newline >= 0; newline = log.indexOf(10, start)) {
    lines.push(log.subarray(start, newline + 1));
    start = newline + 1;
  }
  return lines;
};

const SUBJECT =
  'ppid=1 pid=700 auid=1000 uid=1000 gid=1000 euid=0 suid=0 fsuid=0 egid=1000 sgid=1000 fsgid=1000 tty=pts3 ses=2 comm="a" exe="/usr/bin/a"';

/** Seconds of the first event that `record` makes. */
export const START = 1_700_000_000;

/** A record of event `serial`; events are a millisecond apart. */
export const record = (type: string, serial: number, fields: string): string => {
  const ms = START * 1000 + serial;
  return `type=${type} msg=audit(${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}:${serial}): ${fields}\n`;
};

/** A SYSCALL record, by default of a successful x86_64 call that no heuristic watches (getpid). */
export const syscall = (
  serial: number,
  fields = 'syscall=39 success=yes exit=0 a0=0 a1=0 a2=0 a3=0 items=0',
  subject = SUBJECT,
): string => record('SYSCALL', serial, `arch=c000003e ${fields} ${subject} key=(null)`);

/** The two records of a process_vm_writev of 8 bytes into `pid`. */
export const remoteWrite = (serial: number, pid: number): string[] => [
  syscall(serial, `syscall=311 success=yes exit=8 a0=${pid.toString(16)} a1=7ffc0 a2=1 a3=7ffc1 items=0`),
  record('PROCTITLE', serial, 'proctitle="a"'),
];
