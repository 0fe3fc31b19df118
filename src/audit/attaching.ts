import type { Word } from '../model/word.js';

/** PTRACE_ATTACH and PTRACE_SEIZE: the requests with which the kernel records the target (OBJ_PID). */
export const ATTACHING_REQUESTS: ReadonlySet<Word> = new Set<Word>([0x10, 0x4206]);
