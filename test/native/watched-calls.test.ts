import assert from 'node:assert/strict';
import { callName } from '../../src/interpret/syscalls.js';
import { writeName } from '../../src/interpret/writes.js';
import type { Abi } from '../../src/model/event.js';
import { CALL_EXIT, PROBES } from '../../src/native/programs.js';
import { type WatchedCall, watchCompat, watchNative } from '../../src/native/watched-calls.js';
import { CompatNumber, WatchedCalls, WatchedCell } from '../../src/wire/layout.js';

const HOOKS = PROBES.flatMap(({ hooks }) => hooks).filter(({ calls }) => calls !== undefined);
const CALLS = HOOKS.flatMap(({ calls = [] }) => calls);

/** What the programs take a cell for: bpf/watched.bpf.h. */
function callOf(cell: number): readonly [Abi, number] {
  if (cell >= WatchedCalls.WATCHED_X32) return ['x32', cell - WatchedCalls.WATCHED_X32];
  return [cell % 2 === 0 ? 'x86_64' : 'i386', Math.floor(cell / 2)];
}

/** Old 32-bit calls, which are told as those that took their place. */
const OLD_CALLS: ReadonlyMap<number, string> = new Map([
  [CompatNumber.NR32_MMAP, 'mmap'],
  [CompatNumber.NR32_IPC, 'shmat'],
]);

/** They take nothing else. */
const OLD_PROGRAMS: ReadonlySet<string> = new Set(['old_mmap_exit', 'ipc_exit']);

function nameOf(cell: number): string | undefined {
  const [abi, nr] = callOf(cell);
  const old = abi === 'i386' ? OLD_CALLS.get(nr) : undefined;
  return old ?? callName(abi, nr) ?? writeName(abi, nr);
}

const cells = (calls: readonly WatchedCall[]): (readonly [Abi, number])[] => calls.map(({ cell }) => callOf(cell));

describe('calls that are watched at their exit', () => {
  it('have a cell each, which one probe alone fills', () => {
    // of the hooks that can serve a probe one is used
    const taken = PROBES.flatMap(({ hooks }) => [
      ...new Set(hooks.flatMap(({ calls = [] }) => calls.map(({ cell }) => cell))),
    ]);
    assert.equal(new Set(taken).size, taken.length);
    assert.ok(taken.every((cell) => cell >= 0 && cell < WatchedCalls.WATCHED_CELLS));
  });

  it('are calls that the events tell', () => {
    assert.deepEqual(
      CALLS.filter(({ cell }) => nameOf(cell) === undefined),
      [],
    );
  });

  it('are those of their program, in every interface alike', () => {
    const named = new Map<string, Map<Abi, string[]>>();
    for (const { cell, program } of CALLS) {
      const byAbi = named.get(program) ?? new Map<Abi, string[]>();
      const [abi] = callOf(cell);
      byAbi.set(abi, [...(byAbi.get(abi) ?? []), nameOf(cell)!].sort());
      named.set(program, byAbi);
    }
    for (const [program, byAbi] of named) {
      const plain = (abi: Abi): string[] | undefined => byAbi.get(abi)?.map((name) => name.replace('mmap2', 'mmap'));
      if (OLD_PROGRAMS.has(program)) continue;
      assert.deepEqual(plain('i386'), plain('x86_64'), program);
      assert.deepEqual(plain('x32'), plain('x86_64'), program);
    }
  });

  it('go to a program of their hook, by the one at the exit of all calls', () => {
    for (const { calls = [], programs } of HOOKS) {
      assert.ok(programs.includes(CALL_EXIT));
      assert.ok(calls.every(({ program }) => program !== CALL_EXIT && programs.includes(program)));
    }
  });

  it('have their number and condition', () => {
    assert.deepEqual(cells(watchNative('p', ['ptrace', 'write', 'process_vm_writev'])), [
      ['x86_64', 101],
      ['x32', 521],
      ['x86_64', 1],
      ['x32', 1],
      ['x86_64', 311],
      ['x32', 540],
    ]);
    assert.deepEqual(cells(watchCompat('p', ['ptrace', 'write'])), [
      ['i386', 26],
      ['i386', 4],
    ]);
    assert.deepEqual(watchCompat('p', ['mmap2'], 'asks-exec'), [
      { cell: 2 * 192 + 1, program: 'p', condition: WatchedCell.WATCHED_IF_EXEC },
    ]);
  });
});
