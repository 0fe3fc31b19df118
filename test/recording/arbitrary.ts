import fc from 'fast-check';
import type {
  Abi,
  Event,
  MappedAt,
  Memory,
  Operation,
  Origin,
  RecordReference,
  Region,
  Target,
} from '../../src/model/event.js';
import type { Loss } from '../../src/model/loss.js';
import {
  FILE_ROLES,
  type File,
  type FileRole,
  type HostFacts,
  type Process,
  type ProcessReference,
} from '../../src/model/process.js';
import type { Timestamp } from '../../src/model/timestamp.js';
import { type Word, wordFromBigInt } from '../../src/model/word.js';

/** An arbitrary for each field of T: a field that is new in the model is missing here, and this does not compile. */
type Arbitraries<T> = { readonly [K in keyof Required<T>]: fc.Arbitrary<NonNullable<T[K]>> };

type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** Objects of T with any of its optional fields. */
function objects<T extends object>(fields: Arbitraries<T>, required: readonly RequiredKeys<T>[]): fc.Arbitrary<T> {
  const model = fields as Record<string, fc.Arbitrary<unknown>>;
  return fc.record(model, { requiredKeys: [...required] as string[], noNullPrototype: true }) as fc.Arbitrary<T>;
}

/** All names of a union: one that is new is missing here. */
const oneOf = <N extends string>(names: Readonly<Record<N, true>>): fc.Arbitrary<N> =>
  fc.constantFrom(...(Object.keys(names) as N[]));

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const integer = fc.maxSafeInteger();
const count = fc.maxSafeNat();
/** nanoseconds of a clock: a double, past 2^53 a rounded one */
const nanoseconds = fc.oneof(count, fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map(Number));
const word: fc.Arbitrary<Word> = fc
  .oneof(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), fc.nat().map(BigInt))
  .map(wordFromBigInt);
/** an argument: a word, or an int of the kernel's */
const argument: fc.Arbitrary<Word> = fc.oneof(word, int32);

export const timestamp = objects<Timestamp>({ seconds: integer, nanos: fc.integer({ min: 0, max: 999_999_999 }) }, [
  'seconds',
  'nanos',
]);

const reference = objects<ProcessReference>({ tgid: uint32, start: nanoseconds, uid: uint32, comm: text, exe: text }, [
  'tgid',
]);

const file = objects<File>(
  {
    device: uint32,
    inode: word,
    ownerUid: uint32,
    mode: uint32,
    memfd: fc.boolean(),
    unlinked: fc.boolean(),
    unmounted: fc.boolean(),
    inMemory: fc.boolean(),
    elf: fc.boolean(),
    path: text,
    pathTruncated: fc.boolean(),
  },
  [],
);

const roles: fc.Arbitrary<FileRole[]> = fc.array(fc.constantFrom(...FILE_ROLES));

const facts = objects<HostFacts>(
  {
    sensor: fc.boolean(),
    hostMounts: fc.boolean(),
    roles,
    protected: fc.boolean(),
    packaged: fc.boolean(),
    ancestor: fc.record({ process: reference, roles }, { noNullPrototype: true }),
    ancestryUnknown: fc.boolean(),
  },
  [],
);

const process = objects<Process>(
  {
    tgid: uint32,
    tid: uint32,
    start: nanoseconds,
    ppid: uint32,
    uid: uint32,
    euid: uint32,
    gid: uint32,
    egid: uint32,
    auid: uint32,
    session: uint32,
    capabilities: word,
    comm: text,
    exe: file,
    cgroup: word,
    pidNamespace: uint32,
    mountNamespace: uint32,
    tty: text,
    cmdline: text,
    parent: reference,
    tracedBy: fc.nat(),
    host: facts,
  },
  ['tgid'],
);

const region = oneOf<Region>({
  vdso: true,
  text: true,
  data: true,
  heap: true,
  stack: true,
  library: true,
  file: true,
  memfd: true,
  unlinked: true,
  anonymous: true,
  unmapped: true,
});

const memory = objects<Memory>(
  {
    address: word,
    length: word,
    prot: int32,
    flags: int32,
    region,
    mapping: objects<MappedAt>({ executable: fc.boolean(), path: text }, ['executable']),
    regionFrom: oneOf({ kernel: true, proc: true }),
    sharing: oneOf({ shared: true, private: true }),
    unverified: fc.boolean(),
  },
  [],
);

const operation = oneOf<Operation>({
  attach: true,
  seize: true,
  traceme: true,
  detach: true,
  'tracer-exit': true,
  'write-text': true,
  'write-data': true,
  'write-user': true,
  'set-registers': true,
  'set-siginfo': true,
  'set-sigmask': true,
  'set-options': true,
  kill: true,
  resume: true,
  interrupt: true,
  peek: true,
  'get-registers': true,
  inspect: true,
  'ptrace-unknown': true,
  'remote-write': true,
  'remote-read': true,
  'remote-advise': true,
  'open-mem': true,
  'mem-write': true,
  'memfd-create': true,
  map: true,
  'map-exec': true,
  protect: true,
  'protect-exec': true,
  exec: true,
  'fd-steal': true,
  remap: true,
});

const texts = fc.array(text, { maxLength: 4 });

/** Events with any value that a source may give in any of its fields, and any of them absent. */
export const event = objects<Event>(
  {
    source: oneOf({ bpf: true, audit: true }),
    operation,
    time: timestamp,
    entryTime: timestamp,
    entryBoot: word,
    exitBoot: word,
    abi: oneOf<Abi>({ x86_64: true, i386: true, x32: true, aarch64: true, arm: true }),
    foreignAbi: fc.boolean(),
    nr: int32,
    call: text,
    request: text,
    args: fc.array(argument, { maxLength: 6 }),
    ret: integer,
    actor: process,
    target: objects<Target>({ process, argument: int32 }, []),
    tracer: process,
    writer: reference,
    origin: objects<Origin>({ address: word, region, writable: fc.boolean() }, ['address', 'region', 'writable']),
    memory,
    file,
    fileUnverified: fc.boolean(),
    flags: fc.oneof(int32, uint32),
    bytes: count,
    missing: texts,
    inferred: texts,
    record: objects<RecordReference>({ serial: count, node: text, keys: texts, records: uint32 }, ['serial']),
  },
  ['source', 'operation', 'time', 'actor'],
);

export const loss = objects<Loss>(
  {
    source: oneOf({ bpf: true, audit: true }),
    where: text,
    kind: text,
    count,
    serial: count,
    from: timestamp,
    to: timestamp,
  },
  ['source', 'where', 'count', 'from', 'to'],
);
