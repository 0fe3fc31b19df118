import type { Abi, Memory, Operation, Region, Source } from '../model/event.js';
import type { FileRole } from '../model/process.js';
import { enumeration } from './enumeration.js';
import { interloper as proto } from './protocol.js';

export const SOURCE = enumeration<Source, proto.Source>({
  bpf: proto.Source.SOURCE_BPF,
  audit: proto.Source.SOURCE_AUDIT,
});

export const ABI = enumeration<Abi, proto.Abi>({
  x86_64: proto.Abi.ABI_X86_64,
  i386: proto.Abi.ABI_I386,
  x32: proto.Abi.ABI_X32,
  aarch64: proto.Abi.ABI_AARCH64,
  arm: proto.Abi.ABI_ARM,
});

export const OPERATION = enumeration<Operation, proto.Operation>({
  attach: proto.Operation.OPERATION_ATTACH,
  seize: proto.Operation.OPERATION_SEIZE,
  traceme: proto.Operation.OPERATION_TRACEME,
  detach: proto.Operation.OPERATION_DETACH,
  'tracer-exit': proto.Operation.OPERATION_TRACER_EXIT,
  'write-text': proto.Operation.OPERATION_WRITE_TEXT,
  'write-data': proto.Operation.OPERATION_WRITE_DATA,
  'write-user': proto.Operation.OPERATION_WRITE_USER,
  'set-registers': proto.Operation.OPERATION_SET_REGISTERS,
  'set-siginfo': proto.Operation.OPERATION_SET_SIGINFO,
  'set-sigmask': proto.Operation.OPERATION_SET_SIGMASK,
  'set-options': proto.Operation.OPERATION_SET_OPTIONS,
  kill: proto.Operation.OPERATION_KILL,
  resume: proto.Operation.OPERATION_RESUME,
  interrupt: proto.Operation.OPERATION_INTERRUPT,
  peek: proto.Operation.OPERATION_PEEK,
  'get-registers': proto.Operation.OPERATION_GET_REGISTERS,
  inspect: proto.Operation.OPERATION_INSPECT,
  'ptrace-unknown': proto.Operation.OPERATION_PTRACE_UNKNOWN,
  'remote-write': proto.Operation.OPERATION_REMOTE_WRITE,
  'remote-read': proto.Operation.OPERATION_REMOTE_READ,
  'open-mem': proto.Operation.OPERATION_OPEN_MEM,
  'mem-write': proto.Operation.OPERATION_MEM_WRITE,
  'memfd-create': proto.Operation.OPERATION_MEMFD_CREATE,
  map: proto.Operation.OPERATION_MAP,
  'map-exec': proto.Operation.OPERATION_MAP_EXEC,
  protect: proto.Operation.OPERATION_PROTECT,
  'protect-exec': proto.Operation.OPERATION_PROTECT_EXEC,
  exec: proto.Operation.OPERATION_EXEC,
  'fd-steal': proto.Operation.OPERATION_FD_STEAL,
  'remote-advise': proto.Operation.OPERATION_REMOTE_ADVISE,
  remap: proto.Operation.OPERATION_REMAP,
});

export const REGION = enumeration<Region, proto.Region>({
  vdso: proto.Region.REGION_VDSO,
  text: proto.Region.REGION_TEXT,
  data: proto.Region.REGION_DATA,
  heap: proto.Region.REGION_HEAP,
  stack: proto.Region.REGION_STACK,
  library: proto.Region.REGION_LIBRARY,
  file: proto.Region.REGION_FILE,
  memfd: proto.Region.REGION_MEMFD,
  unlinked: proto.Region.REGION_UNLINKED,
  anonymous: proto.Region.REGION_ANONYMOUS,
  unmapped: proto.Region.REGION_UNMAPPED,
});

export const REGION_FROM = enumeration<NonNullable<Memory['regionFrom']>, proto.RegionFrom>({
  kernel: proto.RegionFrom.REGION_FROM_KERNEL,
  proc: proto.RegionFrom.REGION_FROM_PROC,
});

export const SHARING = enumeration<NonNullable<Memory['sharing']>, proto.Sharing>({
  shared: proto.Sharing.SHARING_SHARED,
  private: proto.Sharing.SHARING_PRIVATE,
});

export const FILE_ROLE = enumeration<FileRole, proto.FileRole>({
  debugger: proto.FileRole.FILE_ROLE_DEBUGGER,
  init: proto.FileRole.FILE_ROLE_INIT,
  login: proto.FileRole.FILE_ROLE_LOGIN,
  audit: proto.FileRole.FILE_ROLE_AUDIT,
  journal: proto.FileRole.FILE_ROLE_JOURNAL,
  keyring: proto.FileRole.FILE_ROLE_KEYRING,
  'container-runtime': proto.FileRole.FILE_ROLE_CONTAINER_RUNTIME,
  'network-daemon': proto.FileRole.FILE_ROLE_NETWORK_DAEMON,
  'web-server': proto.FileRole.FILE_ROLE_WEB_SERVER,
  database: proto.FileRole.FILE_ROLE_DATABASE,
  scheduler: proto.FileRole.FILE_ROLE_SCHEDULER,
});
