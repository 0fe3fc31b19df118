import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './live.js';

/** The compiled command line. */
export const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** A line of the stream. What a test looks at is checked there. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests are about
export type Line = Record<string, any>;

export interface Outcome {
  /** exit code; null where a signal killed it */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `interloper`, as a user starts it, with what it wrote so far. */
export class Interloper {
  static readonly #running = new Set<ChildProcess>();
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #closed: Promise<unknown>;

  /** `before`: words before the command, as of `setpriv … interloper` */
  constructor(args: readonly string[], before: readonly string[] = [], options: SpawnOptions = {}) {
    const [file, ...rest] = [...before, process.execPath, MAIN, ...args];
    this.child = spawn(file!, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#closed = once(this.child, 'close');
    Interloper.#running.add(this.child);
    this.child.on('exit', () => Interloper.#running.delete(this.child));
    this.child.stdout?.on('data', (data) => {
      this.stdout += data;
    });
    this.child.stderr?.on('data', (data) => {
      this.stderr += data;
    });
  }

  /** Ends what a failed test left running. */
  static killAll(): void {
    for (const child of Interloper.#running) child.kill('SIGKILL');
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Waits for the end, and for the end of everything that holds its output. */
  async end(): Promise<Outcome> {
    await this.#closed;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Waits until the standard output has `text`. */
  async says(text: string | RegExp): Promise<void> {
    const said = (): boolean => (typeof text === 'string' ? this.stdout.includes(text) : text.test(this.stdout));
    const ended = (): boolean => this.child.exitCode !== null || this.child.signalCode !== null;
    await until(() => said() || ended(), `${text} did not come: ${this.stdout}${this.stderr}`);
    if (!said()) throw new Error(`ended before ${text} came: ${this.stdout}${this.stderr}`);
  }
}

/** Runs `interloper` to its end. */
export function interloper(args: readonly string[], before?: readonly string[]): Promise<Outcome> {
  return new Interloper(args, before).end();
}

/** The objects of a JSON Lines stream. Throws where a line is none. */
export function parseLines(text: string): Line[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error(`the last line is not whole: ${text.slice(-200)}`);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}
