import { spread } from '../spread.js';

/** What was measured in one round: by subject, by what was measured. */
export type Round = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * A Markdown table: median (least–most) of the rounds, and how many times that of `nothing` in the same round it is.
 * @param digits decimals of what was measured
 */
export function renderRounds(rounds: readonly Round[], title: string, digits: number): string {
  const show = (value: number): string => value.toFixed(digits);
  const names = [...rounds[0]!.keys()];
  const lines = [`| ${title} | ${names.join(' | ')} |`, `| --- | ${names.map(() => '---').join(' | ')} |`];
  for (const kind of rounds[0]!.get('nothing')!.keys()) {
    const cells = names.map((name) => {
      const costs = rounds.map((round) => round.get(name)!.get(kind)!);
      if (name === 'nothing') return spread(costs, show);
      const ratios = rounds.map((round, index) => costs[index]! / round.get('nothing')!.get(kind)!);
      return `${spread(costs, show)}, ×${spread(ratios, (ratio) => ratio.toFixed(2))}`;
    });
    lines.push(`| ${kind} | ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

/** Measures `rounds` times, each subject in turn. */
export async function measureRounds(
  rounds: number,
  subjects: readonly string[],
  measure: (subject: string) => Promise<ReadonlyMap<string, number>>,
): Promise<Round[]> {
  const results: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const costs = new Map<string, ReadonlyMap<string, number>>();
    for (const subject of subjects) costs.set(subject, await measure(subject));
    results.push(costs);
  }
  return results;
}
