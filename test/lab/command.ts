import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The lab cannot go on; the message says why and what would help. */
export class LabError extends Error {
  override readonly name = 'LabError';
}

const MAX_OUTPUT_BYTES = 256 << 20;
const LAST_LINES = 15;

export interface CommandOptions {
  readonly cwd?: string;
}

/**
 * Runs a program to its end and returns its standard output.
 * @throws {LabError} it is not there, or ended with another code than 0: with the last lines that it said
 */
export async function command(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  // mke2fs, modprobe and depmod are where a user's PATH may not lead.
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
  try {
    return (await promisify(execFile)(file, args, { ...options, env, maxBuffer: MAX_OUTPUT_BYTES })).stdout;
  } catch (error) {
    const { code, message, stdout, stderr } = error as Error & { code?: unknown; stdout?: string; stderr?: string };
    if (code === 'ENOENT') throw new LabError(`${file} is not there: \`make lab\` installs what it needs`);
    const said = stderr?.trim() || stdout?.trim() || message;
    throw new LabError(`${file} failed:\n${said.split('\n').slice(-LAST_LINES).join('\n')}`);
  }
}
