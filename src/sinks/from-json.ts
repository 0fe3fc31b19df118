import type { Event, Memory, Target } from '../model/event.js';
import type { Incident, Reason } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { File, Process } from '../model/process.js';
import type { Timestamp } from '../model/timestamp.js';
import { type Word, wordFromBigInt } from '../model/word.js';
import type { Item } from './item.js';

/** An object that is no item, or one of another version. The message says what it lacks. */
export class MalformedItemError extends Error {
  override readonly name = 'MalformedItemError';
}

// biome-ignore lint/suspicious/noExplicitAny: what is looked at is checked, the rest is passed on as it is
type Json = Record<string, any>;

const fail = (what: string): never => {
  throw new MalformedItemError(what);
};

function object(value: unknown, name: string): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : fail(`has no ${name}`);
}

function list(value: unknown, name: string): unknown[] {
  return Array.isArray(value) ? value : fail(`has no list ${name}`);
}

function wordOf(value: unknown, name: string): Word {
  if (typeof value === 'string' && /^(0x[0-9a-f]{1,16}|\d{1,20})$/.test(value)) return wordFromBigInt(BigInt(value));
  // an argument of a signed type
  if (typeof value === 'string' && /^-0x[0-9a-f]{1,13}$/.test(value)) return -Number(value.slice(1));
  return fail(`has no number in ${name}`);
}

const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\.(\d{9})Z$/;

function timeOf(value: unknown, name: string): Timestamp {
  const match = TIME.exec(String(value));
  const ms = Date.parse(`${match?.[1]}Z`);
  return match === null || Number.isNaN(ms)
    ? fail(`has no time in ${name}`)
    : { seconds: ms / 1000, nanos: Number(match[2]) };
}

/** The parts of `json` under `keys` that are there, each made by its function. */
function where<T>(json: Json, make: { [K in keyof T]: (value: unknown, name: string) => T[K] }): Partial<T> {
  const made: Partial<T> = {};
  for (const key of Object.keys(make) as (keyof T & string)[]) {
    if (json[key] !== undefined) made[key] = make[key](json[key], key);
  }
  return made;
}

const fileOf = (value: unknown, name: string): File => {
  const json = object(value, name);
  return { ...json, ...where<{ inode: Word }>(json, { inode: wordOf }) };
};

function processOf(value: unknown, name: string): Process {
  const { pid, exe: _path, exeFile, argument: _argument, ...rest } = object(value, name);
  if (!Number.isInteger(pid)) fail(`has no ${name}.pid`);
  return {
    ...rest,
    tgid: pid,
    ...(exeFile !== undefined && { exe: fileOf(exeFile, `${name}.exeFile`) }),
    ...where<{ capabilities: Word; cgroup: Word }>(rest, { capabilities: wordOf, cgroup: wordOf }),
  };
}

function targetOf(value: unknown, name: string): Target {
  const json = object(value, name);
  return {
    ...(json['pid'] !== undefined && { process: processOf(json, name) }),
    ...(json['argument'] !== undefined && { argument: json['argument'] }),
  };
}

const memoryOf = (value: unknown, name: string): Memory => {
  const json = object(value, name);
  return { ...json, ...where<{ address: Word; length: Word }>(json, { address: wordOf, length: wordOf }) };
};

function eventOf({ kind: _kind, ...json }: Json): Event {
  const { source, operation, time } = json;
  if (typeof operation !== 'string' || typeof source !== 'string') fail('has no operation or no source');
  const words = (value: unknown): Word[] => list(value, 'args').map((one) => wordOf(one, 'args'));
  return {
    ...json,
    time: timeOf(time, 'time'),
    actor: processOf(json['actor'], 'actor'),
    ...where<
      Pick<Required<Event>, 'entryTime' | 'entryBoot' | 'exitBoot' | 'args' | 'target' | 'tracer' | 'memory' | 'file'>
    >(json, {
      entryTime: timeOf,
      entryBoot: wordOf,
      exitBoot: wordOf,
      args: words,
      target: targetOf,
      tracer: processOf,
      memory: memoryOf,
      file: fileOf,
    }),
  } as Event;
}

function incidentOf({ kind: _kind, reasonDetails, ...json }: Json): Incident {
  if (typeof json['id'] !== 'string' || typeof json['severity'] !== 'string') fail('has no id or no severity');
  return {
    ...json,
    attack: list(json['attack'], 'attack'),
    heuristics: list(json['heuristics'], 'heuristics'),
    notEvaluable: list(json['notEvaluable'], 'notEvaluable'),
    actor: processOf(json['actor'], 'actor'),
    target: json['target'] === null ? null : processOf(json['target'], 'target'),
    ...(json['helpers'] !== undefined && {
      helpers: list(json['helpers'], 'helpers').map((one) => processOf(one, 'helpers')),
    }),
    reasons: list(reasonDetails, 'reasonDetails') as Reason[],
    first: timeOf(json['first'], 'first'),
    last: timeOf(json['last'], 'last'),
  } as unknown as Incident;
}

function lossOf({ kind: _kind, of, ...json }: Json): Loss {
  if (!Number.isInteger(json['count'])) fail('has no count');
  const from = timeOf(json['from'], 'from');
  return { ...json, ...(of !== undefined && { kind: of }), from, to: timeOf(json['to'], 'to') } as unknown as Loss;
}

/**
 * The item that `toJson` made `json` of; undefined for one of a kind that is not known here.
 *
 * @throws {MalformedItemError} it is no item of this version
 */
export function fromJson(json: unknown): Item | undefined {
  const item = object(json, 'object');
  switch (item['kind']) {
    case 'incident':
      return { kind: 'incident', incident: incidentOf(item) };
    case 'event':
      return { kind: 'event', event: eventOf(item) };
    case 'loss':
      return { kind: 'loss', loss: lossOf(item) };
    case 'status': {
      const { kind: _kind, state, time, ...details } = item;
      return { kind: 'status', status: { state, time: timeOf(time, 'time'), details } };
    }
    default:
      return undefined;
  }
}
