import assert from 'node:assert/strict';
import type { Process } from '../../src/model/process.js';
import { Contexts } from '../../src/wire/contexts.js';

const SECOND = 1e9;
/** What the kernel side promises: it names a context for so long (CONTEXT_FRESH_NS of bpf/context.bpf.h). */
const NAMED = 0.04 * SECOND;

const process = (tgid: number): Process => ({ tgid }) as Process;

describe('contexts', () => {
  it('gives the one that was told last with an id', () => {
    const contexts = new Contexts();
    contexts.add(1, SECOND, process(10));
    contexts.add(1, SECOND, process(11));
    assert.equal(contexts.get(1)?.tgid, 11);
    assert.equal(contexts.get(2), undefined);
  });

  it('gives the same object for one that is told again as it was', () => {
    const contexts = new Contexts();
    const [first, again, changed] = [process(1), process(1), process(2)];
    contexts.add(1, SECOND, first);
    for (const second of [1, 4, 7, 10]) {
      contexts.add(1, second * SECOND, again);
      assert.equal(contexts.get(1), first);
    }
    contexts.add(1, 10 * SECOND, changed);
    assert.equal(contexts.get(1), changed);
  });

  it('keeps each for as long as the kernel names it, whatever is told meanwhile', () => {
    const contexts = new Contexts();
    for (let at = 0; at < 1000; at++) {
      contexts.add(at, at * NAMED, process(at));
      assert.equal(contexts.get(at - 1)?.tgid, at > 0 ? at - 1 : undefined);
    }
  });

  it('forgets those of long ago', () => {
    const contexts = new Contexts();
    contexts.add(1, SECOND, process(1));
    for (const second of [6, 11]) contexts.add(second, second * SECOND, process(second));
    assert.equal(contexts.get(1), undefined);
    assert.equal(contexts.get(11)?.tgid, 11);
  });

  it('goes on forgetting after a time that cannot be', () => {
    const contexts = new Contexts();
    contexts.add(1, Number.MAX_SAFE_INTEGER, process(1));
    for (const second of [1, 6]) contexts.add(second, second * SECOND, process(second));
    assert.equal(contexts.get(1)?.tgid, 1);
    for (const second of [11, 16]) contexts.add(second, second * SECOND, process(second));
    assert.equal(contexts.get(1), undefined);
  });
});
