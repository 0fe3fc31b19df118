import type { Event, MappedAt, Memory, Origin, RecordReference, Target } from '../model/event.js';
import type { Loss } from '../model/loss.js';
import type { File, HostFacts, Process, ProcessReference } from '../model/process.js';
import type { Timestamp } from '../model/timestamp.js';
import { ABI, FILE_ROLE, OPERATION, REGION, REGION_FROM, SHARING, SOURCE } from './names.js';
import { PartyReader, PartyWriter } from './parties.js';
import type { interloper as proto } from './protocol.js';
import { FLAG, INTEGER, NUMBER, TEXT, TEXTS, WORD, WORDS } from './scalar.js';
import { type Converter, message, required } from './table.js';

/** seconds and nanoseconds as in the model */
export const TIMESTAMP = message<Timestamp, proto.Timestamp.$Properties>({
  seconds: required(INTEGER),
  nanos: required(NUMBER),
});

const REFERENCE = message<ProcessReference, proto.ProcessReference.$Properties>({
  tgid: required(NUMBER),
  start: INTEGER,
  uid: NUMBER,
  comm: TEXT,
  exe: TEXT,
});

const FILE = message<File, proto.File.$Properties>({
  device: NUMBER,
  inode: WORD,
  ownerUid: NUMBER,
  mode: NUMBER,
  memfd: FLAG,
  unlinked: FLAG,
  unmounted: FLAG,
  inMemory: FLAG,
  elf: FLAG,
  path: TEXT,
  pathTruncated: FLAG,
});

const ROLES: Converter<NonNullable<HostFacts['roles']>, proto.FileRoles.$Properties> = {
  encode: (roles) => ({ roles: roles.map(FILE_ROLE.encode) }),
  decode: ({ roles = [] }) => roles.map(FILE_ROLE.decode).filter((role) => role !== undefined),
};

const HOST_FACTS = message<HostFacts, proto.HostFacts.$Properties>({
  sensor: FLAG,
  hostMounts: FLAG,
  roles: ROLES,
  protected: FLAG,
  packaged: FLAG,
  ancestryUnknown: FLAG,
  ancestor: message<NonNullable<HostFacts['ancestor']>, proto.Ancestor.$Properties>({
    process: required(REFERENCE),
    roles: required(ROLES),
  }),
});

const PROCESS = message<Process, proto.Process.$Properties>({
  tgid: required(NUMBER),
  tid: NUMBER,
  start: INTEGER,
  ppid: NUMBER,
  uid: NUMBER,
  euid: NUMBER,
  gid: NUMBER,
  egid: NUMBER,
  auid: NUMBER,
  session: NUMBER,
  capabilities: WORD,
  comm: TEXT,
  exe: FILE,
  cgroup: WORD,
  pidNamespace: NUMBER,
  mountNamespace: NUMBER,
  tty: TEXT,
  cmdline: TEXT,
  parent: REFERENCE,
  tracedBy: NUMBER,
  host: HOST_FACTS,
});

const MEMORY = message<Memory, proto.Memory.$Properties>({
  address: WORD,
  length: WORD,
  prot: INTEGER,
  flags: INTEGER,
  region: REGION,
  regionFrom: REGION_FROM,
  mapping: message<MappedAt, proto.MappedAt.$Properties>({ executable: required(FLAG), path: TEXT }),
  sharing: SHARING,
  unverified: FLAG,
});

const ORIGIN = message<Origin, proto.Origin.$Properties>({
  address: required(WORD),
  region: required(REGION),
  writable: required(FLAG),
});

const RECORD = message<RecordReference, proto.RecordReference.$Properties>({
  serial: required(INTEGER),
  node: TEXT,
  keys: TEXTS,
  records: NUMBER,
});

type PartyConverter = Converter<Process, proto.Party.$Properties>;
type EventConverter = Converter<Event, proto.Event.$Properties>;

const eventWith = (party: PartyConverter): EventConverter =>
  message<Event, proto.Event.$Properties>({
    source: required(SOURCE),
    operation: required(OPERATION),
    time: required(TIMESTAMP),
    entryTime: TIMESTAMP,
    entryBoot: WORD,
    exitBoot: WORD,
    abi: ABI,
    foreignAbi: FLAG,
    nr: NUMBER,
    call: TEXT,
    request: TEXT,
    args: WORDS,
    ret: INTEGER,
    actor: required(party),
    target: message<Target, proto.Target.$Properties>({ process: party, argument: INTEGER }),
    tracer: party,
    writer: REFERENCE,
    memory: MEMORY,
    origin: ORIGIN,
    file: FILE,
    fileUnverified: FLAG,
    flags: INTEGER,
    bytes: INTEGER,
    missing: TEXTS,
    inferred: TEXTS,
    record: RECORD,
  });

/** Events of one recording: what one of them says of a process, later ones refer to. */
export function eventConverter(): EventConverter {
  const writer = new PartyWriter(PROCESS);
  const reader = new PartyReader(PROCESS);
  return eventWith({
    encode: (process) => writer.encode(process),
    decode: (party) => reader.decode(party),
  });
}

/** A loss with the name of the host that had it, where an audit log has several. */
export const LOSS = message<Loss & { readonly node?: string }, proto.Loss.$Properties>({
  source: required(SOURCE),
  where: required(TEXT),
  kind: TEXT,
  count: required(INTEGER),
  serial: INTEGER,
  from: required(TIMESTAMP),
  to: required(TIMESTAMP),
  node: TEXT,
});
