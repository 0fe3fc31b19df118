import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseAllDocuments } from 'yaml';
import { describeRules } from '../../src/cli/rule-description.js';
import { sigmaRules } from '../../src/cli/sigma.js';
import { HEURISTICS } from '../../src/detect/index.js';

/** What the Sigma rules specification 2.0 asks of a rule. Source: https://github.com/SigmaHQ/sigma-specification */
const SIGMA = {
  type: 'object',
  required: ['title', 'logsource', 'detection'],
  properties: {
    title: { type: 'string', maxLength: 256 },
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] },
    description: { type: 'string', maxLength: 65535 },
    author: { type: 'string' },
    references: { type: 'array', uniqueItems: true, items: { type: 'string', format: 'uri' } },
    date: { type: 'string', format: 'date' },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string', pattern: '^[a-z0-9_-]+\\.[a-z0-9._-]+$' } },
    logsource: {
      type: 'object',
      additionalProperties: { type: 'string' },
      propertyNames: { enum: ['category', 'product', 'service', 'definition'] },
    },
    detection: {
      type: 'object',
      required: ['condition'],
      properties: { condition: { type: 'string' } },
      additionalProperties: { type: 'object' },
    },
    falsepositives: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 2 } },
    level: { enum: ['informational', 'low', 'medium', 'high', 'critical'] },
  },
  additionalProperties: false,
};

describe('rules', () => {
  it('describe every heuristic, with its weights and parameters', () => {
    const rules = describeRules();
    assert.deepEqual(
      rules.map(({ id }) => id),
      HEURISTICS.map(({ definition }) => definition.id),
    );
    for (const { id, clues, parameters, sources, auditRules } of rules) {
      assert.ok(clues.length > 0 || id === 'ptrace-injection', id);
      for (const { alone, further } of clues) assert.ok(alone >= further && further >= 0, id);
      for (const { path, value } of parameters) assert.notEqual(value, undefined, `${id}: ${path}`);
      if (sources.includes('audit')) assert.ok(auditRules.length > 0, `${id} has no audit rule`);
    }
  });

  it('are Sigma rules that the specification accepts', () => {
    const ajv = new Ajv2020({ allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(SIGMA);
    const documents = parseAllDocuments(sigmaRules());
    assert.ok(documents.length >= 8);
    const ids = new Set<string>();
    for (const document of documents) {
      const rule = document.toJS() as { id: string; title: string; detection: Record<string, unknown> };
      assert.ok(validate(rule), `${rule.title}: ${JSON.stringify(validate.errors)}`);
      ids.add(rule.id);
      // the condition names selections that are there
      const condition = String(rule.detection['condition']);
      for (const [pattern] of condition.matchAll(/[a-z]+_[a-z*]*/g)) {
        const prefix = pattern.replace('*', '');
        assert.ok(
          Object.keys(rule.detection).some((key) => key.startsWith(prefix)),
          `${rule.title}: ${pattern}`,
        );
      }
    }
    assert.equal(ids.size, documents.length);
  });

  it('are Sigma rules whose values stay strings for the YAML 1.1 that its tools read', () => {
    for (const document of parseAllDocuments(sigmaRules(), { version: '1.1' })) {
      const { title, detection } = document.toJS() as { title: string; detection: Record<string, object | string> };
      const values = Object.values(detection).flatMap((part) =>
        typeof part === 'string' ? [part] : Object.values(part),
      );
      const others = values.flat().filter((value) => typeof value !== 'string' && typeof value !== 'number');
      assert.deepEqual(others, [], title);
    }
  });
});
