import type { ParameterOverrides } from '../detect/index.js';
import type { RolePaths } from '../host/role-paths.js';
import type { Severity } from '../model/incident.js';

/** Keys of a file, none of which a process can choose at will: see docs/configuration.md. */
export interface FileKeyEntry {
  /** absolute; taken for the device and inode that it has when the configuration is loaded */
  readonly path?: string;
  /** `major:minor`, with `inode` */
  readonly device?: string;
  /** a number, or a string of digits where it is 2^53 or more */
  readonly inode?: number | string;
  /** 64 hexadecimal digits: of the file's content */
  readonly sha256?: string;
  /** uid of the file's owner */
  readonly fileOwner?: number;
  /** effective uid of the process */
  readonly user?: number;
}

/** What the actor must be to the target, by what the kernel says of both. */
export const RELATIONS = ['own-child', 'parent', 'same-user'] as const;
export type RelationName = (typeof RELATIONS)[number];

/** One entry of `exceptions`, as it is written. */
export interface ExceptionEntry {
  /** unique in the file; suppressed incidents are counted under it */
  readonly id: string;
  /** who answers for it */
  readonly owner: string;
  readonly reason: string;
  /** `2027-01-31`: to the end of that day in UTC; or a time of RFC 3339 */
  readonly expires?: string;
  readonly actor?: FileKeyEntry;
  readonly target?: FileKeyEntry;
  readonly relation?: RelationName;
  /** ids of heuristics; an incident in which another one fired is not excepted */
  readonly heuristics?: readonly string[];
  /** an incident with another operation is not excepted */
  readonly operations?: readonly string[];
  /** an incident that is graver is not excepted */
  readonly maxSeverity?: Severity;
}

/** How a baseline changes scores. */
export interface BaselineSettings {
  /** the file that `baseline learn` wrote; none is used where absent */
  readonly file?: string;
  /** what an operation that was never seen between two files adds */
  readonly firstSeen: number;
  /** a baseline that learned less long than this raises nothing */
  readonly matureHours: number;
  /** what seen operations take away, by the number of different days; the last that applies counts */
  readonly seen: readonly { readonly days: number; readonly lower: number }[];
}

/** A configuration file, with the defaults for what it leaves out. */
export interface Configuration {
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly watch: {
    readonly scope: 'selective' | 'audit';
    readonly attach: 'auto' | 'fentry' | 'tracepoint';
    readonly i386: boolean;
    /** executables, cgroups and namespaces whose events the kernel side leaves out, as paths */
    readonly ignoreExe: readonly string[];
    readonly ignoreCgroup: readonly string[];
    readonly ignoreNamespace: readonly string[];
  };
  readonly showSuppressed: boolean;
  /** where the files are that have a role; a role that is named here has these paths only */
  readonly rolePaths: Partial<RolePaths>;
  /** what differs from the defaults of the engine */
  readonly detection: ParameterOverrides;
  readonly baseline: BaselineSettings;
  readonly exceptions: readonly ExceptionEntry[];
}

export const DEFAULT_CONFIGURATION: Configuration = {
  minSeverity: 'info',
  watch: {
    scope: 'selective',
    attach: 'auto',
    i386: false,
    ignoreExe: [],
    ignoreCgroup: [],
    ignoreNamespace: [],
  },
  rolePaths: {},
  showSuppressed: false,
  detection: {},
  baseline: {
    firstSeen: 10,
    matureHours: 24,
    seen: [
      { days: 1, lower: 5 },
      { days: 3, lower: 10 },
      { days: 7, lower: 20 },
    ],
  },
  exceptions: [],
};
