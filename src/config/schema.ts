import { DEFAULTS, HEURISTICS } from '../detect/index.js';
import { DEFAULT_ROLE_PATHS } from '../host/role-paths.js';
import { SEVERITIES } from '../model/incident.js';
import { FILE_ROLES, type FileRole } from '../model/process.js';
import { DEFAULT_CONFIGURATION, RELATIONS } from './configuration.js';

/** A JSON schema, draft 7. Each `description` goes on `expected …`. */
export type Schema = { readonly [keyword: string]: unknown };

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

const object = (description: string, properties: Record<string, Schema>, more: Schema = {}): Schema => ({
  type: 'object',
  description,
  additionalProperties: false,
  properties,
  ...more,
});

const oneOf = (values: readonly string[], more: Schema = {}): Schema => ({ type: 'string', enum: values, ...more });
const text = (description: string): Schema => ({ type: 'string', minLength: 1, pattern: '\\S', description });
const listOf = (values: readonly string[]): Schema => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: oneOf(values),
});

const severity = (more: Schema = {}): Schema => oneOf(SEVERITIES, more);
const userId = (description: string): Schema => ({ type: 'integer', minimum: 0, maximum: 0xffff_ffff, description });

const PATH = { type: 'string', pattern: '^/', description: 'an absolute path' };

const pathsOf = (what: string, standard: readonly string[]): Schema => ({
  type: 'array',
  items: { ...PATH, description: 'an absolute path' },
  uniqueItems: true,
  description: `a list of absolute paths of ${what}`,
  default: standard,
});

/** The keys of a file, and of the process that runs it. */
const fileKey = (whose: string): Schema =>
  object(
    `what ${whose} must be`,
    {
      path: { ...PATH, description: 'an absolute path, which is taken for the device and inode it has at loading' },
      device: {
        type: 'string',
        pattern: '^\\d{1,7}:\\d{1,7}$',
        description: 'a device as major:minor, in quotes ("8:1"; see /proc/self/mountinfo)',
      },
      inode: {
        anyOf: [
          { type: 'integer', minimum: 1 },
          { type: 'string', pattern: '^[1-9]\\d{0,19}$' },
        ],
        description: 'an inode number (ls -i)',
      },
      sha256: {
        type: 'string',
        pattern: '^[0-9a-fA-F]{64}$',
        description: 'the 64 hexadecimal digits that sha256sum prints, in quotes',
      },
      fileOwner: userId("the uid of the file's owner (a number)"),
      user: userId('an effective uid (a number)'),
    },
    {
      minProperties: 1,
      dependencies: { device: ['inode'], inode: ['device'] },
    },
  );

const exception: Schema = object(
  'an exception',
  {
    id: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description: 'a name of letters, digits, . _ -',
    },
    owner: text('who answers for it'),
    reason: text('why it is there'),
    expires: {
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2}))?$',
      description: 'a day (2027-01-31, to its end in UTC) or a time (2027-01-31T12:00:00Z)',
    },
    actor: fileKey('the process that acts'),
    target: fileKey('the process that is acted on'),
    relation: oneOf(RELATIONS),
    heuristics: listOf(HEURISTICS.map(({ definition: { id } }) => id)),
    operations: listOf(unique(HEURISTICS.flatMap(({ definition: { operations } }) => operations)).sort()),
    maxSeverity: severity(),
  },
  { required: ['id', 'owner', 'reason'] },
);

/** The schema of values like `defaults`: the same keys, each of the type that its default has. */
function like(defaults: unknown): Schema {
  if (typeof defaults === 'number') return { type: 'number', minimum: 0, default: defaults };
  if (typeof defaults === 'boolean') return { type: 'boolean', default: defaults };
  if (typeof defaults === 'string') return { type: 'string', default: defaults };
  if (Array.isArray(defaults)) {
    const [first = ''] = defaults as readonly unknown[];
    const { default: _none, ...items } = FILE_ROLES.includes(first as FileRole) ? oneOf(FILE_ROLES) : like(first);
    return { type: 'array', items, uniqueItems: true, default: defaults };
  }
  const properties = Object.entries(defaults as object).map(([key, value]) => [key, like(value)] as const);
  return object('any of its keys', Object.fromEntries(properties));
}

const { minSeverity, watch, showSuppressed, baseline } = DEFAULT_CONFIGURATION;

/** What a configuration file may hold; published as docs/config.schema.json. */
export const CONFIG_SCHEMA: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of Interloper',
  ...object('keys with values', {
    minSeverity: severity({ default: minSeverity }),
    failOn: severity(),
    showSuppressed: { type: 'boolean', default: showSuppressed },
    watch: object('any of its keys', {
      scope: oneOf(['selective', 'audit'], { default: watch.scope }),
      attach: oneOf(['auto', 'fentry', 'tracepoint'], { default: watch.attach }),
      i386: { type: 'boolean', default: watch.i386 },
      ignoreExe: pathsOf('executables', []),
      ignoreCgroup: pathsOf('directories of cgroup v2', []),
      ignoreNamespace: pathsOf('namespaces (/proc/PID/ns/pid, /proc/PID/ns/mnt)', []),
    }),
    rolePaths: object(
      'any of its keys',
      Object.fromEntries(
        FILE_ROLES.map((role) => [
          role,
          pathsOf('files; a * stands for anything within a name', DEFAULT_ROLE_PATHS[role]),
        ]),
      ),
    ),
    detection: like(DEFAULTS),
    baseline: object('any of its keys', {
      file: PATH,
      firstSeen: { type: 'number', minimum: 0, maximum: 100, default: baseline.firstSeen },
      matureHours: { type: 'number', minimum: 0, default: baseline.matureHours },
      seen: {
        type: 'array',
        items: object(
          'days and lower',
          {
            days: { type: 'integer', minimum: 1, maximum: 365 },
            lower: { type: 'number', minimum: 0, maximum: 100 },
          },
          { required: ['days', 'lower'] },
        ),
        default: baseline.seen,
      },
    }),
    exceptions: { type: 'array', items: exception, description: 'a list of exceptions' },
  }),
};
