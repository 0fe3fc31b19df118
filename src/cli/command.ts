import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandHandlers {
  /** it ended: its exit code, or the signal that killed it */
  readonly onExit: (how: number | NodeJS.Signals) => void;
  /** it could not be started; `why` goes on a sentence */
  readonly onError: (why: string) => void;
}

/** How long a command that is asked to end may take, while it is still watched. */
const PATIENCE_MS = 5000;

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is no program that may be executed',
};

/** Runs a command with our standard input and error; its standard output goes to the error, for ours is the stream. */
export function runCommand([file, ...args]: readonly string[], { onExit, onError }: CommandHandlers): ChildProcess {
  const child = spawn(file!, args, { stdio: ['inherit', process.stderr, process.stderr] });
  child.on('error', (error: NodeJS.ErrnoException) => onError(REASONS[error.code ?? ''] ?? error.message));
  child.on('exit', (code, signal) => onExit(signal ?? code!));
  return child;
}

/** Ends a command that is still running: politely first. */
export async function endCommand(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(patience);
}
