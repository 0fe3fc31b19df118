import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CIRCUMSTANCES } from '../../../src/detect/circumstances/index.js';
import { HEURISTICS } from '../../../src/detect/heuristics/index.js';
import { DEFAULTS } from '../../../src/detect/parameters.js';

const SOURCES = join(process.cwd(), 'src/detect/heuristics');

describe('heuristics', () => {
  it('are all listed, each from a file of its name', () => {
    const files = readdirSync(SOURCES).filter((name) => name !== 'index.ts');
    assert.deepEqual(HEURISTICS.map(({ definition }) => `${definition.id}.ts`).sort(), files.sort());
  });

  for (const { definition, clues } of HEURISTICS) {
    it(`${definition.id} is documented`, () => {
      assert.ok(definition.attack.length > 0);
      for (const id of definition.attack) assert.match(id, /^T\d{4}(\.\d{3})?$/);
      for (const id of definition.analytics) assert.match(id, /^AN\d{4}$/);
      for (const list of ['operations', 'sources', 'needs', 'knownGaps', 'falsePositives', 'nextSteps'] as const) {
        assert.ok(definition[list].length > 0, `${list} is empty`);
      }
      assert.ok(definition.title.length > 0 && definition.description.length > 40);
      assert.ok(clues.length > 0 || definition.id === 'ptrace-injection');
    });

    it(`${definition.id} depends on parameters that exist`, () => {
      for (const path of definition.parameters) {
        const value = path
          .split('.')
          .reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], DEFAULTS);
        assert.ok(typeof value === 'number' || Array.isArray(value), path);
      }
    });
  }

  it('have a weight for each clue, and no weight is for nothing', () => {
    const used = new Set([...HEURISTICS.flatMap(({ clues }) => clues.map(({ id }) => id))]);
    assert.deepEqual([...used].sort(), Object.keys(DEFAULTS.weights).sort());
    assert.deepEqual(CIRCUMSTANCES.map(({ id }) => id).sort(), Object.keys(DEFAULTS.circumstances).sort());
  });
});
