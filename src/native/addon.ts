import bindings from 'bindings';
import type { AuditStatus } from './audit.js';
import type { WatchedCall } from './watched-calls.js';

/** State of one loaded program, as the addon tells it. */
export interface NativeState {
  readonly name: string;
  readonly attached: boolean;
  /** '' where there is none */
  readonly error: string;
  readonly missed: number;
  /** 0 where it is not known */
  readonly id: number;
}

export interface NativeFilter {
  readonly exes: readonly { readonly device: number; readonly inode: bigint }[];
  readonly cgroups: readonly bigint[];
  readonly namespaces: readonly number[];
}

/** What native/addon.cc exports. It validates nothing: only this folder may call it. */
export interface NativeSensor {
  attach(): void;
  detach(): void;
  watchMemWrites(): void;
  setFilter(filter: NativeFilter): void;
  states(): NativeState[];
  /** whether the programs read the kernel's fields by loads; else by a helper, which costs more */
  loadsFields(): boolean;
  start(buffer: Uint8Array, onBatch: (length: number) => void): void;
  /** 1: more is left, 0: the ring is empty, negative: -errno */
  turn(): number;
  /** emitted, dropped, repeated and filtered of each event kind in turn */
  counts(): number[];
  close(onClosed: () => void): void;
}

export interface NativeAudit {
  start(buffer: Uint8Array, onBatch: (length: number) => void): void;
  /** 1: more is left, 0: nothing is, negative: -errno */
  turn(): number;
  overflows(): number;
  close(onClosed: () => void): void;
}

interface NativeOptions {
  readonly scope: number;
  readonly ringBytes: number;
  readonly wakeBytes: number;
  readonly memWritesWatched: boolean;
  readonly programs: readonly string[];
  readonly calls: readonly WatchedCall[];
}

interface Addon {
  readonly NativeSensor: new (options: NativeOptions) => NativeSensor;
  readonly NativeAudit: new (options: { readonly receiveBytes: number }) => NativeAudit;
  /** the kernel's struct audit_status; throws an Error with errno */
  auditStatus(): AuditStatus;
  tryProgram(name: string): (Error & { errno: number }) | undefined;
  /** which of these functions the kernel's BTF knows; throws an Error with errno where there is none */
  kernelFunctions(names: readonly string[]): boolean[];
  bootTime(): bigint;
}

let loaded: Addon | undefined;

/** The addon, loaded at the first call, so that commands that need none run where it was never built. */
export function addon(): Addon {
  loaded ??= bindings('interloper') as Addon;
  return loaded;
}

/** The addon's file; the helper programs are beside it. Loads the addon. */
export function addonPath(): string {
  // @types/bindings lacks this option of bindings.
  return bindings({ bindings: 'interloper', path: true } as bindings.Options) as string;
}
