import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Event, Source } from '../../src/model/event.js';
import { REPOSITORY } from '../support/repository.js';

/** Recordings of the cases: for each one and each source the events of its own processes, and of nobody else's. */
const FOLDER = join(REPOSITORY, 'test', 'fixtures', 'eval');

const pathOf = (id: string, source: Source): string => join(FOLDER, `${id}.${source}.jsonl.gz`);

/** JSON has no exact number above 2^53: a word there is written as `{"$word": "0x…"}`. */
const encode = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { $word: `0x${value.toString(16)}` } : value;

function decode(_key: string, value: unknown): unknown {
  const word = typeof value === 'object' && value !== null ? (value as { $word?: unknown }).$word : undefined;
  return typeof word === 'string' ? BigInt(word) : value;
}

/** The recorded events of a case, undefined where it was not recorded by this source. */
export function readFixture(id: string, source: Source): Event[] | undefined {
  const path = pathOf(id, source);
  if (!existsSync(path)) return undefined;
  const lines = gunzipSync(readFileSync(path)).toString().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line, decode) as Event);
}

export function writeFixture(id: string, source: Source, events: readonly Event[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const text = events.map((event) => `${JSON.stringify(event, encode)}\n`).join('');
  writeFileSync(pathOf(id, source), gzipSync(text, { level: 9 }));
}

/** Ids of the cases that have a recording. */
export function recordedIds(): string[] {
  if (!existsSync(FOLDER)) return [];
  return [...new Set(readdirSync(FOLDER).map((name) => name.split('.')[0]!))].sort();
}

export function removeFixtures(id: string): void {
  for (const source of ['bpf', 'audit'] as const) rmSync(pathOf(id, source), { force: true });
}
