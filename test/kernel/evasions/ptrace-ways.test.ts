import assert from 'node:assert/strict';
import { evasionTests, type Way } from './way.js';

/** The only word that was written, with where it lies. */
function assertPoke(way: Way, region: string): void {
  const [poke, ...more] = way.of('write-text');
  assert.deepEqual(more, []);
  assert.deepEqual(
    [poke?.memory?.address, poke?.memory?.length, poke?.memory?.region],
    [way.said('address')[0], 8, region],
  );
}

evasionTests('ptrace-ways', (go) => {
  it('attaching to an own child', async function () {
    const way = await go(this, 'own-child');
    assert.deepEqual(way.deeds(), ['attach', 'write-text', 'detach']);
    assertPoke(way, 'data');
    assert.equal(way.events[0]?.target?.process?.ppid, way.actor);
  });

  it('attaching to the parent', async function () {
    const way = await go(this, 'parent');
    assert.deepEqual(way.deeds(), ['attach', 'write-text', 'detach']);
    assertPoke(way, 'data');
    assert.equal(way.events[0]?.actor.ppid, way.target);
  });

  it('PTRACE_SEIZE with options', async function () {
    const way = await go(this, 'seize');
    assert.deepEqual(way.deeds(), ['seize', 'interrupt', 'write-text', 'detach']);
    assertPoke(way, 'data');
    assert.equal(way.of('seize')[0]?.args?.[3], 0x10);
  });

  it('attaching to a thread', async function () {
    const way = await go(this, 'thread');
    assert.deepEqual(way.deeds(), ['attach', 'write-text', 'detach']);
    assertPoke(way, 'data');
    assert.ok(way.events.every(({ target }) => target?.process?.tid === way.said('thread')[0]));
    assert.notEqual(way.said('thread')[0], way.target);
  });

  it('PTRACE_TRACEME, and a write into the program that is executed', async function () {
    const way = await go(this, 'traceme');
    assert.deepEqual(way.deeds(), ['write-text', 'set-registers', 'detach']);
    assertPoke(way, 'library');
    assert.match(way.events[0]?.target?.process?.exe?.path ?? '', /\/true$/);
    const [traceme] = way.by(way.target).filter(({ operation }) => operation === 'traceme');
    assert.deepEqual([traceme?.ret, traceme?.actor.ppid], [0, way.actor]);
  });

  it('rewriting a system call of the target where it stops for it', async function () {
    const way = await go(this, 'rewrite-call');
    assert.deepEqual(way.deeds(), ['attach', 'set-options', 'set-registers', 'detach']);
    const maps = way.by(way.target).filter(({ operation }) => operation === 'map-exec');
    assert.deepEqual(
      maps.map(({ memory, tracer }) => [memory?.address, memory?.prot, memory?.region, tracer?.tgid]),
      [[way.said('address')[0], 7, 'anonymous', way.actor]],
    );
  });

  it('PTRACE_POKEUSER of debug registers', async function () {
    const way = await go(this, 'debug-register');
    assert.deepEqual(way.deeds(), ['attach', 'write-user', 'write-user', 'detach']);
    assert.deepEqual(
      way.of('write-user').map(({ args }) => args?.[2]),
      way.said('offset'),
    );
  });

  it('PTRACE_POKEUSER of the instruction register', async function () {
    const way = await go(this, 'instruction-register');
    assert.deepEqual(way.deeds(), ['attach', 'write-user', 'detach']);
    assert.equal(way.of('write-user')[0]?.args?.[2], way.said('offset')[0]);
  });

  it('PTRACE_SETREGSET', async function () {
    const way = await go(this, 'register-set');
    assert.deepEqual(way.deeds(), ['attach', 'set-registers', 'detach']);
    assert.equal(way.of('set-registers')[0]?.request, 'PTRACE_SETREGSET');
  });

  it('a pid and a request with high bits set', async function () {
    const way = await go(this, 'high-bits');
    assert.deepEqual(way.deeds(), ['attach', 'detach']);
    const [refused, attach] = way.events;
    assert.deepEqual([refused?.operation, refused?.ret, refused?.args?.[0]], ['ptrace-unknown', -3, 0x1_0000_0010]);
    assert.deepEqual([attach?.target?.argument, attach?.args?.[1]], [way.target, way.target]);
  });
});
