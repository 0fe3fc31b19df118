import assert from 'node:assert/strict';
import type { Incident } from '../../src/model/incident.js';
import type { Process } from '../../src/model/process.js';
import { type Exception, Exceptions, tooWide } from '../../src/triage/exceptions/index.js';
import { incidentOf, onTarget, process, target as victim } from '../detect/build.js';

const FILE = { device: 0x80_0001, inode: 77 };
const actor = process(100, 'editor', { exe: { path: '/usr/bin/editor', ...FILE, ownerUid: 0, mode: 0o100755 } });
const attached = incidentOf([onTarget('attach', 0, { actor })]);
const written = incidentOf([onTarget('attach', 0, { actor }), onTarget('write-text', 1, { actor, bytes: 8 })]);

const exception = (more: Partial<Exception>): Exception => ({ id: 'x', owner: 'me', reason: 'test', ...more });
const SHA = 'ab'.repeat(32);

function judge(one: Partial<Exception>, incident: Incident, sha256: string | undefined = SHA): string | undefined {
  return new Exceptions([exception(one)], { host: { sha256: () => sha256 } }).judge(incident).suppressedBy;
}

const by = (more: Partial<Process>): Incident => ({ ...attached, actor: { ...actor, ...more } });
const on = (more: Partial<Process>): Incident => ({ ...attached, target: { ...victim, ...more } });

describe('Exceptions', () => {
  it('cover an incident only where every key of it holds', () => {
    const cases: [string, Partial<Exception>, Incident, boolean][] = [
      ['file', { actor: { file: FILE } }, attached, true],
      ['other inode', { actor: { file: { ...FILE, inode: 78 } } }, attached, false],
      ['other device', { actor: { file: { ...FILE, device: 1 } } }, attached, false],
      ['content', { actor: { sha256: SHA } }, attached, true],
      ['other content', { actor: { sha256: 'cd'.repeat(32) } }, attached, false],
      ['owner', { actor: { fileOwner: 0 } }, attached, true],
      ['other owner', { actor: { fileOwner: 5 } }, attached, false],
      ['user', { actor: { user: 1000 } }, attached, true],
      ['other user', { actor: { user: 0 } }, attached, false],
      ['target user', { target: { user: 1000 } }, attached, true],
      ['other target', { target: { file: FILE } }, on({ exe: { device: 1, inode: 1 } }), false],
      ['child', { relation: 'own-child' }, on({ ppid: 100 }), true],
      ['no child', { relation: 'own-child' }, attached, false],
      [
        'child of an earlier process',
        { relation: 'own-child' },
        on({ ppid: 100, parent: { tgid: 100, start: 1 } }),
        false,
      ],
      ['parent', { relation: 'parent' }, by({ ppid: 200 }), true],
      ['no parent', { relation: 'parent' }, attached, false],
      ['same user', { relation: 'same-user' }, attached, true],
      ['setuid target', { relation: 'same-user' }, on({ euid: 0 }), false],
      ['heuristic', { heuristics: new Set(['ptrace-attach']) }, attached, true],
      ['one more heuristic', { heuristics: new Set(['ptrace-attach']) }, written, false],
      ['operations', { operations: new Set(['attach', 'write-text']) }, written, true],
      ['one more operation', { operations: new Set(['attach']) }, written, false],
      ['in company of its like', { actor: { file: FILE } }, { ...attached, helpers: [actor] }, true],
      ['in company of another program', { actor: { file: FILE } }, { ...attached, helpers: [victim] }, false],
      ['severity', { maxSeverity: 'info' }, attached, true],
      ['graver', { maxSeverity: 'medium' }, written, false],
      ['target key, no target', { target: { user: 1000 } }, { ...attached, target: null }, false],
      ['relation, no target', { relation: 'same-user' }, { ...attached, target: null }, false],
    ];
    for (const [name, one, incident, expected] of cases) {
      assert.equal(judge(one, incident), expected ? 'x' : undefined, name);
    }
  });

  it('do not look at names that a process can choose', () => {
    const renamed = by({ comm: 'x', cmdline: 'y', exe: { ...actor.exe, path: '/tmp/elsewhere' } });
    assert.equal(judge({ actor: { file: FILE } }, renamed), 'x');
    assert.equal(
      judge({ actor: { file: FILE } }, by({ exe: { path: '/usr/bin/editor', device: 1, inode: 1 } })),
      undefined,
    );
  });

  it('do not apply where they cannot be told to, and say so once', () => {
    const { actor: one, ...rest } = attached;
    const { operations: _none, ...old } = attached;
    const cases: [Partial<Exception>, Incident, string, string?][] = [
      [{ actor: { file: FILE } }, by({ exe: { path: '/usr/bin/editor' } }), 'actor.exe.inode'],
      [{ actor: { sha256: SHA } }, { ...rest, actor: one }, 'actor.exe.sha256', ''],
      [{ target: { user: 1 } }, { ...attached, target: null, argument: 7 }, 'target.process'],
      [{ operations: new Set(['attach']) }, old, 'operations'],
    ];
    for (const [key, incident, field, sha] of cases) {
      const notices: string[] = [];
      const exceptions = new Exceptions([exception(key)], {
        host: { sha256: () => (sha === undefined ? SHA : undefined) },
        onNotice: (_exception, text) => notices.push(text),
      });
      for (const id of ['a', 'a', 'b']) assert.equal(exceptions.judge({ ...incident, id }).suppressedBy, undefined);
      const [count] = exceptions.counts();
      assert.deepEqual([count?.notEvaluable, count?.missing, count?.suppressed], [2, [field], 0]);
      assert.equal(notices.length, 1);
      assert.ok(notices[0]?.includes(field), notices[0]);
    }
  });

  it('report an incident whole that grows beyond its exception, and from then on', () => {
    const exceptions = new Exceptions([exception({ maxSeverity: 'medium' })], { host: { sha256: () => undefined } });
    const at = (revision: number, severity: Incident['severity']): string | undefined =>
      exceptions.judge({ ...attached, revision, severity }).suppressedBy;
    assert.equal(at(1, 'low'), 'x');
    assert.equal(exceptions.counts()[0]?.suppressed, 1);
    assert.equal(at(2, 'high'), undefined);
    assert.equal(exceptions.counts()[0]?.suppressed, 0);
    assert.equal(at(3, 'low'), undefined);
  });

  it('count incidents, not revisions, under the first exception that covers them', () => {
    const one = exception({ id: 'one', maxSeverity: 'low' });
    const two = exception({ id: 'two' });
    const exceptions = new Exceptions([one, two], { host: { sha256: () => undefined } });
    exceptions.judge({ ...attached, id: 'a', severity: 'low' });
    exceptions.judge({ ...attached, id: 'b', severity: 'low' });
    exceptions.judge({ ...attached, id: 'a', severity: 'high', revision: 2 });
    const counts = exceptions.counts().map(({ id, suppressed, gravest }) => [id, suppressed, gravest]);
    assert.deepEqual(counts, [
      ['one', 1, 'low'],
      ['two', 1, 'high'],
    ]);
  });

  it('end when they expire, by the time of the incident, and say so', () => {
    const notices: string[] = [];
    const expires = attached.last.seconds * 1000;
    const make = (when: number) =>
      new Exceptions([exception({ expires: when })], {
        host: { sha256: () => undefined },
        onNotice: (_exception, text) => notices.push(text),
      });
    assert.equal(make(expires + 1000).judge(attached).suppressedBy, 'x');
    const expired = make(expires);
    assert.equal(expired.judge(attached).suppressedBy, undefined);
    assert.equal(expired.counts()[0]?.afterExpiry, 1);
    assert.match(notices.join(), /^expired at \d{4}-\d\d-\d\d \d\d:\d\d UTC: incident \w+ is reported$/);
  });

  it('say that a file was replaced after its path was taken for it', () => {
    const notices: string[] = [];
    const key = { file: { ...FILE, path: '/usr/bin/editor' } };
    const exceptions = new Exceptions([exception({ actor: key })], {
      host: { sha256: () => undefined },
      onNotice: (_exception, text) => notices.push(text),
    });
    assert.equal(exceptions.judge(attached).suppressedBy, 'x');
    const replaced = by({ exe: { ...actor.exe, inode: 78 } });
    for (const id of ['a', 'b']) assert.equal(exceptions.judge({ ...replaced, id }).suppressedBy, undefined);
    assert.deepEqual(notices, [
      'does not apply to /usr/bin/editor, which was replaced after the configuration was loaded',
    ]);
  });

  it('go on with their counts and decisions under a new configuration', () => {
    const options = { host: { sha256: () => undefined } };
    const before = new Exceptions([exception({ id: 'kept', maxSeverity: 'low' }), exception({ id: 'gone' })], options);
    before.judge({ ...attached, id: 'a', severity: 'low' });
    before.judge({ ...attached, id: 'b', severity: 'high' });
    const after = new Exceptions([exception({ id: 'kept', maxSeverity: 'low' })], options, before);
    assert.equal(after.judge({ ...attached, id: 'a', severity: 'low', revision: 2 }).suppressedBy, 'kept');
    assert.equal(after.judge({ ...attached, id: 'b', severity: 'high', revision: 2 }).suppressedBy, undefined);
    assert.deepEqual(
      after.counts().map(({ id, suppressed }) => [id, suppressed]),
      [['kept', 1]],
    );
  });
});

describe('tooWide', () => {
  const now = Date.parse('2026-11-23T00:00:00Z');
  const narrow: Partial<Exception> = {
    actor: { file: FILE },
    relation: 'own-child',
    heuristics: new Set(['ptrace-attach']),
    expires: now + 86_400_000,
  };

  it('has nothing to say of a narrow exception', () => {
    assert.deepEqual(tooWide(exception(narrow), now), []);
    assert.deepEqual(tooWide(exception({ ...narrow, actor: { sha256: SHA } }), now), []);
  });

  it('names what is left open', () => {
    const without = (key: keyof Exception): Exception => {
      const { [key]: _left, ...rest } = exception(narrow);
      return rest as Exception;
    };
    assert.match(tooWide(without('actor'), now).join(), /^applies to every program/);
    assert.match(tooWide(exception({ ...narrow, actor: { user: 0 } }), now).join(), /^applies to every program/);
    assert.match(tooWide(without('relation'), now).join(), /^applies to every target/);
    assert.match(tooWide(without('heuristics'), now).join(), /^applies to whatever is done/);
    assert.match(tooWide(without('expires'), now).join(), /^never expires/);
    assert.match(tooWide(exception({ ...narrow, expires: now }), now).join(), /^expired/);
    assert.match(tooWide(exception({ ...narrow, expires: now + 400 * 86_400_000 }), now).join(), /more than a year/);
  });
});
