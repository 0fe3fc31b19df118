import { SEVERITIES, type Severity } from '../model/incident.js';
import { FILE_ROLES, type FileRole } from '../model/process.js';

/** What a clue adds to an incident's score. */
export interface Weight {
  /** where it is the gravest act of the incident */
  readonly alone: number;
  /** where a graver act of the same incident stands already */
  readonly further: number;
}

/** What a circumstance adds to an incident's score, or takes from it where it lowers. */
export interface CircumstanceWeight {
  /** where the target was altered, or code was run */
  readonly altered: number;
  /** where it was only touched: attached to, read, or tried in vain; of the latter, a sensitive target weighs half */
  readonly touched: number;
}

const acts = {
  attach: { alone: 5, further: 1 },
  'attach-refused': { alone: 5, further: 1 },
  detach: { alone: 0, further: 0 },
  read: { alone: 5, further: 1 },
  'read-refused': { alone: 4, further: 1 },
  'open-mem-read': { alone: 5, further: 1 },
  'open-mem-write': { alone: 22, further: 1 },
  'open-mem-refused': { alone: 8, further: 1 },
  'remote-write': { alone: 70, further: 3 },
  'remote-write-refused': { alone: 20, further: 1 },
  'set-registers': { alone: 70, further: 3 },
  'set-debug-registers': { alone: 22, further: 1 },
  'set-registers-refused': { alone: 20, further: 1 },
  'remote-call': { alone: 40, further: 2 },
  'injected-call': { alone: 60, further: 5 },
  'exec-memory-after-write': { alone: 60, further: 3 },
  'exec-memory-while-traced': { alone: 5, further: 1 },
  'wrote-vdso': { alone: 25, further: 25 },
  'wrote-code': { alone: 3, further: 3 },
  'wrote-data': { alone: 1, further: 1 },
  hollowed: { alone: 70, further: 5 },
  'let-go-changed': { alone: 5, further: 5 },
  'spawned-target': { alone: 2, further: 2 },
  'wrote-own-code': { alone: 70, further: 5 },
  'wrote-own-vdso': { alone: 70, further: 5 },
  'exec-memfd': { alone: 75, further: 5 },
  'exec-memfd-runtime': { alone: 15, further: 1 },
  'exec-unlinked': { alone: 72, further: 5 },
  'exec-unmounted': { alone: 72, further: 5 },
  'exec-replaced': { alone: 10, further: 1 },
  'exec-shm': { alone: 50, further: 5 },
  'exec-refused': { alone: 20, further: 1 },
  'unbacked-call': { alone: 25, further: 5 },
  'map-library': { alone: 50, further: 5 },
  'map-private': { alone: 45, further: 5 },
  'map-arena': { alone: 10, further: 1 },
  'map-shared': { alone: 10, further: 1 },
  'memfd-from-other': { alone: 5, further: 5 },
  'fd-steal': { alone: 25, further: 3 },
  'fd-steal-refused': { alone: 8, further: 1 },
  traceme: { alone: 3, further: 0 },
  'traceme-refused': { alone: 8, further: 1 },
  'foreign-abi': { alone: 25, further: 25 },
  'sensor-attack': { alone: 40, further: 40 },
} as const satisfies Record<string, Weight>;

const circumstances = {
  'other-user': { altered: 25, touched: 3 },
  'more-privileged': { altered: 25, touched: 3 },
  'other-pid-namespace': { altered: 25, touched: 3 },
  'other-mount-namespace': { altered: 10, touched: 2 },
  'sensitive-target': { altered: 25, touched: 35 },
  'actor-fileless': { altered: 25, touched: 25 },
  'actor-world-writable': { altered: 5, touched: 3 },
  'actor-home': { altered: 3, touched: 1 },
  'no-terminal': { altered: 2, touched: 1 },
  'unexpected-parent': { altered: 20, touched: 15 },
  'repeated-refusals': { altered: 5, touched: 20 },
  'whole-chain': { altered: 2, touched: 0 },
  helpers: { altered: 1, touched: 1 },
  debugger: { altered: 20, touched: 30 },
  peers: { altered: 50, touched: 0 },
  'interactive-debugger': { altered: 10, touched: 5 },
} as const satisfies Record<string, CircumstanceWeight>;

export type ClueId = keyof typeof acts;
export type CircumstanceId = keyof typeof circumstances;

/** Everything about detection that a user may set. */
export interface Parameters {
  readonly weights: Readonly<Record<ClueId, Weight>>;
  readonly circumstances: Readonly<Record<CircumstanceId, CircumstanceWeight>>;
  /** lowest score of each severity; below `low` is `info` */
  readonly severities: Readonly<Record<Exclude<Severity, 'info'>, number>>;
  /** highest score of a tracer's work on a process that it has traced since that process began, unless another reason raises it */
  readonly ownTraceeCeiling: number;
  /** bytes that a write into another process must have moved to count as one: AN1494's threshold */
  readonly writeThreshold: number;
  /**
   * bytes of code written in a row into a tracee of one's own from which on they are a payload. A breakpoint takes one,
   * and the longest instruction, which a debugger copies to step over it, sixteen (gdb's displaced stepping).
   */
  readonly payloadBytes: number;
  /** roles of files, which the host's configuration gives (AN1400, AN0579: target list; AN1241: parents) */
  readonly roles: {
    /** a program of these may look into others on behalf of who runs it */
    readonly debuggers: readonly FileRole[];
    /** a target of these raises */
    readonly sensitive: readonly FileRole[];
    /** an actor that descends from one of these raises */
    readonly unexpectedParents: readonly FileRole[];
    /** a program of these runs copies of itself from memory */
    readonly selfCopying: readonly FileRole[];
  };
  /** refused calls (EPERM, EACCES) of one incident from which on they count as repeated */
  readonly repeatedRefusals: number;
  readonly seconds: {
    /** an incident is closed after so long without an event; a later one opens a new incident */
    readonly idle: number;
    /** at least so long between two reports of one incident where nothing but counts changed */
    readonly coalesce: number;
    /** so long after a write into a process does new executable memory of it count as the writer's */
    readonly afterWrite: number;
    /** attach and write, or write and register change, are one chain where no more lies between (AN0579) */
    readonly chain: number;
    /** so long after its registers were set does a traced process make calls that count as its tracer's (AN1241) */
    readonly remoteCall: number;
    /** a relative of who acted on a target takes part in the same incident where no more lies between */
    readonly helper: number;
    /** where the source knows no start times, a pid that was silent for so long is taken for another process */
    readonly identity: number;
  };
  readonly limits: {
    /** pairs of actor and target that are remembered */
    readonly relations: number;
    /** processes that were traced or written to and are remembered */
    readonly subjects: number;
    /** open incidents */
    readonly incidents: number;
    /** memfds whose maker is remembered */
    readonly memfds: number;
    /** intervals of loss that are remembered one by one */
    readonly losses: number;
  };
}

/** The defaults, all of them. */
export const DEFAULTS: Parameters = {
  weights: acts,
  circumstances,
  severities: { low: 20, medium: 40, high: 70, critical: 90 },
  ownTraceeCeiling: 30,
  writeThreshold: 1,
  payloadBytes: 20,
  roles: {
    debuggers: ['debugger'],
    sensitive: ['init', 'login', 'audit', 'journal', 'keyring', 'container-runtime'],
    unexpectedParents: ['network-daemon', 'web-server', 'database', 'scheduler'],
    selfCopying: ['container-runtime'],
  },
  repeatedRefusals: 8,
  seconds: {
    idle: 300,
    coalesce: 5,
    afterWrite: 300,
    chain: 10,
    remoteCall: 10,
    helper: 60,
    identity: 600,
  },
  limits: { relations: 131_072, subjects: 131_072, incidents: 4096, memfds: 16_384, losses: 1024 },
};

type Overrides<T> = {
  readonly [K in keyof T]?: T[K] extends number ? number : T[K] extends readonly unknown[] ? T[K] : Overrides<T[K]>;
};

/** Parameters to change; what is absent keeps its default. */
export type ParameterOverrides = Overrides<Parameters>;

function merge(defaults: object, overrides: unknown, path: string): object {
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    throw new RangeError(`parameter ${path}: expected an object with any of ${Object.keys(defaults).join(', ')}`);
  }
  const merged: Record<string, unknown> = { ...defaults };
  for (const [key, value] of Object.entries(overrides)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(defaults, key)) {
      throw new RangeError(`parameter ${here}: unknown; known here: ${Object.keys(defaults).join(', ')}`);
    }
    const standard = merged[key];
    if (Array.isArray(standard)) merged[key] = roles(value, here);
    else if (typeof standard === 'object') merged[key] = merge(standard as object, value, here);
    else if (typeof value === 'number' && Number.isFinite(value) && value >= 0) merged[key] = value;
    else throw new RangeError(`parameter ${here}: expected a number that is not negative (default ${standard})`);
  }
  return merged;
}

function roles(value: unknown, path: string): readonly FileRole[] {
  if (Array.isArray(value) && value.every((one) => FILE_ROLES.includes(one))) return value;
  throw new RangeError(`parameter ${path}: expected a list of any of ${FILE_ROLES.join(', ')}`);
}

/**
 * The defaults with `overrides` laid over them.
 *
 * @throws {RangeError} naming the key and what would be right
 */
export function resolveParameters(overrides: ParameterOverrides = {}): Parameters {
  const parameters = merge(DEFAULTS, overrides, '') as Parameters;
  for (const [name, limit] of Object.entries(parameters.limits)) {
    if (!Number.isInteger(limit) || limit < 1) {
      throw new RangeError(`parameter limits.${name}: expected a whole number of at least 1`);
    }
  }
  if (parameters.seconds.idle < parameters.seconds.coalesce) {
    throw new RangeError('parameter seconds.idle: expected at least seconds.coalesce');
  }
  const steps = SEVERITIES.slice(1) as Exclude<Severity, 'info'>[];
  for (const [index, severity] of steps.entries()) {
    const below = steps[index - 1];
    if (below !== undefined && parameters.severities[severity] <= parameters.severities[below]) {
      throw new RangeError(`parameter severities.${severity}: expected more than severities.${below}`);
    }
  }
  return parameters;
}
