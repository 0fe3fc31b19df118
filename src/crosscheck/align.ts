import type { Waiting } from './waiting.js';

/** A pair weighs more than any number of ticks that are as predicted. */
const PAIR = 4096;

/** How well two calls agree that can be the same, as a whole number far below `PAIR`; 0 where they cannot. */
export type Likeness = (sensor: Waiting, audit: Waiting) => number;

export interface Aligned {
  readonly sensor: Waiting;
  readonly audit: Waiting;
  /** another alignment with as many pairs takes another of the same calls: nothing tells which */
  readonly interchangeable: boolean;
}

/**
 * The most pairs that keep the order of both sides (a longest common subsequence), the earliest ones where there is a
 * choice. Takes time and memory by the product of the two lengths.
 */
export function align(sensors: readonly Waiting[], audits: readonly Waiting[], likeness: Likeness): Aligned[] {
  const earliest = alignedFrom(sensors, audits, likeness);
  const latest = new Map(
    alignedFrom([...sensors].reverse(), [...audits].reverse(), likeness).map(([sensor, audit]) => [sensor, audit]),
  );
  return earliest.map(([sensor, audit]) => ({ sensor, audit, interchangeable: latest.get(sensor) !== audit }));
}

function alignedFrom(
  sensors: readonly Waiting[],
  audits: readonly Waiting[],
  likeness: Likeness,
): (readonly [Waiting, Waiting])[] {
  const width = audits.length + 1;
  const best = new Int32Array((sensors.length + 1) * width);
  const gain = (row: number, column: number): number => {
    const like = likeness(sensors[row]!, audits[column]!);
    return like === 0 ? -1 : PAIR + like + best[(row + 1) * width + column + 1]!;
  };
  for (let row = sensors.length - 1; row >= 0; row--) {
    for (let column = audits.length - 1; column >= 0; column--) {
      const skipped = Math.max(best[(row + 1) * width + column]!, best[row * width + column + 1]!);
      best[row * width + column] = Math.max(skipped, gain(row, column));
    }
  }
  const pairs: (readonly [Waiting, Waiting])[] = [];
  let [row, column] = [0, 0];
  while (row < sensors.length && column < audits.length) {
    const here = best[row * width + column]!;
    if (here === gain(row, column)) pairs.push([sensors[row++]!, audits[column++]!]);
    else if (here === best[(row + 1) * width + column]) row++;
    else column++;
  }
  return pairs;
}
