import { InvalidArgumentError } from 'commander';

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Parser of a point in time, to milliseconds since the epoch: `2026-11-23`, `2026-11-23T16:10` and the like in the host's
 * time zone or with one (`Z`, `+02:00`); `@1795446405.027`, seconds since the epoch as the records have it; `90m`, `24h`,
 * `7d`: so long before now.
 */
export function timeParser(now: () => number = Date.now): (text: string) => number {
  return (text) => {
    const ago = /^(\d+)([smhdw])$/.exec(text);
    if (ago !== null) return now() - Number(ago[1]) * UNITS[ago[2]!]!;
    const epoch = /^@(\d{1,11}(?:\.\d{1,9})?)$/.exec(text);
    if (epoch !== null) return Number(epoch[1]) * 1000;
    const time = ZONED.test(text) ? Date.parse(text.replace(' ', 'T')) : localTime(text);
    if (!Number.isNaN(time)) return time;
    throw new InvalidArgumentError(
      'It must be a time: 2026-11-23, 2026-11-23T16:10:05, 2026-11-23T16:10:05Z, @1795446405.027, or 90m, 24h, 7d for so long ago.',
    );
  };
}

function localTime(text: string): number {
  const match = LOCAL.exec(text);
  if (match === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const time = new Date(year, month - 1, day, hour, minute, second, Math.floor(fraction * 1000));
  // 2026-02-30 would silently be another day
  const isSame = time.getMonth() === month - 1 && time.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return isSame ? time.getTime() : Number.NaN;
}
