import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lru } from '../../src/detect/lru.js';

type Step = { readonly do: 'get' | 'set' | 'delete'; readonly key: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ do: fc.constantFrom('get', 'set', 'delete'), key: fc.integer({ min: 0, max: 9 }) }),
);

describe('Lru', () => {
  it('behaves like a list ordered by last use', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), steps, (limit, script) => {
        const evicted: number[] = [];
        const lru = new Lru<number, string>(limit, (_value, key) => evicted.push(key));
        let order: number[] = [];
        const expectedEvicted: number[] = [];
        for (const { do: action, key } of script) {
          const known = order.includes(key);
          if (action === 'delete') assert.equal(lru.delete(key), known);
          if (action === 'get') assert.equal(lru.get(key), known ? `v${key}` : undefined);
          if (action === 'set') lru.set(key, `v${key}`);
          if (action === 'delete' || known || action === 'set') order = order.filter((one) => one !== key);
          if (action === 'set' || (action === 'get' && known)) order.push(key);
          if (order.length > limit) expectedEvicted.push(order.shift()!);
          assert.deepEqual(
            [...lru.values()],
            order.map((one) => `v${one}`),
          );
          assert.equal(lru.oldest(), order.length === 0 ? undefined : `v${order[0]}`);
          assert.equal(lru.size, order.length);
          assert.equal(lru.isNewest(key, `v${key}`), order.at(-1) === key);
          assert.equal(lru.isNewest(key, 'another'), false);
        }
        assert.deepEqual(evicted, expectedEvicted);
        assert.equal(lru.evicted, evicted.length);
      }),
    );
  });
});
