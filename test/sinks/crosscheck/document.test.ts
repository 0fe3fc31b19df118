import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { formatDocument } from '../../../src/sinks/crosscheck/document.js';
import { REPOSITORY } from '../../support/repository.js';
import { HOSTILE, sampleReport, sampleRun } from './sample.js';

// biome-ignore lint/suspicious/noExplicitAny: what is read back is what the test looks at
type Document = any;

const schema = JSON.parse(readFileSync(join(REPOSITORY, 'docs/crosscheck.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

const written = (names?: readonly string[]): Document =>
  JSON.parse(formatDocument(sampleReport(names), sampleRun(names?.[0]), 2));

describe('the report as JSON', () => {
  it('follows its schema', () => {
    assert.ok(validate(written()), JSON.stringify(validate.errors));
    assert.ok(validate(written(HOSTILE)), JSON.stringify(validate.errors));
  });

  it('has at its top what programs look for', () => {
    const { totals, operations, latency, loss, alone } = written();
    assert.deepEqual(Object.keys(totals), ['matched', 'sensorOnly', 'auditOnly', 'unexplained', 'pending']);
    assert.equal(operations[0].operation, 'exec');
    assert.equal(latency.audit.min, -2.5);
    assert.equal(loss.audit.intervals.entries[0].from, '2026-11-23T15:06:41.000000000Z');
    assert.equal(alone[0].event.actor.pid, 1000);
  });

  it('is refused by the schema where something is missing, or is more than it says', () => {
    const { totals: _totals, ...without } = written();
    assert.equal(validate(without), false);
    assert.equal(validate({ ...written(), more: 1 }), false);
    const wrong = written();
    wrong.alone[0].cause = 'no such cause';
    assert.equal(validate(wrong), false);
  });

  it('keeps words of 64 bits and hostile names as they are, and shows nothing of them to a terminal', () => {
    const text = formatDocument(sampleReport(HOSTILE), sampleRun(HOSTILE[3]), 2);
    assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    const { alone } = JSON.parse(text) as Document;
    assert.equal(alone[2].event.actor.comm, HOSTILE[2]);
    assert.equal(alone[0].event.args[1], '0x8000000000000001');
    assert.equal(alone[0].event.actor.exeFile.inode, String(2n ** 60n));
  });
});
