import { addon, type NativeAudit } from './addon.js';

/** What `auditctl -s` shows of the kernel. */
export interface AuditStatus {
  /** 0 off, 1 on, 2 on and locked until the next boot */
  readonly enabled: number;
  /** 0 silent, 1 printk, 2 panic */
  readonly failure: number;
  /** of the audit daemon, 0 where there is none */
  readonly pid: number;
  /** records a second, 0 without limit */
  readonly rateLimit: number;
  readonly backlogLimit: number;
  /** records lost since boot, or since it was reset */
  readonly lost: number;
  readonly backlog: number;
}

/** The kernel does not let this process read audit. `errno` is its answer. */
export class AuditAccessError extends Error {
  override readonly name = 'AuditAccessError';
  readonly errno: number;

  constructor({ message, errno = 0 }: Error & { errno?: number }) {
    super(message);
    this.errno = errno;
  }
}

/** For a reader that stands still for a second under heavy load. */
const RECEIVE_BYTES = 16 << 20;
const BATCH_BYTES = 256 << 10;

/** struct AuditRecordHeader of native/audit_netlink.h. */
const HEADER = { size: 0, length: 4, type: 6, bytes: 8 } as const;

/**
 * Audit records as the kernel sends them to its multicast group, beside a running auditd or without one. Nothing is taken
 * from auditd and no setting is changed; where auditing is off, nothing comes.
 */
export class AuditStream {
  readonly #batch = Buffer.alloc(BATCH_BYTES);
  #native: NativeAudit | undefined;

  private constructor(native: NativeAudit) {
    this.#native = native;
  }

  /** @throws {AuditAccessError} not root, or in a user namespace of its own: CAP_AUDIT_READ is needed */
  static open(): AuditStream {
    try {
      return new AuditStream(new (addon().NativeAudit)({ receiveBytes: RECEIVE_BYTES }));
    } catch (error) {
      throw new AuditAccessError(error as Error);
    }
  }

  /**
   * Delivers records on this thread's event loop, which they keep alive, until close(). `type` is the number of the
   * record's type, `text` what follows `msg=` in a log; its bytes are overwritten after the call.
   */
  start(onRecord: (type: number, text: Buffer) => void): void {
    this.#open().start(this.#batch, (length) => {
      for (let at = 0; at < length; at += this.#batch.readUInt32LE(at + HEADER.size)) {
        const text = at + HEADER.bytes;
        const end = text + this.#batch.readUInt16LE(at + HEADER.length);
        onRecord(this.#batch.readUInt16LE(at + HEADER.type), this.#batch.subarray(text, end));
      }
    });
  }

  /** Delivers now what has come in. */
  drain(): void {
    while (this.#open().turn() === 1);
  }

  /** How often this reader was so late that the kernel dropped records meant for it, an unknown number each time. */
  overflows(): number {
    return this.#open().overflows();
  }

  /** Resolves when everything is freed. A second call does nothing. */
  close(): Promise<void> {
    const native = this.#native;
    this.#native = undefined;
    if (native === undefined) return Promise.resolve();
    return new Promise((resolve) => native.close(resolve));
  }

  #open(): NativeAudit {
    if (this.#native === undefined) throw new Error('the audit stream is closed');
    return this.#native;
  }
}

/** @throws {AuditAccessError} CAP_AUDIT_CONTROL is needed */
export function auditStatus(): AuditStatus {
  try {
    return addon().auditStatus();
  } catch (error) {
    throw new AuditAccessError(error as Error);
  }
}
