import assert from 'node:assert/strict';
import type { Event, Memory } from '../../../src/model/event.js';
import { evasionTests, unseenBecause, type Way } from './way.js';

/** By the helper program's name of the place: region, whether the kernel side knows it, and whether it is executable. */
const PLACES: Readonly<
  Record<string, readonly [Memory['region'], Memory['regionFrom'], executable: boolean, path: RegExp]>
> = {
  vdso: ['vdso', 'kernel', true, /^$/],
  text: ['text', 'kernel', true, /\/remote-write-ways$/],
  library: ['library', 'kernel', true, /\/libc\.so\.6$|\/libpthread/],
  data: ['data', 'kernel', false, /\/remote-write-ways$/],
  heap: ['heap', 'kernel', false, /^$/],
  stack: ['stack', 'kernel', false, /^$/],
  anonymous: ['anonymous', 'kernel', false, /^$/],
  'anonymous-executable': ['anonymous', 'kernel', true, /^$/],
  memfd: ['memfd', 'kernel', false, /^\/memfd:way \(deleted\)$/],
  'memfd-executable': ['memfd', 'kernel', true, /^\/memfd:way \(deleted\)$/],
  file: ['file', 'proc', false, /^\/var\/tmp\/interloper-way-\w+$/],
  unlinked: ['unlinked', 'kernel', false, /^\/var\/tmp\/.* \(deleted\)$/],
};

/** Not writable by the target itself, so that process_vm_writev is refused there. */
const READ_ONLY = ['vdso', 'text', 'library', 'anonymous-executable', 'memfd-executable', 'unlinked'];

function assertPlaces(way: Way, writes: readonly Event[]): void {
  for (const [name, [region, from, executable, path]] of Object.entries(PLACES)) {
    const found = writes.filter(({ memory }) => memory?.address === way.said(name)[0]);
    assert.equal(found.length, 1, `${name} was written once`);
    const { memory, target } = found[0]!;
    assert.equal(target?.process?.tgid, way.target, name);
    assert.deepEqual(
      [memory?.region, memory?.regionFrom, memory?.mapping?.executable],
      [region, from, executable],
      name,
    );
    assert.match(memory?.mapping?.path ?? '', path, name);
  }
}

evasionTests('remote-write-ways', (go) => {
  it('ptrace into each region', async function () {
    const way = await go(this, 'ptrace');
    assertPlaces(way, way.of('write-data'));
  });

  it('/proc/PID/mem into each region', async function () {
    const way = await go(this, 'mem-file');
    assertPlaces(way, way.of('mem-write'));
  });

  it('process_vm_writev into each region', async function () {
    const way = await go(this, 'vm-writev');
    const writes = way.of('remote-write');
    assertPlaces(way, writes);
    const refused = writes.filter(({ ret }) => ret === -14).map(({ memory }) => memory?.address);
    assert.deepEqual(
      refused,
      READ_ONLY.flatMap((name) => way.said(name)),
    );
  });

  it('process_vm_writev to an address where something else is mapped each time', async function () {
    const way = await go(this, 'changing-places');
    const round = [
      ['memfd', false],
      ['library', true],
      ['unlinked', false],
      ['anonymous', false],
      ['anonymous', true],
    ];
    const [rounds = 0] = way.said('rounds');
    assert.ok(rounds > 0);
    assert.deepEqual(
      way.of('remote-write').map(({ memory }) => [memory?.region, memory?.mapping?.executable]),
      Array.from({ length: rounds }, () => round).flat(),
    );
  });

  it('process_vm_writev with 1024 vectors on both sides', async function () {
    const way = await go(this, 'many-vectors');
    const [write, ...more] = way.of('remote-write');
    assert.deepEqual(more, []);
    assert.deepEqual([write?.bytes, write?.target?.process?.tgid], [way.said('bytes')[0], way.target]);
    assert.deepEqual([write?.memory?.address, write?.memory?.region], [way.said('address')[0], 'anonymous']);
  });

  it('process_vm_writev into executable memory by its second vector', async function () {
    const way = await go(this, 'second-vector');
    assert.deepEqual(way.deeds(), ['remote-write']);
    const { memory } = way.events[way.events.length - 1]!;
    assert.deepEqual(
      [memory?.address, memory?.region, memory?.mapping?.executable],
      [way.said('address')[0], 'anonymous', true],
    );
  });

  it('process_vm_writev into executable memory by its 65th vector', async function () {
    const way = await go(this, 'late-vector');
    const writes = way.of('remote-write');
    assert.deepEqual(
      writes.map(({ bytes, memory }) => [bytes, memory?.address]),
      [[64 + 64, way.said('address')[0]]],
    );
    const reason = 'only the first 64 vectors are looked at: the write is seen, and not that it reaches code';
    unseenBecause(
      this,
      writes.filter(({ memory }) => memory?.mapping?.executable === true),
      reason,
    );
  });

  it('process_vm_writev with a pid with high bits set', async function () {
    const way = await go(this, 'high-bits');
    assert.deepEqual(way.deeds(), ['remote-write']);
    assert.deepEqual([way.events[0]?.target?.argument, way.events[0]?.memory?.region], [way.target, 'data']);
  });
});
