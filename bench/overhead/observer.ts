import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Starts a program that watches until it is ended, and returns when it has said `attached`.
 * @returns ends it, and resolves when it has ended
 * @throws {Error} it ended before that
 */
export async function startObserver(program: string, args: readonly string[] = []): Promise<() => Promise<void>> {
  const observer = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(observer, 'close');
  const isAttached = await new Promise<boolean>((resolve, reject) => {
    observer.once('error', reject);
    observer.once('close', () => resolve(false));
    createInterface(observer.stdout).on('line', (line) => line === 'attached' && resolve(true));
  });
  if (!isAttached) throw new Error(`${program} ended with ${observer.exitCode} before it was attached`);
  return async () => {
    observer.kill('SIGINT');
    await ended;
  };
}
