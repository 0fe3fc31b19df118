import { formatDevice } from '../model/device.js';
import { escapeText } from '../sinks/escape.js';
import { type BaselineContent, type Entry, habitKey, type Program } from '../triage/baseline/index.js';

const programName = (program: Program | null): string => {
  if (program === null) return '-';
  if ('path' in program) return escapeText(program.path);
  return `device ${formatDevice(program.device)} inode ${program.inode}`;
};

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

const HEAD = ['ACTOR', 'UID', 'OPERATION', 'TARGET', 'DAYS', 'COUNT', 'FIRST', 'LAST'];

const cells = ({ actor, user, operation, target, days, count, first, last }: Entry): string[] => [
  programName(actor),
  String(user),
  escapeText(operation),
  programName(target),
  String(days),
  String(count),
  day(first),
  day(last),
];

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_head, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const sorted = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((a, b) => (habitKey(a) < habitKey(b) ? -1 : 1));

/** `1 habit`, `12 habits` */
export const habitCount = (count: number): string => `${count} ${count === 1 ? 'habit' : 'habits'}`;

/** A baseline for a person. */
export function baselineTable({ entries, seconds, evicted }: BaselineContent): string {
  const gone = evicted === 0 ? '' : `, ${evicted} more given up for room`;
  return `${table([HEAD, ...sorted(entries).map(cells)])}\n${habitCount(entries.length)}, learned in ${(seconds / 3600).toFixed(1)} h${gone}\n`;
}

/** What is new, what is gone, and what was seen on more days. */
export function diffText(old: BaselineContent, later: BaselineContent): string {
  const before = new Map(old.entries.map((entry) => [habitKey(entry), entry]));
  const after = new Map(later.entries.map((entry) => [habitKey(entry), entry]));
  const fresh = later.entries.filter((entry) => !before.has(habitKey(entry)));
  const gone = old.entries.filter((entry) => !after.has(habitKey(entry)));
  const more = later.entries.filter(
    (entry) => entry.days > (before.get(habitKey(entry))?.days ?? Number.POSITIVE_INFINITY),
  );
  const part = (title: string, entries: readonly Entry[]): string =>
    entries.length === 0 ? `${title}: none\n` : `${title}:\n${table([HEAD, ...sorted(entries).map(cells)])}`;
  return `${part('new', fresh)}\n${part('gone', gone)}\n${part('seen on more days', more)}`;
}
