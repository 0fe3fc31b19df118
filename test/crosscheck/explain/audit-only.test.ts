import assert from 'node:assert/strict';
import { leftOutFor, reachOf, toldInScopeAudit } from '../../../src/crosscheck-probes.js';
import type { Event } from '../../../src/model/event.js';
import { call, is, isNone, SECOND, Situation } from './situation.js';

describe('why the sensor has no event of a call', () => {
  let quiet: Situation;

  beforeEach(() => {
    quiet = Situation.quiet();
  });

  it('is unexplained where nothing happened that hides a call', () => {
    isNone(quiet.auditOnly(call(10)));
  });

  describe('before-attach and after-detach', () => {
    beforeEach(() => {
      quiet = new Situation();
      quiet.bpf(4.9, 'load', 7);
      quiet.attach(5, { programs: [{ id: 7, name: 'ptrace_exit', reach: reachOf('ptrace') }] });
      quiet.detach(20);
    });

    it('are by what the sensor says', () => {
      is(quiet.auditOnly(call(4.95)), 'before-attach', 'certain');
      is(quiet.auditOnly(call(4.996)), 'before-attach', 'likely');
      is(quiet.auditOnly(call(20.001)), 'after-detach', 'certain');
      is(quiet.auditOnly(call(19.997)), 'after-detach', 'likely');
    });

    it('are none in between', () => {
      for (const at of [5.003, 10, 19.99]) isNone(quiet.auditOnly(call(at)));
    });

    it('have the records of the programs as evidence', () => {
      quiet.bpf(20.1, 'unload', 7);
      assert.match(quiet.auditOnly(call(4.5))!.evidence.join(), /BPF LOAD, serial 9: prog-id=7 \(ptrace_exit\)/);
      assert.match(quiet.auditOnly(call(20.5))!.evidence.join(), /BPF UNLOAD, serial 9: prog-id=7/);
      assert.doesNotMatch(quiet.auditOnly(call(4.95))!.evidence.join(), /LOAD/);
      assert.doesNotMatch(quiet.auditOnly(call(4.5, MMAP))!.evidence.join(), /LOAD/);
    });

    it('are likely only, where a recording ends without an end', () => {
      quiet = new Situation();
      quiet.attach(0);
      quiet.detach(20, 'the recording ends there');
      is(quiet.auditOnly(call(30)), 'after-detach', 'likely');
    });
  });

  describe('program-unloaded', () => {
    const programs = [
      { id: 7, name: 'ptrace_exit', reach: reachOf('ptrace') },
      { id: 8, name: 'mmap_exit', reach: reachOf('mmap') },
    ];

    beforeEach(() => {
      quiet = new Situation();
      quiet.attach(0, { programs });
    });

    it('is that the program which tells such calls was unloaded while the sensor ran', () => {
      quiet.bpf(9, 'unload', 7);
      is(quiet.auditOnly(call(10)), 'program-unloaded', 'certain');
      is(quiet.auditOnly(call(8.997)), 'program-unloaded', 'likely');
      // the kernel waits until no CPU is in it
      is(quiet.auditOnly(call(8.5)), 'program-unloaded', 'likely');
    });

    it('is none of what came before, of other calls, and of the programs of others', () => {
      quiet.bpf(9, 'unload', 8);
      quiet.bpf(9, 'unload', 99);
      isNone(quiet.auditOnly(call(10)));
      is(quiet.auditOnly(call(10, MMAP)), 'program-unloaded');
      isNone(quiet.auditOnly(call(7.9, MMAP)));
    });

    it('is none of the unloading that follows the sensor’s own detaching', () => {
      quiet.detach(9);
      quiet.bpf(9.1, 'unload', 7);
      is(quiet.auditOnly(call(10)), 'after-detach');
    });
  });

  describe('abi-not-seen, probe-not-served and filtered', () => {
    beforeEach(() => {
      quiet = new Situation();
      quiet.attach(0, {
        abis: new Set(['x86_64']),
        operations: toldInScopeAudit(['attach', 'exec']),
        leavesOut: leftOutFor(4242),
      });
    });

    it('are by what is attached', () => {
      is(quiet.auditOnly(call(10, { abi: 'i386' })), 'abi-not-seen', 'certain');
      is(quiet.auditOnly(call(10, MMAP)), 'probe-not-served', 'certain');
      isNone(quiet.auditOnly(call(10)));
    });

    it('are none of any request of ptrace(2) where ptrace is watched', () => {
      for (const operation of ['resume', 'set-options', 'set-siginfo', 'peek', 'ptrace-unknown'] as const) {
        isNone(quiet.auditOnly(call(10, { operation })));
      }
    });

    it('leave out what the sensor’s own process does, but not what it never does: somebody else does that in it', () => {
      const actor = { tgid: 4242 };
      is(quiet.auditOnly(call(10, { ...EXEC, actor })), 'filtered', 'certain');
      isNone(quiet.auditOnly(call(10, { actor })));
      isNone(quiet.auditOnly(call(10, { ...EXEC, actor: { tgid: 4243 } })));
    });
  });

  describe('never-returned', () => {
    it('is that the record has no result, which only a call that ended its thread leaves', () => {
      const { ret: _, ...rest } = call(10).event;
      is(quiet.auditOnly({ ...call(10), event: rest }), 'never-returned', 'certain');
    });

    it('is none of an execution, whose success has its result always', () => {
      const { ret: _, ...rest } = call(10, EXEC).event;
      isNone(quiet.auditOnly({ ...call(10), event: rest }));
      isNone(quiet.auditOnly(call(10, { ret: -1 })));
    });
  });

  describe('ring-drop, skipped-run and reader-loss', () => {
    const lose = (where: string, kind: string, probe?: string): void =>
      quiet.book.sensor(
        9.9 * SECOND,
        10.1 * SECOND,
        1,
        { where, kind },
        probe === undefined ? undefined : reachOf(probe),
      );

    it('ring-drop is one of the same kind in the same interval, once', () => {
      lose('ring', 'ptrace');
      isNone(quiet.auditOnly(call(11)));
      isNone(quiet.auditOnly(call(9.8)));
      isNone(quiet.auditOnly(call(10, MMAP)));
      is(quiet.auditOnly(call(10)), 'ring-drop', 'certain');
      isNone(quiet.auditOnly(call(10)));
    });

    it('skipped-run is of the program that would have told it, and of no other', () => {
      lose('skipped run', 'mmap', 'mmap');
      isNone(quiet.auditOnly(call(10)));
      isNone(quiet.auditOnly(call(10, { ...MMAP, abi: 'i386' })));
      is(quiet.auditOnly(call(10, MMAP)), 'skipped-run', 'certain');
    });

    it('skipped-run of an execution is of one that was refused, or of one that was not', () => {
      lose('skipped run', 'execve', 'execve');
      isNone(quiet.auditOnly(call(10, EXEC)));
      is(quiet.auditOnly(call(10, { ...EXEC, ret: -2 })), 'skipped-run');
      lose('skipped run', 'exec', 'exec');
      isNone(quiet.auditOnly(call(10, { ...EXEC, ret: -2 })));
      is(quiet.auditOnly(call(10, EXEC)), 'skipped-run');
    });

    it('skipped-run of the program that notes entries is of an open that failed', () => {
      lose('skipped run', 'entry of calls', 'entry of calls');
      isNone(quiet.auditOnly(call(10)));
      isNone(quiet.auditOnly(call(10, OPEN)));
      is(quiet.auditOnly(call(10, { ...OPEN, ret: -13 })), 'skipped-run');
    });

    it('reader-loss is of any kind, for the reader could not read it', () => {
      lose('reader', 'size');
      is(quiet.auditOnly(call(10)), 'reader-loss', 'likely');
      isNone(quiet.auditOnly(call(10)));
    });
  });
});

const MMAP: Partial<Event> = { operation: 'map-exec', nr: 9, call: 'mmap' };
const EXEC: Partial<Event> = { operation: 'exec', nr: 59, call: 'execve' };
const OPEN: Partial<Event> = { operation: 'open-mem', nr: 257, call: 'openat', ret: 3 };
