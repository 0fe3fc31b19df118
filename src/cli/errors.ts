/** Exit codes of every command. `doctor` has its own meaning for 1 and 2. */
export const EXIT = {
  ok: 0,
  /** not root, no BTF, a file that cannot be read: could not run, or not to the end */
  cannotRun: 1,
  /** the command line or a configuration is wrong */
  usage: 2,
  /** an incident at or above `--fail-on` */
  found: 3,
} as const;

/** The host does not let a command run. The message is a sentence that says what to do. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
}

/** The user's input is wrong. The message names the file, line, key or option, and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
