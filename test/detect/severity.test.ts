import assert from 'node:assert/strict';
import type { Event } from '../../src/model/event.js';
import type { FileRole, HostFacts, Process } from '../../src/model/process.js';
import { auditProcess, event, incidentOf, onTarget, process, target } from './build.js';

const role = (...roles: FileRole[]): HostFacts => ({ roles, protected: true, packaged: true, hostMounts: true });
const gdb = (more: Partial<Process> = {}): Process => process(100, 'gdb', { host: role('debugger'), tty: '', ...more });
const login = { tty: 'pts/0', auid: 1000, session: 3 };

/** What gdb does to call a function: attach, open read-write, write, set registers. */
const call = (actor: Process, whom: Process = target): Event[] =>
  [
    onTarget('attach', 0),
    onTarget('open-mem', 1, { flags: 2 }),
    onTarget('mem-write', 2, { bytes: 16, memory: { address: 0x7ffc0000, region: 'stack' } }),
    onTarget('mem-write', 3, { bytes: 1, memory: { address: 0x7f000000, region: 'library' } }),
    onTarget('set-registers', 4),
    onTarget('detach', 5),
  ].map((one) => ({ ...one, actor, target: { process: whom, argument: whom.tgid } }));
const look = (actor: Process, whom: Process = target): Event[] =>
  call(actor, whom).filter((_, index) => index !== 2 && index !== 3 && index !== 4);

describe('severity', () => {
  describe('of a debugger', () => {
    it('is info where it only looks', () => assert.equal(incidentOf(look(gdb())).severity, 'info'));

    it('is low where a person looks into the most sensitive target, medium where nobody sits before it', () => {
      const sshd = process(300, 'sshd', { host: role('login') });
      assert.equal(incidentOf(look(gdb(login), sshd)).severity, 'low');
      assert.equal(incidentOf(look(gdb(), sshd)).severity, 'medium');
    });

    it('is medium where it runs code, less so at the terminal of a login session', () => {
      const blind = incidentOf(call(gdb()));
      const interactive = incidentOf(call(gdb(login)));
      assert.deepEqual([blind.severity, interactive.severity], ['medium', 'medium']);
      assert.ok(interactive.score < blind.score);
      assert.ok(interactive.reasons.some(({ id, weight }) => id === 'interactive-debugger' && weight < 0));
    });

    it('is not lowered by a terminal that anybody can make, without a login', () => {
      const { reasons } = incidentOf(call(gdb({ tty: 'pts/0' })));
      assert.ok(!reasons.some(({ id }) => id === 'interactive-debugger'));
    });

    for (const [name, host] of Object.entries({
      'that others may write': { ...role('debugger'), protected: false },
      'that no package owns': { ...role('debugger'), packaged: false },
      'in a mount namespace of its own': { ...role('debugger'), hostMounts: false },
      'by its name alone': { roles: [], hostMounts: true },
    })) {
      it(`is high for one ${name}`, () => assert.equal(incidentOf(call(gdb({ host }))).severity, 'high'));
    }

    it('believes the file where neither dpkg nor rpm can say', () => {
      const { packaged: _absent, ...host } = role('debugger');
      assert.equal(incidentOf(call(gdb({ host }))).severity, 'medium');
    });

    it('is not lowered where it reaches over a border', () => {
      for (const whom of [
        process(300, 'sshd', { host: role('login') }),
        process(300, 'service', { uid: 33, euid: 33 }),
        process(300, 'service', { pidNamespace: 7 }),
      ]) {
        const incident = incidentOf(call(gdb(login), whom));
        assert.equal(incident.severity, 'critical');
        assert.ok(incident.reasons.every(({ weight }) => weight >= 0));
      }
    });

    it('is not raised, but said not to be known, where an ancestor had ended', () => {
      const incident = incidentOf(call(gdb({ host: { ...role('debugger'), ancestryUnknown: true } })));
      assert.ok(
        incident.notEvaluable.some(
          ({ heuristic, field }) => heuristic === 'unexpected-parent' && field === 'actor.host.ancestor',
        ),
      );
    });

    it('is not lowered below a web server', () => {
      const ancestor = { process: { tgid: 50, comm: 'nginx' }, roles: ['web-server' as const] };
      const incident = incidentOf(call(gdb({ host: { ...role('debugger'), ancestor } })));
      assert.equal(incident.severity, 'critical');
      assert.match(
        incident.reasons.map(({ text }) => text).join('\n'),
        /gdb\[100\] descends from nginx\[50\], a web server/,
      );
    });

    it('is not lowered where the source does not know the file, and says so', () => {
      const audit = { source: 'audit' } as const;
      const events = call(auditProcess(100, 'gdb'), auditProcess(200, 'service')).map((one) => ({ ...one, ...audit }));
      const incident = incidentOf(events);
      assert.equal(incident.severity, 'high');
      assert.ok(
        incident.notEvaluable.some(({ heuristic, field }) => heuristic === 'debugger' && field === 'actor.host'),
      );
    });
  });

  describe('of a program that nobody knows', () => {
    it('is high for what makes a debugger medium', () => {
      assert.equal(incidentOf(call(process(100, 'editor', { tty: '' }))).severity, 'high');
    });

    it('is high also from a home directory or from /tmp', () => {
      for (const path of ['/home/u/x', '/tmp/x']) {
        const exe = { path, mode: 0o100755, ownerUid: 1000, memfd: false, unlinked: false };
        assert.equal(incidentOf(call(process(100, 'x', { exe, tty: '' }))).severity, 'high', path);
      }
    });

    it('is medium where it reads what keeps secrets, and information elsewhere', () => {
      const read = (whom: Process) =>
        incidentOf([onTarget('remote-read', 0, { target: { process: whom }, bytes: 64 })]);
      assert.equal(read(process(300, 'ssh-agent', { host: role('keyring') })).severity, 'medium');
      assert.equal(read(target).severity, 'info');
    });
  });

  describe('of what the kernel refused', () => {
    const sshd = process(300, 'sshd', { uid: 0, euid: 0, host: role('login') });
    const tries = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        onTarget('open-mem', at, {
          actor: process(100, 'head', { tty: '' }),
          target: { process: sshd },
          flags: 0,
          ret: -13,
        }),
      );

    it('is low where it was tried once, also on the most sensitive target: nothing came of it', () => {
      const incident = incidentOf(tries(1));
      assert.equal(incident.severity, 'low');
      assert.equal(incident.reasons.find(({ id }) => id === 'sensitive-target')?.weight, 18);
    });

    it('is medium where the actor goes on trying', () => {
      assert.equal(incidentOf(tries(8)).severity, 'medium');
    });

    it('counts in full where something else succeeded', () => {
      const { reasons } = incidentOf([...tries(1), { ...tries(1)[0]!, ret: 3 }]);
      assert.equal(reasons.find(({ id }) => id === 'sensitive-target')?.weight, 35);
    });
  });

  it('knows init by its pid', () => {
    const init = process(1, 'init', { host: { roles: [], hostMounts: true } });
    const { severity, reasons } = incidentOf([onTarget('mem-write', 0, { target: { process: init }, bytes: 1 })]);
    assert.equal(severity, 'critical');
    assert.ok(reasons.some(({ text }) => text === 'init[1] is the init of this host'));
  });

  it('takes its roles from the parameters', () => {
    const db = process(300, 'db', { host: role('database') });
    const write = event('mem-write', 0, { target: { process: db }, bytes: 1 });
    assert.equal(incidentOf([write]).severity, 'high');
    assert.equal(incidentOf([write], { parameters: { roles: { sensitive: ['database'] } } }).severity, 'critical');
  });

  it('does not take the capabilities of a user namespace of its own for more privileges', () => {
    const all = 0x1ff_ffff_ffff;
    const privileged = (whom: Partial<Process>) =>
      incidentOf([onTarget('mem-write', 0, { target: { process: process(300, 'x', whom) }, bytes: 1 })]).reasons.some(
        ({ id }) => id === 'more-privileged',
      );
    assert.equal(privileged({ capabilities: all }), false);
    assert.equal(privileged({ capabilities: all, uid: 0, euid: 0 }), true);
    assert.equal(privileged({ capabilities: 0x2000 }), true);
  });
});
