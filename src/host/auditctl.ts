import { execFileSync } from 'node:child_process';

/** auditctl is not there, or the kernel did not let it ask. The message goes on from its arguments. */
export class AuditctlError extends Error {
  override readonly name = 'AuditctlError';
}

const TIMEOUT_MS = 10_000;

/**
 * What `auditctl` prints with these arguments: `-l` for the rules, `-s` for the status.
 * @throws {AuditctlError}
 */
export function askAuditctl(...args: string[]): string {
  try {
    return execFileSync('auditctl', args, { encoding: 'utf8', timeout: TIMEOUT_MS, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    const why = code === 'ENOENT' ? 'it is not installed' : stderr?.trim() || message;
    throw new AuditctlError(`auditctl ${args.join(' ')}: ${why}`);
  }
}
