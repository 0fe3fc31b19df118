import type { Operation } from '../../model/event.js';
import { wordFromBigInt } from '../../model/word.js';
import type { BaselineContent } from './baseline.js';
import type { Entry, Program } from './entry.js';

const FORMAT = 'interloper-baseline';
const VERSION = 1;

/** A text that is no baseline, or one of a version that is not known here. */
export class BaselineFormatError extends Error {
  override readonly name = 'BaselineFormatError';
}

// biome-ignore lint/suspicious/noExplicitAny: each value is checked where it is taken
type Json = Record<string, any>;

/** A baseline as JSON text. Inodes are strings, for they may be larger than JSON's numbers hold. */
export function formatBaseline({ seconds, evicted, entries }: BaselineContent): string {
  const json = {
    format: FORMAT,
    version: VERSION,
    seconds,
    evicted,
    entries: entries.map(({ actor, target, first, last, ...rest }) => ({
      actor: programJson(actor),
      target: target && programJson(target),
      ...rest,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
    })),
  };
  return `${JSON.stringify(json, undefined, 1)}\n`;
}

const programJson = (program: Program): Json =>
  'path' in program ? program : { device: program.device, inode: program.inode.toString() };

/** @throws {BaselineFormatError} naming what is wrong with it */
export function parseBaseline(text: string): BaselineContent {
  let json: Json;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BaselineFormatError(`is no JSON: ${(error as Error).message}`);
  }
  if (json?.['format'] !== FORMAT)
    throw new BaselineFormatError('is no baseline: `interloper baseline learn` makes one');
  if (json['version'] !== VERSION) {
    throw new BaselineFormatError(
      `is of version ${json['version']} of the format; this program reads version ${VERSION}`,
    );
  }
  if (!Array.isArray(json['entries'])) throw new BaselineFormatError('has no list entries');
  return {
    seconds: amount(json['seconds'], 'seconds'),
    evicted: amount(json['evicted'], 'evicted'),
    entries: json['entries'].map((entry: Json, index) => entryOf(entry ?? {}, `entries[${index}]`)),
  };
}

function entryOf({ actor, target, operation, user, first, last, days, count }: Json, at: string): Entry {
  if (typeof operation !== 'string') throw new BaselineFormatError(`${at}.operation is no text`);
  return {
    actor: programOf(actor, `${at}.actor`),
    target: target === null ? null : programOf(target, `${at}.target`),
    operation: operation as Operation,
    user: amount(user, `${at}.user`),
    first: timeOf(first, `${at}.first`),
    last: timeOf(last, `${at}.last`),
    days: amount(days, `${at}.days`),
    count: amount(count, `${at}.count`),
  };
}

function programOf(json: Json | undefined, at: string): Program {
  if (typeof json?.['path'] === 'string') return { path: json['path'] };
  if (Number.isSafeInteger(json?.['device']) && /^\d{1,20}$/.test(json?.['inode'])) {
    return { device: json!['device'], inode: wordFromBigInt(BigInt(json!['inode'])) };
  }
  throw new BaselineFormatError(`${at} has neither a path nor a device and an inode`);
}

function amount(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new BaselineFormatError(`${at} is no number`);
}

function timeOf(value: unknown, at: string): number {
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw new BaselineFormatError(`${at} is no time`);
  return time;
}
