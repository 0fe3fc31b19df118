import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Link, Queue } from '../../src/detect/queue.js';

interface Numbered extends Link<Numbered> {
  readonly number: number;
}

type Step = { readonly do: 'append' | 'remove' | 'renew'; readonly number: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ do: fc.constantFrom('append', 'remove', 'renew'), number: fc.integer({ min: 0, max: 5 }) }),
);

const numbered = (number: number): Numbered => ({ number, older: undefined, newer: undefined });
const numbers = (queue: Queue<Numbered>): number[] => [...queue.links()].map(({ number }) => number);

describe('Queue', () => {
  it('behaves like a list', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const queue = new Queue<Numbered>();
        const links = [0, 1, 2, 3, 4, 5].map(numbered);
        let order: number[] = [];
        for (const { do: action, number } of script) {
          if ((action === 'append') === order.includes(number)) continue;
          queue[action](links[number]!);
          order = order.filter((one) => one !== number);
          if (action !== 'remove') order.push(number);
          assert.deepEqual(numbers(queue), order);
          assert.deepEqual(
            [queue.oldest?.number, queue.newest?.number, queue.size],
            [order[0], order.at(-1), order.length],
          );
        }
      }),
    );
  });

  it('goes on to the next where the one at hand is taken out', () => {
    const queue = new Queue<Numbered>();
    for (const number of [1, 2, 3]) queue.append(numbered(number));
    for (const link of queue.links()) if (link.number < 3) queue.remove(link);
    assert.deepEqual(numbers(queue), [3]);
  });
});
