import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { addonPath } from './addon.js';

/** What the self-test's helper can do; each is called like the heuristic that must see it. */
export const TECHNIQUES = [
  'ptrace-injection',
  'remote-memory-write',
  'proc-mem-write',
  'fileless-exec',
  'fileless-map',
] as const;
export type Technique = (typeof TECHNIQUES)[number];

/** Who did it, to whom; pids as this process's pid namespace numbers them. */
export interface CanaryRun {
  readonly actor: number;
  readonly target?: number;
}

const TIMEOUT_MS = 10_000;

/** The interface by which the helper makes its calls: its own, or the 32-bit one from the same 64-bit program. */
export type CanaryAbi = 'x86_64' | 'i386';

/**
 * Lets the helper do one technique, harmlessly, to its own child; `i386` is several of them by 32-bit calls of 64-bit code.
 * @throws {Error} the helper could not: its message is what it said
 */
export async function runCanary(technique: Technique | 'i386', abi: CanaryAbi = 'x86_64'): Promise<CanaryRun> {
  const program = join(dirname(addonPath()), 'interloper-canary');
  const args = abi === 'i386' ? [technique, abi] : [technique];
  const { stdout } = await promisify(execFile)(program, args, { timeout: TIMEOUT_MS }).catch(
    (error: Error & { stderr?: string }) => {
      throw new Error(error.stderr?.trim() || error.message, { cause: error });
    },
  );
  const [actor, target] = stdout.trim().split(' ').map(Number);
  if (!Number.isInteger(actor)) throw new Error(`the helper's answer is not understood: ${stdout}`);
  return { actor: actor!, ...(target !== undefined && { target }) };
}
