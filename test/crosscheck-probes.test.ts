import assert from 'node:assert/strict';
import { numberedPrograms, reachOf, reachOfAny } from '../src/crosscheck-probes.js';
import type { Event, Operation } from '../src/model/event.js';
import { PROBES } from '../src/native/programs.js';

const CALLS: readonly (readonly [call: string, operation: Operation])[] = [
  ['ptrace', 'attach'],
  ['process_vm_writev', 'remote-write'],
  ['process_vm_readv', 'remote-read'],
  ['memfd_create', 'memfd-create'],
  ['mmap', 'map-exec'],
  ['mprotect', 'protect-exec'],
  ['pkey_mprotect', 'protect-exec'],
  ['mremap', 'remap'],
  ['shmat', 'map-exec'],
  ['execve', 'exec'],
  ['execveat', 'exec'],
  ['openat', 'open-mem'],
  ['write', 'mem-write'],
  ['pidfd_getfd', 'fd-steal'],
  ['process_madvise', 'remote-advise'],
];

const EVENTS: readonly Event[] = CALLS.flatMap(([call, operation]) =>
  (['x86_64', 'i386'] as const).flatMap((abi) =>
    [0, -1].map((ret): Event => {
      const time = { seconds: 0, nanos: 0 };
      return { source: 'audit', operation, time, abi, nr: 0, call, ret, actor: { tgid: 1 } };
    }),
  ),
);

describe('what probes tell', () => {
  it('is known of every probe: each tells some call that it is for', () => {
    for (const { name, operations } of PROBES) {
      // the end of a tracer is no call
      if (operations.includes('tracer-exit')) continue;
      const told = EVENTS.filter((event) => reachOf(name)(event));
      assert.ok(told.length > 0, name);
      for (const { operation } of told) assert.ok(operations.length === 0 || operations.includes(operation), name);
    }
  });

  it('is all of them where one program serves several', () => {
    const both = reachOfAny('ptrace (i386), memfd_create (i386)');
    const told = EVENTS.filter(both).map(({ call, abi }) => `${call} ${abi}`);
    assert.deepEqual([...new Set(told)], ['ptrace i386', 'memfd_create i386']);
  });

  it('has the numbers of programs that are known', () => {
    const probes = [
      { name: 'ptrace', programs: ['a'], programIds: [7] },
      { name: 'mmap', programs: ['b', 'c'], programIds: [0, 9] },
      { name: 'exec', programs: ['d'] },
    ];
    assert.deepEqual(numberedPrograms(probes), [
      { id: 7, name: 'a', probe: 'ptrace' },
      { id: 9, name: 'c', probe: 'mmap' },
    ]);
  });
});
