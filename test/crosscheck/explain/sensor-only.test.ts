import assert from 'node:assert/strict';
import { ACTOR, call, is, isNone, MS, RECORDED, SECOND, Situation } from './situation.js';

describe('why audit has no record of a call', () => {
  let quiet: Situation;

  beforeEach(() => {
    quiet = Situation.quiet();
  });

  it('is unexplained where nothing happened that hides a call', () => {
    isNone(quiet.sensorOnly(call(10)));
  });

  describe('audit-not-reading', () => {
    beforeEach(() => {
      quiet.range = { from: 5 * SECOND, to: 20 * SECOND };
    });

    it('is before the first record, and after the last', () => {
      is(quiet.sensorOnly(call(4.9)), 'audit-not-reading');
      is(quiet.sensorOnly(call(20.1)), 'audit-not-reading');
    });

    it('is not between them, nor within what two clocks can be apart', () => {
      for (const at of [5, 4.98, 10, 20, 20.02]) isNone(quiet.sensorOnly(call(at)));
    });
  });

  describe('audit-disabled', () => {
    it('is certain between two records of the change', () => {
      quiet.status(8, { enabled: 0, from: 'CONFIG_CHANGE, serial 3' });
      quiet.status(12, { enabled: 1, from: 'CONFIG_CHANGE, serial 4' });
      is(quiet.sensorOnly(call(10)), 'audit-disabled', 'certain');
    });

    it('is likely between a reading of on and one of off', () => {
      quiet = new Situation();
      for (const [at, enabled] of [
        [0, 1],
        [9.75, 1],
        [10, 0],
      ] as const)
        quiet.status(at, { enabled });
      quiet.attach(0);
      is(quiet.sensorOnly(call(9.9)), 'audit-disabled', 'likely');
    });

    it('is none before a change that came later', () => {
      quiet.status(12, { enabled: 0, from: 'CONFIG_CHANGE, serial 3' });
      isNone(quiet.sensorOnly(call(10)));
    });

    it('is none before a reading that still says on: switching it off afterwards excuses nothing', () => {
      quiet = new Situation();
      for (const [at, enabled] of [
        [0, 1],
        [10.1, 1],
        [10.35, 0],
      ] as const)
        quiet.status(at, { enabled });
      quiet.attach(0);
      isNone(quiet.sensorOnly(call(10)));
    });
  });

  describe('by the rules', () => {
    const decide = (answer: 'not-recorded' | 'suppressed' | 'undecided', from = 0): void => {
      quiet.policies.add(from * SECOND, () => ({ answer, rule: 2, text: '-a never,exit', sentence: 'it is so' }));
    };

    it('not-in-policy and suppressed are what the rules of that moment say', () => {
      decide('not-recorded');
      is(quiet.sensorOnly(call(10)), 'not-in-policy', 'certain');
      decide('suppressed', 1);
      is(quiet.sensorOnly(call(10)), 'suppressed', 'certain');
    });

    it('rules that came later, or were gone before, are no reason', () => {
      decide('not-recorded', 10.1);
      isNone(quiet.sensorOnly(call(10)));
      quiet.policies.add(20 * SECOND, () => RECORDED);
      isNone(quiet.sensorOnly(call(21)));
    });

    it('rules that changed at that very moment are a likely one', () => {
      decide('not-recorded', 10.01);
      is(quiet.sensorOnly(call(10)), 'not-in-policy', 'likely');
    });

    it('policy-undecided is said only where nothing that was counted explains it', () => {
      decide('undecided');
      is(quiet.sensorOnly(call(10)), 'policy-undecided', 'likely');
      quiet = new Situation();
      quiet.attach(0);
      decide('undecided');
      quiet.status(9.9, {});
      quiet.status(10.1, { lost: 1 });
      is(quiet.sensorOnly(call(10)), 'backlog');
    });
  });

  describe('no-audit-context', () => {
    const task = { rule: 3, text: '-a never,task', certain: true };

    it('is that the process was made under a rule never,task', () => {
      quiet.policies.add(1, () => ({ ...RECORDED, task }));
      quiet.policies.add(2000 * SECOND, () => RECORDED);
      is(quiet.sensorOnly(call(2010)), 'no-audit-context', 'certain');
    });

    it('is none of a process of which audit has a record, or that was made when the rule was gone', () => {
      quiet.policies.add(1, () => ({ ...RECORDED, task }));
      quiet.processes.see(ACTOR);
      quiet.processes.audited(ACTOR);
      isNone(quiet.sensorOnly(call(1001)));
      quiet.policies.add(900 * SECOND, () => RECORDED);
      isNone(quiet.sensorOnly(call(1002, { actor: { ...ACTOR, tgid: 101 } })));
    });

    it('is none of another process that has the same number later', () => {
      quiet.processes.see(ACTOR);
      quiet.processes.audited(ACTOR);
      quiet.policies.add(1, () => ({ ...RECORDED, task }));
      is(quiet.sensorOnly(call(1003, { actor: { ...ACTOR, start: 1002 * SECOND } })), 'no-audit-context');
    });

    it('is that auditing was first enabled later, which was seen', () => {
      quiet = new Situation();
      quiet.status(0, { enabled: 0, from: 'a' });
      quiet.status(1500, { enabled: 1, from: 'b' });
      quiet.attach(0);
      is(quiet.sensorOnly(call(1600)), 'no-audit-context', 'likely');
      isNone(quiet.sensorOnly(call(1600, { actor: { ...ACTOR, start: 1501 * SECOND } })));
    });
  });

  describe('audit-daemon-down', () => {
    const daemon = (...readings: (readonly [at: number, pid: number])[]): void => {
      quiet = new Situation();
      quiet.auditFrom = 'file';
      for (const [at, pid] of readings) quiet.status(at, { pid });
      quiet.attach(0);
    };

    it('is while no daemon ran, of a log only', () => {
      daemon([0, 50], [9, 0], [11, 0], [12, 51]);
      is(quiet.sensorOnly(call(10)), 'audit-daemon-down', 'certain');
      quiet.auditFrom = 'netlink';
      isNone(quiet.sensorOnly(call(10)));
    });

    it('is what it held when it ended, which is all after its last record', () => {
      daemon([0, 50], [14.75, 50], [15, 0]);
      quiet.auditStamps.add(9 * SECOND);
      is(quiet.sensorOnly(call(10)), 'audit-daemon-down', 'likely');
    });

    it('is no reason for what came before a record that it did write: killing it later excuses nothing', () => {
      daemon([0, 50], [14.75, 50], [15, 0]);
      quiet.auditStamps.add(9 * SECOND);
      quiet.auditStamps.add(12 * SECOND);
      isNone(quiet.sensorOnly(call(10)));
    });
  });

  describe('rate-limit, serial-gap and reader-loss', () => {
    const gap = (from: number, to: number, count = 1): void =>
      quiet.book.gap(from * SECOND, to * SECOND, count, 77, 'serial-gap');
    const limited = (): void => {
      quiet = new Situation();
      quiet.attach(0);
      quiet.status(0, { rateLimit: 100 });
      quiet.status(9.9, { rateLimit: 100 });
      quiet.status(10.1, { rateLimit: 100, lost: 3 });
    };

    it('rate-limit is a missing number while there was a limit, certain where its records were counted', () => {
      limited();
      gap(9.99, 10.01);
      is(quiet.sensorOnly(call(10)), 'rate-limit', 'certain');
    });

    it('rate-limit is also that the SYSCALL record alone was over it', () => {
      limited();
      quiet.book.gap(10 * SECOND, 10 * SECOND, 1, 78, 'headless');
      const explanation = quiet.sensorOnly(call(10));
      is(explanation, 'rate-limit');
      assert.match(explanation!.evidence.join(), /the SYSCALL record of serial 78 never came/);
    });

    it('a limit explains nothing of which no number is missing', () => {
      limited();
      quiet.status(10.2, { rateLimit: 100, lost: 3 });
      gap(10.06, 10.07, 3);
      // the three records that were lost are those of the numbers that are missing, of other events
      isNone(quiet.sensorOnly(call(10)));
    });

    it('a number is given to one event only', () => {
      limited();
      gap(9.99, 10.01);
      quiet.sensorOnly(call(10));
      isNone(quiet.sensorOnly(call(10)));
    });

    it('a missing number of another time is no reason', () => {
      quiet.status(0, { rateLimit: 100 });
      gap(11, 11.01);
      isNone(quiet.sensorOnly(call(10)));
    });

    it('a missing number without a limit is none, unless the kernel or the reader counted a loss: it was taken out', () => {
      gap(9.99, 10.01);
      isNone(quiet.sensorOnly(call(10)));
      quiet.book.reader(9.9 * SECOND, 10.1 * SECOND, 1, 'overflow');
      is(quiet.sensorOnly(call(10)), 'reader-loss', 'certain');
    });

    it('serial-gap is one whose records the kernel counted as lost', () => {
      quiet = new Situation();
      quiet.attach(0);
      quiet.status(9.9, {});
      quiet.status(10.1, { lost: 3 });
      gap(9.99, 10.01);
      is(quiet.sensorOnly(call(10)), 'serial-gap', 'likely');
    });

    it('reader-loss is what the reader counts in that interval, and no more', () => {
      quiet.book.reader(9.9 * SECOND, 10.1 * SECOND, 1, 'overflow');
      isNone(quiet.sensorOnly(call(11)));
      is(quiet.sensorOnly(call(10)), 'reader-loss', 'certain');
      isNone(quiet.sensorOnly(call(10)));
    });
  });

  describe('backlog', () => {
    beforeEach(() => {
      quiet = new Situation();
      quiet.attach(0);
      quiet.status(9.9, {});
      quiet.status(10.1, { lost: 2 });
      quiet.status(10.5, { lost: 2 });
    });

    it('is as many events as the kernel counted in that interval, and no more', () => {
      is(quiet.sensorOnly(call(10)), 'backlog', 'certain');
      is(quiet.sensorOnly(call(10 + 1 / 1000)), 'backlog', 'certain');
      isNone(quiet.sensorOnly(call(10.002)));
    });

    it('is none of a call in another interval', () => {
      isNone(quiet.sensorOnly(call(9.8)));
      isNone(quiet.sensorOnly(call(10.2)));
    });

    it('is none of a call that other causes keep out: it uses nothing up', () => {
      quiet.policies.add(0, () => ({ answer: 'not-recorded', sentence: 'no rule' }));
      is(quiet.sensorOnly(call(10)), 'not-in-policy');
      assert.equal(quiet.book.account(() => ({ seconds: 0, nanos: 0 })).audit.backlogEvents, 0);
    });
  });

  it('takes the tolerance for what it is', () => {
    // 24 ms, of counters against stamps
    quiet.book.reader(10 * SECOND, 10.1 * SECOND, 5, 'overflow');
    isNone(quiet.sensorOnly(call(10 - (24 * MS + MS) / SECOND)));
    is(quiet.sensorOnly(call(10 - (24 * MS - MS) / SECOND)), 'reader-loss');
  });
});
