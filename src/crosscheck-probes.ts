import type { Reach } from './crosscheck/index.js';
import { PTRACE_OPERATIONS } from './interpret/ptrace.js';
import { type Event, type Operation, succeeded } from './model/event.js';

const NARROW = ' (i386)';

/** Which calls a probe tells in the capture scope `audit`, by its name in src/native/programs.ts. */
export function reachOf(probe: string): Reach {
  const isNarrow = probe.endsWith(NARROW);
  const name = isNarrow ? probe.slice(0, -NARROW.length) : probe;
  const shared = SHARED[name];
  if (shared !== undefined) return shared;
  const calls = CALLS[name] ?? [name];
  const isIt = ({ call }: Event): boolean => call !== undefined && calls.includes(call);
  const abi = isNarrow ? 'i386' : 'x86_64';
  const isRefused = EXECS.has(name);
  return (event) => event.abi === abi && isIt(event) && !(isRefused && succeeded(event));
}

/** Of several probes whose names stand in one list: what one of them tells. */
export function reachOfAny(probes: string): Reach {
  const reaches = probes.split(SEPARATOR).map(reachOf);
  return (event) => reaches.some((reach) => reach(event));
}

const SEPARATOR = ', ';

/** Probes of both interfaces, that are named for what they tell. */
const SHARED: Readonly<Record<string, Reach>> = {
  exec: (event) => event.operation === 'exec' && succeeded(event),
  'open of /proc/PID/mem': ({ operation }) => operation === 'open-mem',
  'write to /proc/PID/mem': ({ operation }) => operation === 'mem-write',
  // no call makes one
  'end of a tracer': () => false,
  // without its entry, an open that failed is not told from one that was told where the file was opened
  'entry of calls': (event) => event.operation === 'open-mem' && !succeeded(event),
};

/** Probes of several calls. */
const CALLS: Readonly<Record<string, readonly string[]>> = { mmap: ['mmap', 'mmap2'] };

/** Of these only what was refused: the rest is told by the probe `exec`. */
const EXECS: ReadonlySet<string> = new Set(['execve', 'execveat']);

/** What is told where these operations are: every request of ptrace(2), though the heuristics need some only. */
export function toldInScopeAudit(operations: readonly Operation[]): ReadonlySet<Operation> {
  const isPtraceServed = operations.some((operation) => PTRACE_OPERATIONS.has(operation));
  return new Set([...operations, ...(isPtraceServed ? PTRACE_OPERATIONS : [])]);
}

/** What the sensor's own process does: its runtime makes code, and it starts programs. It traces nobody. */
const OWN_OPERATIONS: ReadonlySet<Operation> = new Set([
  ...(['map', 'map-exec', 'protect', 'protect-exec', 'remap', 'memfd-create', 'exec'] as const),
]);

/** Why the kernel side leaves an event out on purpose, beside a sensor that is process `self`. */
export function leftOutFor(self: number | undefined): (event: Event) => string | undefined {
  return ({ actor, operation }) =>
    self !== undefined && actor.tgid === self && OWN_OPERATIONS.has(operation)
      ? 'the sensor leaves out the calls of its own process'
      : undefined;
}

/** What a probe's report or record says of its programs. */
interface ProbePrograms {
  readonly name: string;
  readonly programs: readonly string[];
  readonly programIds?: readonly number[];
}

/** The programs of these probes whose numbers are known. One that serves several probes is told for each. */
export function numberedPrograms(
  probes: readonly ProbePrograms[],
): { readonly id: number; readonly name: string; readonly probe: string }[] {
  return probes.flatMap(({ name: probe, programs, programIds = [] }) =>
    programs.flatMap((name, index) => {
      const id = programIds[index] ?? 0;
      return id === 0 ? [] : [{ id, name, probe }];
    }),
  );
}
