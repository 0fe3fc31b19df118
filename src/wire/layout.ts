// Generated from the BTF of the BPF object by scripts/generate-layout.mjs. Do not edit: change bpf/event.h, bpf/numbers.bpf.h or bpf/watched.h.

// Offsets and widths in bytes.

export const ContextSize = 800;
export const ContextOffset = {
  size: 0,
  version: 4,
  kind: 6,
  id: 8,
  time: 16,
  flags: 24,
  cmdlineLength: 28,
  cmdline: 32,
  path: 160,
  parentPath: 416,
  process: 544,
  parent: 680,
  reserved: 744,
} as const;
export const ContextWidth = {
  size: 4,
  version: 2,
  kind: 2,
  id: 8,
  time: 8,
  flags: 4,
  cmdlineLength: 4,
  cmdline: 128,
  path: 256,
  parentPath: 128,
  process: 136,
  parent: 64,
  reserved: 56,
} as const;

export const EventSize = 728;
export const EventOffset = {
  size: 0,
  version: 4,
  kind: 6,
  flags: 8,
  arch: 12,
  nr: 16,
  targetArgument: 20,
  time: 24,
  entryTime: 32,
  ret: 40,
  args: 48,
  actor: 96,
  other: 104,
  writerStart: 112,
  writerTgid: 120,
  openMode: 124,
  openFlags: 128,
  reserved: 132,
  memory: 136,
  origin: 168,
  file: 184,
  filePath: 216,
  room: 472,
} as const;
export const EventWidth = {
  size: 4,
  version: 2,
  kind: 2,
  flags: 4,
  arch: 4,
  nr: 4,
  targetArgument: 4,
  time: 8,
  entryTime: 8,
  ret: 8,
  args: 48,
  actor: 8,
  other: 8,
  writerStart: 8,
  writerTgid: 4,
  openMode: 4,
  openFlags: 4,
  reserved: 4,
  memory: 32,
  origin: 16,
  file: 32,
  filePath: 256,
  room: 256,
} as const;

export const ProcessInfoSize = 136;
export const ProcessInfoOffset = {
  startTime: 0,
  capabilities: 8,
  cgroup: 16,
  tgid: 24,
  tid: 28,
  ppid: 32,
  uid: 36,
  euid: 40,
  gid: 44,
  egid: 48,
  auid: 52,
  session: 56,
  pidNamespace: 60,
  mountNamespace: 64,
  tracerTgid: 68,
  exe: 72,
  comm: 104,
  tty: 120,
} as const;
export const ProcessInfoWidth = {
  startTime: 8,
  capabilities: 8,
  cgroup: 8,
  tgid: 4,
  tid: 4,
  ppid: 4,
  uid: 4,
  euid: 4,
  gid: 4,
  egid: 4,
  auid: 4,
  session: 4,
  pidNamespace: 4,
  mountNamespace: 4,
  tracerTgid: 4,
  exe: 32,
  comm: 16,
  tty: 16,
} as const;

export const ParentInfoSize = 64;
export const ParentInfoOffset = {
  startTime: 0,
  tgid: 8,
  uid: 12,
  exe: 16,
  comm: 48,
} as const;
export const ParentInfoWidth = {
  startTime: 8,
  tgid: 4,
  uid: 4,
  exe: 32,
  comm: 16,
} as const;

export const MemoryInfoSize = 32;
export const MemoryInfoOffset = {
  address: 0,
  length: 8,
  prot: 16,
  mapFlags: 20,
  flags: 24,
  region: 28,
} as const;
export const MemoryInfoWidth = {
  address: 8,
  length: 8,
  prot: 4,
  mapFlags: 4,
  flags: 4,
  region: 4,
} as const;

export const OriginInfoSize = 16;
export const OriginInfoOffset = {
  address: 0,
  region: 8,
  flags: 12,
} as const;
export const OriginInfoWidth = {
  address: 8,
  region: 4,
  flags: 4,
} as const;

export const FileInfoSize = 32;
export const FileInfoOffset = {
  inode: 0,
  device: 8,
  ownerUid: 12,
  magic: 16,
  mode: 20,
  flags: 22,
  pathOffset: 24,
  reserved: 26,
} as const;
export const FileInfoWidth = {
  inode: 8,
  device: 4,
  ownerUid: 4,
  magic: 4,
  mode: 2,
  flags: 2,
  pathOffset: 2,
  reserved: 6,
} as const;

export const EventCountsSize = 32;
export const EventCountsOffset = {
  emitted: 0,
  dropped: 8,
  repeated: 16,
  filtered: 24,
} as const;
export const EventCountsWidth = {
  emitted: 8,
  dropped: 8,
  repeated: 8,
  filtered: 8,
} as const;

export const EventKind = {
  EVENT_PTRACE: 0,
  EVENT_REMOTE_WRITE: 1,
  EVENT_REMOTE_READ: 2,
  EVENT_MEMFD_CREATE: 3,
  EVENT_MMAP: 4,
  EVENT_MPROTECT: 5,
  EVENT_EXEC: 6,
  EVENT_OPEN_MEM: 7,
  EVENT_FD_STEAL: 8,
  EVENT_MEM_WRITE: 9,
  EVENT_REMOTE_ADVISE: 10,
  EVENT_MREMAP: 11,
  EVENT_TRACER_EXIT: 12,
  EVENT_SHMAT: 13,
  EVENT_KINDS: 14,
} as const;

export const RecordKind = {
  RECORD_CONTEXT: 255,
} as const;

export const EventFlags = {
  EVENT_HAS_FILE: 1,
  EVENT_FILE_BY_DESCRIPTOR: 2,
  EVENT_OTHER_IS_TARGET: 4,
  EVENT_OTHER_IS_TRACER: 8,
  EVENT_HAS_WRITER: 16,
  EVENT_HAS_MEMORY: 32,
  EVENT_MEMORY_UNVERIFIED: 64,
  EVENT_HAS_ARGS: 128,
  EVENT_HAS_RET: 256,
  EVENT_HAS_TARGET_ARGUMENT: 512,
  EVENT_TARGET_BY_PATH: 1024,
  EVENT_HAS_OPEN_MODE: 2048,
  EVENT_FOREIGN_ABI: 4096,
  EVENT_HAS_ORIGIN: 8192,
} as const;

export const ContextFlags = {
  CONTEXT_HAS_PARENT: 1,
} as const;

export const FileFlags = {
  FILE_PRESENT: 1,
  FILE_MEMFD: 2,
  FILE_UNLINKED: 4,
  FILE_IN_MEMORY: 8,
  FILE_PATH_TRUNCATED: 16,
  FILE_UNMOUNTED: 32,
} as const;

export const MemoryFlags = {
  MEMORY_HAS_REGION: 1,
  MEMORY_HAS_SHARING: 2,
  MEMORY_SHARED: 4,
  MEMORY_HAS_PROT: 8,
  MEMORY_HAS_MAP_FLAGS: 16,
  MEMORY_HAS_LENGTH: 32,
  MEMORY_HAS_ACCESS: 64,
  MEMORY_EXECUTABLE: 128,
  MEMORY_WRITABLE: 256,
} as const;

export const MemoryRegion = {
  REGION_UNKNOWN: 0,
  REGION_VDSO: 1,
  REGION_TEXT: 2,
  REGION_DATA: 3,
  REGION_HEAP: 4,
  REGION_STACK: 5,
  REGION_ANONYMOUS: 6,
  REGION_FILE: 7,
  REGION_MEMFD: 8,
  REGION_UNLINKED: 9,
  REGION_LIBRARY: 10,
} as const;

export const NativeNumber = {
  NR_WRITE: 1,
  NR_OPEN: 2,
  NR_MMAP: 9,
  NR_MPROTECT: 10,
  NR_PWRITE64: 18,
  NR_WRITEV: 20,
  NR_MREMAP: 25,
  NR_SHMAT: 30,
  NR_EXECVE: 59,
  NR_CREAT: 85,
  NR_PTRACE: 101,
  NR_OPENAT: 257,
  NR_PWRITEV: 296,
  NR_PROCESS_VM_READV: 310,
  NR_PROCESS_VM_WRITEV: 311,
  NR_MEMFD_CREATE: 319,
  NR_EXECVEAT: 322,
  NR_PWRITEV2: 328,
  NR_PKEY_MPROTECT: 329,
  NR_IO_URING_ENTER: 426,
  NR_OPENAT2: 437,
  NR_PIDFD_GETFD: 438,
  NR_PROCESS_MADVISE: 440,
} as const;

export const CompatNumber = {
  NR32_WRITE: 4,
  NR32_OPEN: 5,
  NR32_CREAT: 8,
  NR32_EXECVE: 11,
  NR32_PTRACE: 26,
  NR32_MMAP: 90,
  NR32_IPC: 117,
  NR32_MPROTECT: 125,
  NR32_WRITEV: 146,
  NR32_MREMAP: 163,
  NR32_PWRITE64: 181,
  NR32_MMAP2: 192,
  NR32_OPENAT: 295,
  NR32_PWRITEV: 334,
  NR32_PROCESS_VM_READV: 347,
  NR32_PROCESS_VM_WRITEV: 348,
  NR32_MEMFD_CREATE: 356,
  NR32_EXECVEAT: 358,
  NR32_PWRITEV2: 379,
  NR32_PKEY_MPROTECT: 380,
  NR32_SHMAT: 397,
  NR32_OPENAT2: 437,
  NR32_PIDFD_GETFD: 438,
  NR32_PROCESS_MADVISE: 440,
} as const;

export const X32Number = {
  NRX32_WRITEV: 516,
  NRX32_EXECVE: 520,
  NRX32_PTRACE: 521,
  NRX32_PWRITEV: 535,
  NRX32_PROCESS_VM_READV: 539,
  NRX32_PROCESS_VM_WRITEV: 540,
  NRX32_EXECVEAT: 545,
  NRX32_PWRITEV2: 547,
} as const;

export const WatchedCalls = {
  WATCHED_NUMBERS: 512,
  WATCHED_X32: 1024,
  WATCHED_X32_NUMBERS: 560,
  WATCHED_CELLS: 1584,
} as const;

export const WatchedCell = {
  WATCHED_PROGRAM: 31,
  WATCHED_IF_EXEC: 32,
  WATCHED_IF_OPENED: 64,
  WATCHED_IF_WRITABLE: 128,
} as const;
