import { setTimeout as sleep } from 'node:timers/promises';
import { follow } from './audit/sources/follow.js';
import type { Intake, JournalFacts } from './crosscheck-journal.js';
import { abisOf } from './crosscheck-offline.js';
import { numberedPrograms } from './crosscheck-probes.js';
import type { RecordedProgram } from './crosscheck-session.js';
import { askAuditctl } from './host/auditctl.js';
import type { RolePaths } from './host/role-paths.js';
import type { Abi, Operation } from './model/event.js';
import type { Loss } from './model/loss.js';
import { type Timestamp, timestampFromNanoseconds } from './model/timestamp.js';
import { type AuditStatus, AuditStream, auditStatus } from './native/audit.js';
import { type Attach, attachModeOf, bootTime, type ProgramStatus } from './native/sensor.js';
import type { Recorder } from './recording/index.js';
import { Sensor } from './sensor.js';

export interface LiveOptions {
  /** audit's records from the kernel, or from the log that auditd writes */
  readonly audit: 'kernel' | { readonly file: string };
  readonly attach: Attach;
  readonly i386: boolean;
  /** bytes of the sensor's ring; see SensorOptions */
  readonly ringBytes?: number;
  /** gets everything, in the order in which it came */
  readonly intake: Intake;
  /** takes what the sensor sees, before the intake gets it */
  readonly recorder?: Recorder;
  /** where programs with a role are, in place of the default paths of that role */
  readonly rolePaths?: Partial<RolePaths>;
  /** what the user should know, a sentence */
  readonly warn: (text: string) => void;
  /** ms that audit's records may still come after the sensor was detached; default 5000 */
  readonly graceMs?: number;
}

/** Auditing is switched off, or has no rules: there is nothing to compare. The message says what to do. */
export class NotAuditedError extends Error {
  override readonly name = 'NotAuditedError';
}

const STATUS_MS = 250;
const TICK_MS = 500;
const FOLLOW_MS = 100;
/** Rules are loaded one by one, each with a record: they are read when no more come for a while. */
const RULES_SETTLE_MS = 200;
const GRACE_MS = 5000;
/** Without a record for so long and with an empty queue, audit has said all. */
const QUIET_MS = 1000;

/** A sensor and audit, side by side on this host, until stop(). Nothing of audit's is changed. */
export class LiveCrosscheck {
  readonly #options: LiveOptions;
  readonly #intake: Intake;
  readonly #clock = new ArrivalClock();
  readonly #end = new AbortController();
  #stream: AuditStream | undefined;
  #following: Promise<void> | undefined;
  #sensor: Sensor | undefined;
  #timers: NodeJS.Timeout[] = [];
  #rulesTimer: NodeJS.Timeout | undefined;
  #rulesSince: Timestamp | undefined;
  #overflows = 0;
  #polled: Timestamp;
  #bootTime: bigint | undefined;
  #heard = 0;
  /** the log was read to its end after this moment, and after that one */
  #logRead: Timestamp | undefined;
  #logTurn: Timestamp | undefined;

  /**
   * Begins with audit, so that it has what the sensor's own start leaves in it, and attaches the sensor.
   * @throws {NotAuditedError} auditing is off, or there are no rules
   * @throws {AuditAccessError} the kernel does not let this process read audit
   * @throws {AuditctlError} the rules cannot be listed
   * @throws {SensorLoadError} no program of the sensor attaches
   */
  static start(options: LiveOptions): LiveCrosscheck {
    const status = auditStatus();
    if (status.enabled === 0) {
      throw new NotAuditedError('auditing is switched off on this host: switch it on with `auditctl -e 1`');
    }
    const rules = askAuditctl('-l');
    if (rules.trim() === 'No rules') {
      const how = 'interloper rules --format auditd > FILE && auditctl -R FILE';
      throw new NotAuditedError(`no audit rules are loaded, so audit records nothing: load some, as with \`${how}\``);
    }
    const live = new LiveCrosscheck(options);
    try {
      return live.#start(status, rules);
    } catch (error) {
      void live.#close();
      throw error;
    }
  }

  private constructor(options: LiveOptions) {
    this.#options = options;
    this.#intake = options.intake;
    this.#polled = this.#clock.now();
  }

  /** What became of each probe of the sensor. */
  programs(): ProgramStatus[] {
    return this.#sensor?.programs() ?? [];
  }

  /** The rules changed: reads them again, once no more changes come. */
  rulesChanged(since: Timestamp): void {
    this.#rulesSince ??= since;
    clearTimeout(this.#rulesTimer);
    this.#rulesTimer = setTimeout(() => this.#readRules(), RULES_SETTLE_MS);
  }

  /** Detaches the sensor, waits for the records that audit still has, and ends. */
  async stop(): Promise<void> {
    const detached = this.#clock.now();
    await this.#sensor?.stop();
    this.#intake.observe({ kind: 'detached' }, detached);
    const isQuiet = await this.#awaitQuiet();
    if (this.#rulesTimer !== undefined) this.#readRules();
    this.#stream?.drain();
    this.#poll();
    await this.#close();
    const isBuffered = this.#options.audit !== 'kernel' && auditStatus().pid !== 0;
    const state = { ...(isBuffered && { buffered: true as const }), ...(!isQuiet && { unsettled: true as const }) };
    this.#intake.observe({ kind: 'audit-ends', ...state }, this.#clock.now());
  }

  #start(status: AuditStatus, rules: string): this {
    this.#listen();
    const begin = this.#clock.now();
    this.#intake.observe({ kind: 'audit-begins' }, begin);
    this.#intake.observe({ kind: 'status', sample: { ...status, time: begin } }, begin);
    this.#intake.observe({ kind: 'rules', text: rules }, begin);
    this.#tellBootTime(begin);
    this.#sensor = Sensor.start({
      scope: 'audit',
      attach: this.#options.attach,
      i386: this.#options.i386,
      ...(this.#options.rolePaths && { rolePaths: this.#options.rolePaths }),
      ...(this.#options.recorder && { recorder: this.#options.recorder }),
      ...(this.#options.ringBytes !== undefined && { ringBytes: this.#options.ringBytes }),
      onEvent: (event) => this.#intake.sensor(event, this.#clock.now()),
      // the session judges both sides alike
      heuristics: [],
      onIncident: () => {},
      onLoss: (loss) => this.#intake.observe({ kind: 'sensor-loss', loss }, this.#clock.now()),
    });
    const programs = this.#sensor.programs();
    // loading took a while, in this turn of the event loop
    this.#intake.observe({ kind: 'attached', ...seenBy(programs), self: process.pid }, this.#clock.later());
    this.#timers = [setInterval(() => this.#poll(), STATUS_MS), setInterval(() => this.#tick(), TICK_MS)];
    return this;
  }

  #listen(): void {
    const { audit, warn } = this.#options;
    if (audit === 'kernel') {
      this.#stream = AuditStream.open();
      this.#stream.start((type, text) => {
        this.#heard = Date.now();
        this.#intake.auditRecord(type, text, this.#clock.now());
      });
      return;
    }
    const follower = {
      chunk: (bytes: Buffer) => {
        this.#heard = Date.now();
        this.#intake.auditBytes(bytes, this.#clock.now());
      },
      fileEnd: () => this.#intake.observe({ kind: 'file-end' }, this.#clock.now()),
      turn: () => {
        this.#logRead = this.#logTurn;
        this.#logTurn = this.#clock.now();
      },
      lost: (why: string) => {
        this.#lose('reader', 1, this.#clock.now());
        warn(`${why}: what was in it is not known`);
      },
    };
    const options = { signal: this.#end.signal, interval: FOLLOW_MS, fromStart: false };
    this.#following = follow(audit.file, follower, options).catch((error: Error) =>
      warn(`${audit.file}: ${error.message}; from here on audit's side is missing`),
    );
  }

  #poll(): void {
    const at = this.#clock.now();
    try {
      this.#intake.observe({ kind: 'status', sample: { ...auditStatus(), time: at } }, at);
    } catch (error) {
      this.#options.warn(`the audit status cannot be read: ${(error as Error).message}`);
    }
    const overflows = this.#stream?.overflows() ?? 0;
    if (overflows > this.#overflows) this.#lose('overflow', overflows - this.#overflows, at);
    this.#overflows = overflows;
    this.#polled = at;
  }

  #lose(where: string, count: number, to: Timestamp): void {
    const loss: Loss = { source: 'audit', where, kind: 'record', count, from: this.#polled, to };
    this.#intake.observe({ kind: 'audit-loss', loss }, to);
  }

  /** What happened up to a tick has come before it is told: a stalled event loop runs its timers first. */
  #tick(): void {
    const now = this.#clock.now();
    const at = this.#options.audit === 'kernel' ? now : this.#logRead;
    this.#tellBootTime(now);
    this.#sensor?.drain();
    this.#stream?.drain();
    if (at !== undefined) this.#intake.observe({ kind: 'tick' }, at);
  }

  #tellBootTime(at: Timestamp): void {
    const nanoseconds = bootTime();
    if (nanoseconds === this.#bootTime) return;
    this.#bootTime = nanoseconds;
    this.#intake.observe({ kind: 'boot-time', nanoseconds }, at);
  }

  #readRules(): void {
    clearTimeout(this.#rulesTimer);
    this.#rulesTimer = undefined;
    const since = this.#rulesSince;
    this.#rulesSince = undefined;
    try {
      const text = askAuditctl('-l');
      this.#intake.observe({ kind: 'rules', text, ...(since && { since }) }, this.#clock.now());
    } catch (error) {
      this.#options.warn(`the rules changed and cannot be read again: ${(error as Error).message}`);
    }
  }

  /** @returns whether audit has handed out all that it had */
  async #awaitQuiet(): Promise<boolean> {
    const { graceMs = GRACE_MS } = this.#options;
    const start = Date.now();
    this.#heard = Math.max(this.#heard, start);
    while (Date.now() - start < graceMs) {
      await sleep(TICK_MS / 5);
      if (Date.now() - this.#heard >= QUIET_MS && auditStatus().backlog === 0) return true;
    }
    return auditStatus().backlog === 0;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#rulesTimer);
    this.#end.abort();
    await this.#sensor?.stop();
    await this.#stream?.close();
    await this.#following;
  }
}

export const NARROW_GAP = 'calls through the 32-bit interface: --i386 watches them';

/** What is served. */
function seenBy(programs: readonly ProgramStatus[]): {
  operations: Operation[];
  abis: Abi[];
  programs: RecordedProgram[];
} {
  const operations = programs.filter(({ attached }) => attached).flatMap(({ probe }) => probe.operations);
  const abis = abisOf(programs.map(({ probe: { abi }, attached }) => ({ abi, attached })));
  const served = programs
    .filter(({ attached }) => attached)
    .map(({ probe, ...rest }) => ({ ...rest, name: probe.name }));
  return { operations: [...new Set(operations)], abis, programs: numberedPrograms(served) };
}

/** How the sensor is attached, for the report's head. */
export function sensorFacts(programs: readonly ProgramStatus[]): JournalFacts {
  const gaps = programs
    .filter(({ attached }) => !attached)
    .map(({ probe: { name, abi, without } }) => {
      return { abi, text: `${name}: ${without}` };
    });
  const narrow = gaps.filter(({ abi }) => abi === 'i386');
  const others = gaps.filter(({ abi }) => abi !== 'i386').map(({ text }) => text);
  return {
    attachMode: attachModeOf(programs),
    gaps: [...others, ...(narrow.length > 0 ? [NARROW_GAP] : [])],
  };
}

/** ms: a difference between the two clocks that is no drift */
const STEP_MS = 5;

/**
 * The time of day in microseconds. One moment stands for all that comes within one turn of the event loop's callback, so
 * that what came together has the same.
 */
class ArrivalClock {
  #offset = performance.timeOrigin;
  #now: Timestamp | undefined;

  /** Later than what came before in this turn. */
  later(): Timestamp {
    this.#now = undefined;
    return this.now();
  }

  now(): Timestamp {
    if (this.#now === undefined) {
      const offset = Date.now() - performance.now();
      if (Math.abs(offset - this.#offset) > STEP_MS) this.#offset = offset;
      const micros = Math.round((this.#offset + performance.now()) * 1000);
      this.#now = timestampFromNanoseconds(BigInt(micros) * 1000n);
      queueMicrotask(() => {
        this.#now = undefined;
      });
    }
    return this.#now;
  }
}
