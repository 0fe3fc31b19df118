import { once } from 'node:events';
import type { Analysis } from '../analysis.js';
import { type Timestamp, timestampFromNanoseconds } from '../model/timestamp.js';
import { AuditAccessError, type AuditStatus, AuditStream, auditStatus } from '../native/audit.js';
import { CannotRunError } from './errors.js';

export interface FollowKernelOptions {
  readonly signal: AbortSignal;
  /** called once records come in: `auditctl -s` as it is then */
  readonly ready: (status: AuditStatus) => void;
  /** called every second, also when nothing came */
  readonly turn: () => void;
  /** what the user should know */
  readonly warn: (text: string) => void;
}

const TURN_MS = 1000;

/**
 * Judges audit records as the kernel sends them, until the signal, and takes note of those that it says it lost.
 * @throws {CannotRunError} the kernel does not let this process read them
 */
export async function followKernel(
  analysis: Analysis,
  { signal, ready, turn, warn }: FollowKernelOptions,
): Promise<void> {
  const { stream, status } = open();
  if (status.enabled === 0) warn('auditing is switched off, so nothing will come: switch it on with `auditctl -e 1`');
  const losses = new Losses(analysis, stream, status);
  stream.start((type, text) => analysis.pushRecord(type, text));
  ready(status);
  const timer = setInterval(() => {
    losses.poll();
    turn();
  }, TURN_MS);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(timer);
  stream.drain();
  losses.poll();
  await stream.close();
}

function open(): { readonly stream: AuditStream; readonly status: AuditStatus } {
  try {
    return { status: auditStatus(), stream: AuditStream.open() };
  } catch (error) {
    if (!(error instanceof AuditAccessError)) throw error;
    throw new CannotRunError(`${error.message}; --live needs root in the host's user and pid namespaces: use sudo`);
  }
}

/** The kernel's counter of lost records, and this reader's own. */
class Losses {
  readonly #analysis: Analysis;
  readonly #stream: AuditStream;
  #lost: number;
  #overflows = 0;
  #from = now();

  constructor(analysis: Analysis, stream: AuditStream, { lost }: AuditStatus) {
    this.#analysis = analysis;
    this.#stream = stream;
    this.#lost = lost;
  }

  poll(): void {
    const to = now();
    const { lost, rateLimit } = auditStatus();
    // The counter can be reset to zero (`auditctl --reset-lost`).
    this.#lose(rateLimit > 0 ? 'backlog or rate limit' : 'backlog', lost < this.#lost ? lost : lost - this.#lost, to);
    this.#lost = lost;
    const overflows = this.#stream.overflows();
    this.#lose('reader, at least', overflows - this.#overflows, to);
    this.#overflows = overflows;
    this.#from = to;
  }

  #lose(where: string, count: number, to: Timestamp): void {
    if (count > 0) this.#analysis.lose({ source: 'audit', where, kind: 'record', count, from: this.#from, to });
  }
}

function now(): Timestamp {
  return timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
}
