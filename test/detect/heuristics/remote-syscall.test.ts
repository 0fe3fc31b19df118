import assert from 'node:assert/strict';
import { actor, event, incidentOf, onTarget, target } from '../build.js';

const set = onTarget('set-registers', 1);
const call = (ms: number) =>
  event('memfd-create', ms, { actor: target, call: 'memfd_create', file: { memfd: true, inode: 5, device: 1 } });

describe('remote-syscall', () => {
  it('ties a call of a traced process to the tracer that had just set its registers', () => {
    const incident = incidentOf([onTarget('attach', 0), set, call(2)]);
    assert.ok(incident.heuristics.includes('remote-syscall'));
    assert.deepEqual([incident.actor.tgid, incident.target?.tgid], [actor.tgid, target.tgid]);
    assert.match(
      incident.reasons.map(({ text }) => text).join('\n'),
      /service\[200\] called memfd_create while editor\[100\] traced it/,
    );
  });

  it('names the library that a process was made to load', () => {
    const mapping = event('map-exec', 2, { actor: target, call: 'mmap', file: { path: '/tmp/library.so' } });
    const { reasons } = incidentOf([onTarget('attach', 0), set, mapping]);
    assert.match(reasons.map(({ text }) => text).join('\n'), /service\[200\] called mmap of \/tmp\/library\.so while/);
  });

  it('leaves a call to the process itself once it was let go, or after a while', () => {
    for (const events of [
      [onTarget('attach', 0), set, onTarget('detach', 2), call(3)],
      [set, call(10_002)],
    ]) {
      assert.ok(!incidentOf(events).heuristics.includes('remote-syscall'));
    }
  });
});
