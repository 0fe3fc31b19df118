/** Whose memory a path names. */
export interface MemoryOwner {
  /** pid in the namespace of the procfs that was used; undefined for the caller itself */
  readonly pid: number | undefined;
  readonly self: boolean;
}

const OWNER = /^\/proc\/(?:(\d{1,10})|self|thread-self)(?:\/task\/\d{1,10})?\/mem$/;

/**
 * Whose memory `path` names, absolute and without `..`: /proc/PID/mem, /proc/self/mem, /proc/PID/task/TID/mem and the
 * like (proc(5)). Undefined for any other path, also for one that a link or `..` may make into one of these.
 */
export function memoryOwner(path: string): MemoryOwner | undefined {
  const match = OWNER.exec(path.replace(/\/(?:\.?\/)+/g, '/'));
  if (match === null) return undefined;
  return match[1] === undefined ? { pid: undefined, self: true } : { pid: Number(match[1]), self: false };
}
