import { succeeded } from '../model/event.js';
import { align } from './align.js';
import { Anchors } from './anchors.js';
import { type CertainPair, CoarseClock } from './clock.js';
import { isBareExec } from './key.js';
import { NeighbourStamps } from './neighbour-stamps.js';
import { type Stretch, stretchesOf } from './stretches.js';
import type { Waiting } from './waiting.js';

/** How a pair was found; see MatchCounts of the report. */
export type How = 'exact' | 'byOrder' | 'adjacentTick' | 'unique';

export interface Pairing {
  readonly sensor: Waiting;
  readonly audit: Waiting;
  readonly how: How;
  /** an identical call that has no counterpart could as well be the one */
  readonly interchangeable: boolean;
}

const MS = 1e6;
/** How long a call whose entry was not seen may have taken, and how far the coarse clock may have been off. */
const WIDE_NS = 2e9;
const FAR_NS = 1e9;
/**
 * How long a busy host may keep a call between the sensor's reading of the clock and audit's stamp, or a tick from being
 * served.
 */
const DELAYED_NS = 0.25e9;
/** What a pair counts for whose tick is as predicted, in an alignment of delayed calls; a tick less for each tick off. */
const NEAREST = 64;
/**
 * How many ticks the stamp of a call in an unbroken stretch may be off. Where nobody lost anything, it can be no other
 * call's, however the clock was set meanwhile.
 */
const TICKS_BY_LOSERS = [Number.POSITIVE_INFINITY, 1, 0] as const;
/** Pairs of calls that are compared at most to align a stretch in which some were lost. */
const MOST_ALIGNED = 1_000_000;
/** Pairs times leftovers of one group, beyond which only the nearest ones are compared. */
const MOST_COMPARED = 100_000;

/** All waiting events with one key, of both sides, in the order of their streams. */
interface Chain {
  readonly sensors: Waiting[];
  readonly audits: Waiting[];
}

/** A chain's events of one tick, or of some in a row. */
interface Group extends Chain {
  /** none of them lies so near the edge of a tick that it may be of the one beside */
  readonly isClear: boolean;
}

/**
 * Finds the counterparts of events, as multisets of what is the same on both sides.
 *
 * Tracers make the same call many times within one tick of the clock that stamps audit's events. So nothing is taken
 * from a window because it is the nearest: only events of the same predicted tick are paired at first, and where there
 * are more of them on one side than on the other, the order of their thread's other calls says which.
 *
 * What it cannot know: where events are lost, and the same call comes again in neighbouring ticks, while the clock is
 * slewed past a millisecond or the entry lies at the edge of a tick. Such pairs are marked as interchangeable. Unmarked and
 * wrong are, in simulated worlds that are slewed by up to 200 ppm and lose up to a third, some ten in a million.
 */
export class Matcher {
  readonly clock = new CoarseClock();
  readonly #anchors = new Anchors();
  readonly #onPair: (pairing: Pairing) => void;
  readonly #losers: (from: number, to: number) => number;
  #limit = 0;
  #due = 0;

  /** @param losers how many of the two sides count losses in an interval: what one has of a call, the other may lack */
  constructor(onPair: (pairing: Pairing) => void, losers: (from: number, to: number) => number) {
    this.#onPair = onPair;
    this.#losers = losers;
  }

  /**
   * Pairs what can be paired of all that waits. Events whose stream had come no further than `limit` are settled: no
   * others that could be their counterparts will come. What came to `due` or before is alone if it is not paired now.
   */
  run(sensors: readonly Waiting[], audits: readonly Waiting[], limit: number, due: number, last: boolean): void {
    this.#limit = limit;
    this.#due = due;
    const chains = chainsOf(sensors, audits);
    this.clock.observe(certainPairs(chains), last);
    for (const sensor of sensors) sensor.tick = this.clock.tick(sensor.entry, sensor.order);
    for (const audit of audits) audit.tick = this.clock.tickOfStamp(audit.entry, audit.order);
    const repeated = this.#pairSingles(chains);
    for (const stretch of stretchesOf(sensors, audits, last)) this.#pairStretch(stretch);
    if (repeated.length > 0) {
      this.#pairGroups(
        sensors,
        this.#byTick(repeated).filter((group) => this.#isWhole(group)),
      );
      for (const stretch of stretchesOf(sensors, audits, true)) this.#alignStretch(stretch);
      this.#pairGroups(sensors, this.#byTick(repeated));
    }
    this.#pairRest(sensors, chains);
    this.#pairBareExecs(sensors, audits);
    this.#anchors.keep(sensors);
  }

  /** As many on both sides, and not because each lost another one. */
  #isWhole({ isClear, sensors, audits }: Group): boolean {
    return isClear && sensors.length === audits.length && this.#losers(sensors[0]!.began, sensors.at(-1)!.time) < 2;
  }

  #pairGroups(sensors: readonly Waiting[], groups: readonly Group[]): void {
    if (groups.length === 0) return;
    this.#anchors.take(sensors, threadsOf(groups));
    for (const group of groups) this.#pairGroup(group);
  }

  /** Some of the calls between two pairs were lost: the order of all of them says which, where anything does. */
  #alignStretch({ sensors, audits }: Stretch): void {
    const ours = sensors.filter((one) => this.#isSettled(one) && !Number.isNaN(one.tick));
    const theirs = audits.filter((one) => this.#isSettled(one));
    if (ours.length * theirs.length > MOST_ALIGNED) return;
    const aligned = align(ours, theirs, this.#likeness);
    const paired = new Set(aligned.flatMap(({ sensor, audit }) => [sensor, audit]));
    const left = new Set([...ours, ...theirs].filter((one) => !paired.has(one)).map(({ key }) => key));
    for (const { sensor, audit, interchangeable } of aligned) {
      const how = left.has(sensor.key) ? 'byOrder' : 'exact';
      const isDoubtful = interchangeable || (left.has(sensor.key) && this.#isDoubtful(sensor, audit));
      this.#pair(sensor, audit, sensor.tick === audit.tick ? how : 'adjacentTick', isDoubtful);
    }
  }

  readonly #likeness = (sensor: Waiting, audit: Waiting): 0 | 1 | 2 => {
    if (sensor.key !== audit.key) return 0;
    if (sensor.tick === audit.tick) return 2;
    return audit.tick === this.#otherTick(sensor) ? 1 : 0;
  };

  #pairRest(sensors: readonly Waiting[], chains: readonly Chain[]): void {
    const rest = chains.map((chain) => ({ chain, left: this.#leftOf(chain) })).filter(({ left }) => isTwoSided(left));
    if (rest.length === 0) return;
    this.#anchors.take(sensors, threadsOf(rest.map(({ left }) => left)));
    const stamps = new NeighbourStamps(sensors);
    for (const { chain, left } of rest) {
      this.#pairAdjacent(left, stamps);
      this.#pairWithoutEntry(left);
      if (chain.sensors.length === 1 && chain.audits.length === 1) {
        this.#pairUnique(chain.sensors[0]!, chain.audits[0]!, stamps);
      }
      this.#pairDelayed(this.#leftOf(chain), chain);
    }
  }

  #isSettled({ position }: Waiting): boolean {
    return position <= this.#limit;
  }

  /** Pairs what is alone of its key, where the tick is as predicted. Returns the chains of keys that come again. */
  #pairSingles(chains: readonly Chain[]): Chain[] {
    const repeated: Chain[] = [];
    for (const chain of chains) {
      const { sensors, audits } = chain;
      if (sensors.length === 1 && audits.length === 1) {
        const [sensor, audit] = [sensors[0]!, audits[0]!];
        const areSettled = this.#isSettled(sensor) && this.#isSettled(audit);
        if (areSettled && sensor.tick === audit.tick) this.#pair(sensor, audit, 'exact');
      } else if (isTwoSided(chain)) {
        repeated.push(chain);
      }
    }
    return repeated;
  }

  /** The same calls in the same order on both sides, none lost: each is the other's, also at the edge of a tick. */
  #pairStretch({ sensors, audits }: Stretch): void {
    if (sensors.length !== audits.length) return;
    const [first, final] = [sensors[0]!, sensors.at(-1)!];
    const tolerance = TICKS_BY_LOSERS[this.#losers(first.began, final.time)]!;
    const isSame = sensors.every((sensor, index) => {
      const audit = audits[index]!;
      if (sensor.key !== audit.key || !this.#isSettled(sensor) || !this.#isSettled(audit)) return false;
      return Math.abs(sensor.tick - audit.tick) <= tolerance;
    });
    if (!isSame) return;
    for (const [index, sensor] of sensors.entries()) {
      const audit = audits[index]!;
      this.#pair(sensor, audit, sensor.tick === audit.tick ? 'exact' : 'adjacentTick');
    }
  }

  /** What is left of each chain by tick. */
  #byTick(chains: readonly Chain[]): Group[] {
    const groups: Group[] = [];
    for (const chain of chains) {
      const left = this.#leftOf(chain);
      if (!isTwoSided(left)) continue;
      const edges = new Set<number>();
      for (const sensor of left.sensors) {
        const other = this.#otherTick(sensor);
        if (other !== undefined) edges.add(other).add(sensor.tick);
      }
      groups.push(...sameTicks(left, edges));
    }
    return groups;
  }

  /** The tick beside, where the entry lies so near to it that it may have been stamped by that. */
  #otherTick({ tick, entry, order }: Waiting): number | undefined {
    if (Number.isNaN(tick)) return undefined;
    const { clock } = this;
    const shift = clock.shiftAround(order);
    if (Math.abs(shift) === 1) return tick + shift;
    const behind = clock.behindTick(entry, order);
    if (behind <= clock.margin) return tick - 1;
    return clock.length! - behind <= clock.doubt ? tick + 1 : undefined;
  }

  /** Pairs in the order of both streams, where the ticks and the order of the thread's other calls allow it. */
  #pairGroup({ sensors, audits }: Chain): void {
    const pairs: [Waiting, Waiting][] = [];
    const left: Waiting[] = [];
    let next = 0;
    for (const sensor of sensors) {
      const { after, before } = this.#anchors.bounds(sensor);
      const other = this.#otherTick(sensor) ?? sensor.tick;
      const earliest = Math.min(sensor.tick, other);
      const latest = Math.max(sensor.tick, other);
      while (next < audits.length && (audits[next]!.order < after || audits[next]!.tick < earliest)) {
        left.push(audits[next++]!);
      }
      const audit = audits[next];
      if (audit !== undefined && audit.order < before && audit.tick <= latest) {
        pairs.push([sensor, audit]);
        next++;
      } else {
        left.push(sensor);
      }
    }
    left.push(...audits.slice(next));
    for (const [sensor, audit] of pairs) {
      const how = sensor.tick !== audit.tick ? 'adjacentTick' : left.length === 0 ? 'exact' : 'byOrder';
      const isInterchangeable = this.#isInterchangeable(sensor, audit, left, pairs.length);
      this.#pair(sensor, audit, how, isInterchangeable || this.#isDoubtful(sensor, audit));
    }
  }

  /**
   * Whether the tick of a call that was made again does not tell which it is: a side lost some around then, and the clock
   * was stepping from one fit to the next, or does not say the tick that the call is paired by.
   */
  #isDoubtful({ began, time, order, tick }: Waiting, audit: Waiting): boolean {
    if (tick === audit.tick && this.clock.shiftAround(order) === 0) return false;
    const length = this.clock.length ?? 0;
    return this.#losers(began - length, time + length) > 0;
  }

  #isInterchangeable(sensor: Waiting, audit: Waiting, left: readonly Waiting[], pairs: number): boolean {
    const others = left.length * pairs > MOST_COMPARED ? left.slice(0, 1) : left;
    return others.some((other) =>
      other.event.source === 'bpf' ? this.#isWithin(other, audit) : this.#isWithin(sensor, other),
    );
  }

  #isWithin(sensor: Waiting, audit: Waiting): boolean {
    const { after, before } = this.#anchors.bounds(sensor);
    return audit.order > after && audit.order < before;
  }

  /** What is settled and has no counterpart yet. */
  #leftOf({ sensors, audits }: Chain): Chain {
    const isLeft = (one: Waiting): boolean => one.partner === undefined && this.#isSettled(one);
    if (sensors.length === 0 || audits.length === 0) return NOTHING;
    return { sensors: sensors.filter(isLeft), audits: audits.filter(isLeft) };
  }

  /** A tick that came late, or an entry just at its edge. */
  #pairAdjacent({ sensors, audits }: Chain, stamps: NeighbourStamps): void {
    const taken = new Set<Waiting>();
    const found = sensors.filter((sensor) => {
      if (Number.isNaN(sensor.tick)) return false;
      const audit = audits.find(
        (one) => !taken.has(one) && this.#isWithin(sensor, one) && this.#isAdjacent(sensor, one, stamps),
      );
      if (audit !== undefined) taken.add(audit);
      return audit !== undefined;
    });
    // the same calls, whichever was found for which: in order
    const inOrder = [...taken].sort((a, b) => a.order - b.order);
    const isRepeated = sensors.length > 1 || audits.length > 1;
    for (const [index, sensor] of found.entries()) {
      const audit = inOrder[index]!;
      this.#pair(sensor, audit, 'adjacentTick', isRepeated && this.#isDoubtful(sensor, audit));
    }
  }

  #isAdjacent(sensor: Waiting, audit: Waiting, stamps: NeighbourStamps): boolean {
    const { clock } = this;
    const apart = audit.tick - sensor.tick;
    // around a step of the clock either fit may hold
    if (apart !== 0 && clock.apart(sensor.entry, sensor.order, audit.entry, audit.order) === 0) return true;
    if (Math.abs(apart) !== 1) return false;
    if (this.#losers(sensor.began - clock.length!, sensor.time + clock.length!) < 2) return true;
    const behind = clock.behindTick(sensor.entry, sensor.order);
    if ((apart < 0 ? behind : clock.length! - behind) <= clock.margin) return true;
    return stamps.demand(sensor.entry, audit.entry, clock.predict(sensor.entry, sensor.order) * MS);
  }

  /** The sensor did not see the call's beginning: it lies somewhere before the return. */
  #pairWithoutEntry({ sensors, audits }: Chain): void {
    const open = sensors.filter(
      ({ partner, entry, event }) => partner === undefined && (Number.isNaN(entry) || isBareExec(event)),
    );
    if (open.length === 0) return;
    const candidates = audits.filter(({ partner }) => partner === undefined);
    const isAlone = open.length === 1 && candidates.length === 1;
    for (const sensor of open) {
      const audit = candidates.find(
        (one) => one.partner === undefined && this.#isWithin(sensor, one) && this.#isBefore(sensor, one),
      );
      if (audit !== undefined)
        this.#pair(sensor, audit, isAlone ? 'unique' : 'byOrder', open.length !== candidates.length);
    }
  }

  /** Executions of which the sensor knows no more than the process: the next one that audit has of it. */
  #pairBareExecs(sensors: readonly Waiting[], audits: readonly Waiting[]): void {
    const isLeft = (one: Waiting): boolean => one.partner === undefined && this.#isSettled(one);
    const bare = sensors.filter((one) => isBareExec(one.event) && isLeft(one));
    if (bare.length === 0) return;
    const execs = audits.filter((one) => one.event.operation === 'exec' && succeeded(one.event) && isLeft(one));
    const processes = new Set(bare.map(({ event }) => event.actor.tgid));
    for (const tgid of processes) {
      const isOf = ({ event }: Waiting): boolean => event.actor.tgid === tgid;
      this.#pairWithoutEntry({ sensors: bare.filter(isOf), audits: execs.filter(isOf) });
    }
  }

  #isBefore(sensor: Waiting, audit: Waiting): boolean {
    const { clock } = this;
    const { length } = clock;
    if (length === undefined) return Math.abs(sensor.steady - audit.entry) <= WIDE_NS;
    const apart = clock.tick(sensor.steady, sensor.order) - clock.tickOfStamp(audit.entry, audit.order);
    return apart >= -1 && apart * length <= WIDE_NS;
  }

  /** The only one of its key on both sides: whatever the clock did, it can be no other. */
  #pairUnique(sensor: Waiting, audit: Waiting, stamps: NeighbourStamps): void {
    if (sensor.partner !== undefined || audit.partner !== undefined || !this.#isWithin(sensor, audit)) return;
    if (this.#farBetween(sensor, audit) > FAR_NS) return;
    // where each side may have lost the other's, both may be alone
    const length = this.clock.length ?? 0;
    if (this.#losersBetween([sensor], [audit]) > 1 && stamps.refute(sensor, audit.entry, length * 1.5)) return;
    this.#pair(sensor, audit, 'unique');
  }

  /**
   * What neither side has another counterpart for: a busy host delayed the tick or the stamp. Where both sides lose
   * events, the two may be different calls, and are left alone.
   */
  #pairDelayed({ sensors, audits }: Chain, chain: Chain): void {
    if (sensors.length === 0 || audits.length === 0 || sensors.length * audits.length > MOST_ALIGNED) return;
    if (!sensors.some(this.#isDue) && !audits.some(this.#isDue)) return;
    if (this.#losersBetween(sensors, audits) > 1) return;
    const isAlone = sensors.length === 1 && audits.length === 1;
    const pairs = chain.sensors.filter(({ partner, entry }) => partner !== undefined && !Number.isNaN(entry));
    const compared = sensors.length * audits.length * pairs.length;
    const likeness = this.#likenessOfDelayed(compared > MOST_ALIGNED ? [] : pairs);
    for (const { sensor, audit, interchangeable } of align(sensors, audits, likeness)) {
      if (!this.#isDue(sensor) && !this.#isDue(audit)) continue;
      const isInOrder = this.#isWithin(sensor, audit);
      this.#pair(sensor, audit, isAlone && isInOrder ? 'unique' : 'byOrder', interchangeable || !isInOrder);
    }
  }

  readonly #isDue = ({ position }: Waiting): boolean => position <= this.#due;

  /** @param pairs of the same calls */
  readonly #likenessOfDelayed =
    (pairs: readonly Waiting[]) =>
    (sensor: Waiting, audit: Waiting): number => {
      const far = this.#farBetween(sensor, audit);
      if (far > DELAYED_NS) return this.#isBridged(sensor, audit, pairs) ? 1 : 0;
      // out of order: of the same calls, others were taken for each other before, and these are what is left
      return this.#isWithin(sensor, audit) ? Math.max(2, NEAREST - Math.round(far / (this.clock.length ?? MS))) : 1;
    };

  /**
   * Whether the pairs between the two can be shifted by one, so that each is a delayed call and its stamp: which of the
   * same calls is whose was a guess.
   */
  #isBridged(sensor: Waiting, audit: Waiting, pairs: readonly Waiting[]): boolean {
    const after = pairs.filter(({ order, partner }) => order > sensor.order && partner!.order < audit.order);
    const before = pairs.filter(({ order, partner }) => order < sensor.order && partner!.order > audit.order);
    let from = sensor;
    for (const pair of after.length > 0 ? after : before.reverse()) {
      if (this.#farBetween(from, pair.partner!) > DELAYED_NS) return false;
      if (this.#farBetween(pair, audit) <= DELAYED_NS) return true;
      from = pair;
    }
    return false;
  }

  #losersBetween(sensors: readonly Waiting[], audits: readonly Waiting[]): number {
    const length = this.clock.length ?? 0;
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { began, time } of [...sensors, ...audits]) {
      from = Math.min(from, began);
      to = Math.max(to, time);
    }
    return this.#losers(from - length, to + length);
  }

  /** How long before or after the call audit's stamp says that it was entered, ns. */
  #farBetween(sensor: Waiting, audit: Waiting): number {
    const { length } = this.clock;
    const time = Number.isNaN(sensor.entry) ? sensor.steady : sensor.entry;
    if (length === undefined) return Math.abs(time - audit.entry);
    return this.clock.apart(time, sensor.order, audit.entry, audit.order) * length;
  }

  #pair(sensor: Waiting, audit: Waiting, how: How, interchangeable = false): void {
    sensor.partner = audit;
    audit.partner = sensor;
    this.#onPair({ sensor, audit, how, interchangeable });
  }
}

const NOTHING: Chain = { sensors: [], audits: [] };

const isTwoSided = ({ sensors, audits }: Chain): boolean => sensors.length > 0 && audits.length > 0;

function chainsOf(sensors: readonly Waiting[], audits: readonly Waiting[]): Chain[] {
  const chains = new Map<number, Chain>();
  const chainOf = (key: number): Chain => {
    let chain = chains.get(key);
    if (chain === undefined) {
      chain = { sensors: [], audits: [] };
      chains.set(key, chain);
    }
    return chain;
  };
  for (const sensor of sensors) chainOf(sensor.key).sensors.push(sensor);
  for (const audit of audits) chainOf(audit.key).audits.push(audit);
  return [...chains.values()];
}

/** Calls that are alone of their key on both sides, in the order of the sensor. */
function certainPairs(chains: readonly Chain[]): CertainPair[] {
  const pairs: CertainPair[] = [];
  for (const { sensors, audits } of chains) {
    if (sensors.length !== 1 || audits.length !== 1) continue;
    const [sensor, audit] = [sensors[0]!, audits[0]!];
    if (Number.isNaN(sensor.entry) || sensor.observed) continue;
    sensor.observed = true;
    pairs.push({
      entry: sensor.entry,
      stamp: audit.entry,
      sensorOrder: sensor.order,
      auditOrder: audit.order,
    });
  }
  return pairs.sort((a, b) => a.sensorOrder - b.sensorOrder);
}

/** The events of a chain by tick, where both sides have some; ticks that `edges` holds in a row are taken together. */
function* sameTicks({ sensors, audits }: Chain, edges: ReadonlySet<number>): Iterable<Group> {
  const first = new Map<number, number>();
  for (const tick of [...edges].sort((a, b) => a - b)) first.set(tick, first.get(tick - 1) ?? tick);
  const groups = new Map<number, Group>();
  for (const audit of audits) {
    // without a tick, none is the same
    if (Number.isNaN(audit.tick)) continue;
    const tick = first.get(audit.tick) ?? audit.tick;
    const group = groups.get(tick);
    if (group === undefined) groups.set(tick, { sensors: [], audits: [audit], isClear: !first.has(tick) });
    else group.audits.push(audit);
  }
  for (const sensor of sensors) groups.get(first.get(sensor.tick) ?? sensor.tick)?.sensors.push(sensor);
  for (const group of groups.values()) if (group.sensors.length > 0) yield group;
}

function threadsOf(chains: readonly Chain[]): Set<number> {
  return new Set(chains.flatMap(({ sensors }) => sensors.map(({ thread }) => thread)));
}
