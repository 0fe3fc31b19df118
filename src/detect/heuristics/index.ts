import type { Heuristic } from '../heuristic.js';
import { codeTamper } from './code-tamper.js';
import { fdSteal } from './fd-steal.js';
import { filelessExec } from './fileless-exec.js';
import { filelessMap } from './fileless-map.js';
import { foreignAbi } from './foreign-abi.js';
import { injectedCall } from './injected-call.js';
import { memoryRead } from './memory-read.js';
import { procMemWrite } from './proc-mem-write.js';
import { processHollowing } from './process-hollowing.js';
import { ptraceAttach } from './ptrace-attach.js';
import { ptraceInjection } from './ptrace-injection.js';
import { registerHijack } from './register-hijack.js';
import { remoteExecMapping } from './remote-exec-mapping.js';
import { remoteMemoryWrite } from './remote-memory-write.js';
import { remoteSyscall } from './remote-syscall.js';
import { selfTamper } from './self-tamper.js';
import { sensorAttack } from './sensor-attack.js';
import { tracedSelf } from './traced-self.js';
import { unbackedCall } from './unbacked-call.js';
import { vdsoTamper } from './vdso-tamper.js';

/** All heuristics, in the order in which they look at an event. */
export const HEURISTICS: readonly Heuristic[] = [
  ptraceAttach,
  ptraceInjection,
  remoteMemoryWrite,
  procMemWrite,
  registerHijack,
  vdsoTamper,
  codeTamper,
  processHollowing,
  remoteSyscall,
  remoteExecMapping,
  injectedCall,
  filelessExec,
  filelessMap,
  selfTamper,
  unbackedCall,
  memoryRead,
  fdSteal,
  sensorAttack,
  tracedSelf,
  foreignAbi,
];
