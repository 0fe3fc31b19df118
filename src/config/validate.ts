import { Ajv, type ErrorObject } from 'ajv';
import type { ConfigDocument, Path } from './document.js';
import type { Problem } from './problem.js';
import { CONFIG_SCHEMA, type Schema } from './schema.js';
import { suggest } from './suggest.js';

const check = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(CONFIG_SCHEMA);

/** Keywords that only sum up what others have said already. */
const SUMMARIES = new Set(['anyOf', 'oneOf', 'if']);

/** What the schema finds wrong with `value`, which is that of the document. */
export function validate(value: unknown, document: ConfigDocument): Problem[] {
  if (check(value)) return [];
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const error of check.errors ?? []) {
    const problem = describe(error, value, document);
    // the alternatives of one value are one problem
    const key = `${problem.line}:${problem.column} ${problem.key}`;
    if (!SUMMARIES.has(error.keyword) || !said.has(key)) {
      if (!said.has(key) || error.keyword === 'additionalProperties') problems.push(problem);
      said.add(key);
    }
  }
  return problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function describe(error: ErrorObject, root: unknown, document: ConfigDocument): Problem {
  const path = pathOf(error.instancePath, root);
  const { params, data } = error;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys((error.parentSchema as Schema)['properties'] as object);
      return document.problemAtKey([...path, key], unknownKey(key, known));
    }
    case 'required':
      return document.problemAt(path, `has no ${params['missingProperty']}, which it needs`);
    case 'dependencies':
      return document.problemAt([...path, String(params['property'])], `needs ${params['missingProperty']} beside it`);
    case 'uniqueItems':
      return document.problemAt([...path, Number(params['i'])], 'stands in the list twice');
    case 'minItems':
      return document.problemAt(path, 'is an empty list; leave the key out, or name something');
    case 'minProperties':
      return document.problemAt(path, `has no keys; leave it out, or give ${keysOf(error)}`);
    default:
      return document.problemAt(path, `expected ${expected(error)}, found ${show(data)}${hint(error)}`);
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = suggest(key, known);
  return `unknown key; ${nearest === undefined ? '' : `did you mean ${nearest}? `}known here: ${known.join(', ')}`;
}

const keysOf = ({ parentSchema }: ErrorObject): string =>
  Object.keys((parentSchema as Schema)['properties'] as object).join(', ');

const KINDS: Readonly<Record<string, string>> = {
  object: 'keys with values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What would be right. */
function expected({ parentSchema }: ErrorObject): string {
  const schema = parentSchema as Schema;
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].join(', ')}`;
  if (typeof schema['description'] === 'string' && schema['type'] !== 'object') return schema['description'];
  const kind = KINDS[String(schema['type'])] ?? 'something else';
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${minimum} to ${maximum}`;
  return minimum === undefined ? kind : `${kind}, ${minimum} or more`;
}

function hint({ keyword, params, data }: ErrorObject): string {
  if (keyword !== 'enum' || typeof data !== 'string') return '';
  const nearest = suggest(data, params['allowedValues'] as string[]);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

const LONGEST = 60;

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'keys with values';
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json;
}

/** A JSON pointer (RFC 6901) as keys and indices of `root`. */
function pathOf(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let here = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(here) ? Number(key) : key);
    here = (here as Record<string, unknown>)[key];
  }
  return path;
}
