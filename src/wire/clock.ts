import { type Timestamp, timestampFromNanoseconds } from '../model/timestamp.js';

const BILLION = 1_000_000_000;
/** 2^32 ns are 4 s and 294,967,296 ns. */
const HIGH_SECONDS = 4;
const HIGH_NANOS = 294_967_296;
/** Up to here, four years of uptime, the product with HIGH_NANOS is a safe integer. */
const MAX_HIGH = 30_000_000;

/**
 * From the boot clock, which stamps events, to the time of day. The time of day may be set while the sensor runs;
 * each reading of it applies to what is decoded afterwards.
 */
export class WallClock {
  #bootTime: bigint;
  #seconds = 0;
  #nanos = 0;

  /** @param bootTime nanoseconds since the epoch at which the boot clock was zero */
  constructor(bootTime: bigint) {
    this.#bootTime = bootTime;
    this.set(bootTime);
  }

  set(bootTime: bigint): void {
    this.#bootTime = bootTime;
    const { seconds, nanos } = timestampFromNanoseconds(bootTime);
    this.#seconds = seconds;
    this.#nanos = nanos;
  }

  /** The time of day when the boot clock stood at the nanoseconds with these 32-bit halves. */
  at(low: number, high: number): Timestamp {
    if (high > MAX_HIGH) return timestampFromNanoseconds(this.#bootTime + ((BigInt(high) << 32n) | BigInt(low)));
    const nanos = high * HIGH_NANOS + low + this.#nanos;
    const carry = Math.floor(nanos / BILLION);
    return { seconds: this.#seconds + high * HIGH_SECONDS + carry, nanos: nanos - carry * BILLION };
  }
}
