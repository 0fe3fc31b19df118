import { AuditReader } from '../audit/index.js';
import { judge, type Verdict } from '../audit/policy/judge.js';
import type { Width } from '../audit/policy/needs.js';
import { parseRules, RuleError } from '../audit/policy/rule.js';
import { AuditctlError, askAuditctl } from '../host/auditctl.js';
import type { Event } from '../model/event.js';
import { AuditAccessError, type AuditStatus, AuditStream, auditStatus } from '../native/audit.js';
import type { CanaryAbi, Technique } from '../native/canary.js';
import { CannotRunError } from './errors.js';
import { type AuditFacts, type AuditOutcome, latencyOf, nowMs } from './selftest-report.js';

/** How audit can see a technique of the helper at all. */
interface Trace {
  /** id of the need that the rules have to meet */
  readonly need: string;
  /** whether an event of the helper's process is the one that does it */
  readonly isIt: (event: Event) => boolean;
}

const TRACES: Readonly<Record<Technique, Trace>> = {
  'ptrace-injection': { need: 'ptrace-pokedata', isIt: ({ operation }) => operation === 'write-data' },
  'remote-memory-write': { need: 'process-vm-writev', isIt: ({ operation }) => operation === 'remote-write' },
  // the write itself is a pwrite to a descriptor, of which audit does not know what it is
  'proc-mem-write': { need: 'proc-mem', isIt: ({ operation }) => operation === 'open-mem' },
  // beside the execve by which the helper was started
  'fileless-exec': { need: 'execveat', isIt: ({ call }) => call === 'execveat' },
  // beside the mappings of the libraries of the helper, which are at fixed addresses
  'fileless-map': {
    need: 'map-exec',
    isIt: ({ operation, args = [] }) => operation === 'map-exec' && args[0] === 0 && args[1] === 4096,
  },
};

const WIDTH: Readonly<Record<CanaryAbi, Width>> = { x86_64: 'b64', i386: 'b32' };

/** One event of audit's, and how late it came. */
export interface Sighting {
  readonly event: Event;
  /** from the tick at which the call was entered until the event was whole here, milliseconds */
  readonly latencyMs: number;
}

/** Events kept at a time: a host that is recorded whole has many more than those of the helper. */
const MOST_EVENTS = 20_000;
/** An event of which no more records come is taken as it is. */
const LATEST_RECORD_MS = 1000;

/** Watches what audit tells while the helper runs. It reads beside auditd, and changes nothing. */
export class AuditWitness {
  readonly #stream: AuditStream;
  readonly #before: AuditStatus;
  readonly #reader: AuditReader;
  readonly #verdicts: readonly Verdict[] | undefined;
  /** why the rules are not known */
  readonly #rulesError: string | undefined;
  #sightings: Sighting[] = [];

  /** @throws {CannotRunError} the kernel does not let this process read audit */
  static open(): AuditWitness {
    try {
      return new AuditWitness(auditStatus(), AuditStream.open());
    } catch (error) {
      if (!(error instanceof AuditAccessError)) throw error;
      throw new CannotRunError(`${error.message}; --audit needs root in the host's user and pid namespaces: use sudo`);
    }
  }

  private constructor(status: AuditStatus, stream: AuditStream) {
    this.#before = status;
    this.#stream = stream;
    try {
      this.#verdicts = judge(parseRules(askAuditctl('-l')), 'x86_64');
    } catch (error) {
      if (!(error instanceof AuditctlError || error instanceof RuleError)) throw error;
      this.#rulesError = error.message;
    }
    this.#reader = new AuditReader(
      { event: (event) => this.#keep(event), loss: () => {} },
      { scope: 'audit', clock: Date.now },
    );
    stream.start((type, text) => this.#reader.pushRecord(type, text));
  }

  /** The event by which audit saw what process `actor` did. */
  find(technique: Technique, abi: CanaryAbi, actor: number): Sighting | undefined {
    this.#reader.expire(Date.now() - LATEST_RECORD_MS);
    return this.#sightings.find(
      ({ event }) => event.actor.tgid === actor && event.abi === abi && TRACES[technique].isIt(event),
    );
  }

  /** Whether the rules have audit record it, so that it is worth waiting for. */
  isExpected(technique: Technique, abi: CanaryAbi): boolean {
    const coverage = this.#verdictOn(technique, abi)?.coverage;
    return this.#before.enabled !== 0 && coverage !== 'missing' && coverage !== 'suppressed';
  }

  outcome(technique: Technique, abi: CanaryAbi, sightings: readonly Sighting[], runs: number): AuditOutcome {
    const seenIn = sightings.length;
    if (seenIn === 0) return { seen: false, seenIn, ...this.#whyNot(technique, abi) };
    return {
      seen: seenIn === runs,
      seenIn,
      records: sightings.flatMap(({ event: { record } }) => (record === undefined ? [] : [record.serial])),
      keys: [...new Set(sightings.flatMap(({ event }) => event.record?.keys ?? []))],
      operation: sightings[0]!.event.operation,
      latency: latencyOf(sightings.map(({ latencyMs }) => latencyMs)),
    };
  }

  facts(): AuditFacts {
    const { enabled, pid, backlogLimit, rateLimit } = this.#before;
    return {
      enabled: enabled !== 0,
      daemon: pid,
      backlogLimit,
      rateLimit,
      lost: this.#lost(),
      missedByReader: this.#stream.overflows(),
      ...(this.#rulesError !== undefined && { rulesUnknown: this.#rulesError }),
      ...(this.#verdicts?.every(({ coverage }) => coverage === 'missing') && { noRules: true }),
    };
  }

  async close(): Promise<void> {
    await this.#stream.close();
  }

  #keep(event: Event): void {
    const { seconds, nanos } = event.time;
    const latencyMs = nowMs() - seconds * 1000 - nanos / 1e6;
    this.#sightings.push({ event, latencyMs });
    if (this.#sightings.length > MOST_EVENTS) this.#sightings = this.#sightings.slice(MOST_EVENTS / 2);
  }

  /** records that the kernel lost since the beginning */
  #lost(): number {
    const { lost } = auditStatus();
    return lost < this.#before.lost ? lost : lost - this.#before.lost;
  }

  #verdictOn(technique: Technique, abi: CanaryAbi): Verdict | undefined {
    return this.#verdicts?.find(({ need, width }) => need.id === TRACES[technique].need && width === WIDTH[abi]);
  }

  #whyNot(technique: Technique, abi: CanaryAbi): { readonly why: string; readonly add?: string } {
    if (this.#before.enabled === 0) return { why: 'auditing is switched off (auditctl -e 1 switches it on)' };
    const verdict = this.#verdictOn(technique, abi);
    if (verdict === undefined) return { why: `the rules are not known: ${this.#rulesError}` };
    const { coverage, by, gaps, add } = verdict;
    const withAdd = (why: string) => ({ why, ...(add !== undefined && { add }) });
    if (coverage === 'missing') return withAdd('no rule records it');
    if (coverage === 'suppressed') return withAdd(`a rule keeps it out: ${gaps.join('; ')}`);
    if (coverage === 'partial') return withAdd(`rule ${by.join(', ')} records only a part: ${gaps.join('; ')}`);
    const lost = this.#lost() + this.#stream.overflows();
    if (lost > 0)
      return { why: `rule ${by.join(', ')} matches it, and records were lost on the way (${lost} at least)` };
    return { why: `rule ${by.join(', ')} matches it, nothing was lost, and no record came: look into that` };
  }
}
