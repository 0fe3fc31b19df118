import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { CASES, GROUPS } from './cases/index.js';
import { evaluationDocument } from './document.js';
import { readFixture, recordedIds } from './fixtures.js';
import { judge } from './judge.js';
import { recordedResults } from './recorded.js';
import { replay } from './replay.js';
import { isUnexplained, kindOf } from './result.js';

const caseOf = (id: string) => CASES.find((one) => one.id === id)!;
const eventsOf = (id: string) => readFixture(id, 'bpf')!;

describe('evaluation', () => {
  const results = recordedResults();

  it('has enough cases of both kinds, each with an id of its own', () => {
    const count = (silent: boolean): number => CASES.filter((one) => (kindOf(one) === 'silence') === silent).length;
    assert.ok(count(false) >= 25 && count(true) >= 40);
    assert.equal(new Set(CASES.map(({ id }) => id)).size, CASES.length);
  });

  it('has a recording for each case, and a case for each recording', () => {
    assert.deepEqual(recordedIds(), CASES.map(({ id }) => id).sort());
  });

  it('has the packages of its cases in the Makefile', () => {
    const list = /^EVAL_PACKAGES\s*:=\s*(.*)$/m.exec(readFileSync(join(REPOSITORY, 'Makefile'), 'utf8'))?.[1];
    assert.deepEqual(list?.split(' ').sort(), [...new Set(CASES.flatMap(({ packages }) => packages))].sort());
  });

  it('has the document that the recordings give (make eval-document)', () => {
    assert.equal(readFileSync(join(REPOSITORY, 'docs', 'evaluation.md'), 'utf8'), evaluationDocument(GROUPS, results));
  });

  describe('judges from its recording', () => {
    for (const { one, bpf } of results) {
      if (one.known === undefined) it(one.id, () => assert.ok(bpf.verdict.right, bpf.verdict.fault));
      else it(`${one.id}: still wrong, for ${one.known}`, () => assert.equal(bpf.verdict.right, false));
    }
  });

  it('explains each miss of audit by what audit lacks', () => {
    assert.deepEqual(
      results.filter(isUnexplained).map(({ one, audit }) => `${one.id}: ${audit?.verdict.fault}`),
      [],
    );
  });

  describe('judge', () => {
    it('finds a silent case wrong that has the events of an injection', () => {
      const { right, fault } = judge(caseOf('python-ctypes'), replay(eventsOf('mem-write')).incidents);
      assert.equal(right, false);
      assert.match(fault, /proc-mem-write/);
    });

    it('finds a case wrong that lacks what must be found', () => {
      assert.deepEqual(
        [
          judge(caseOf('mem-write'), []).right,
          judge(caseOf('mem-write'), replay(eventsOf('open-mem')).incidents).right,
        ],
        [false, false],
      );
    });

    it('takes another heuristic of the right severity for a miss', () => {
      assert.equal(judge(caseOf('set-registers'), replay(eventsOf('vm-writev')).incidents).right, false);
    });
  });
});
