import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { Analysis } from '../../src/analysis.js';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import type { Incident } from '../../src/model/incident.js';
import { AuditDaemon, auditTests } from '../support/auditd.js';

const PYTHON = `
import ctypes, ctypes.util, mmap, os, signal, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
word = ctypes.create_string_buffer(b'interlop')
def child():
    pid = os.fork()
    if pid == 0:
        while True: time.sleep(1)
    return pid
def end(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
class iovec(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('len', ctypes.c_size_t)]
`;

/** What each program does; it prints the pid of its target, if it has one. */
const PROGRAMS = {
  poke: `
pid = child()
libc.ptrace(16, pid, None, None); os.waitpid(pid, 0)
libc.ptrace(5, pid, ctypes.addressof(word), 0x4141)
libc.ptrace(17, pid, None, None)
print(pid); end(pid)`,
  writev: `
pid = child()
local = iovec(ctypes.addressof(word), 8)
print(pid, libc.process_vm_writev(pid, ctypes.byref(local), 1, ctypes.byref(local), 1, 0)); end(pid)`,
  mem: `
pid = child()
fd = os.open(f'/proc/{pid}/mem', os.O_RDWR)
os.pwrite(fd, b'interlop', ctypes.addressof(word))
print(pid); end(pid)`,
  map: `
fd = os.memfd_create('code')
os.ftruncate(fd, 4096)
libc.mmap.restype = ctypes.c_void_p
libc.mmap(None, 4096, 5, 2, fd, 0)`,
  exec: `
fd = os.memfd_create('program')
os.write(fd, open('/bin/true', 'rb').read())
os.execve(f'/proc/self/fd/{fd}', ['innocent', 'name'], {})`,
} as const;

auditTests("auditd's log", () => {
  for (const format of ['RAW', 'ENRICHED'] as const) {
    describe(`in format ${format}`, () => {
      const seen = new Map<string, { actor: number; target: number }>();
      let incidents: Incident[] = [];
      let lost = 0;
      let unreadable = 0;
      let incomplete = 0;

      before(async () => {
        const daemon = new AuditDaemon(format);
        let sleeper: ChildProcess | undefined;
        try {
          assert.equal(await daemon.start(rulesFile('x86_64')), '', 'the rules load without a word');
          for (const [name, program] of Object.entries(PROGRAMS)) {
            const { pid, stdout } = await daemon.run('python3', '-c', PYTHON + program);
            seen.set(name, { actor: pid, target: Number.parseInt(stdout, 10) });
          }
          sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
          const gdb = await daemon.run('gdb', '-p', String(sleeper.pid), '-batch', '-ex', 'call (int)getpid()');
          seen.set('gdb', { actor: gdb.pid, target: sleeper.pid! });
          const strace = await daemon.run('timeout', '1', 'strace', '-p', String(sleeper.pid));
          seen.set('strace', { actor: strace.pid, target: sleeper.pid! });
          for (let run = 0; run < 5; run++) await daemon.run('python3', '-c', 'import json, ctypes');
          const log = await daemon.stop();
          const latest = new Map<string, Incident>();
          const analysis = new Analysis({ strict: true, onIncident: (incident) => latest.set(incident.id, incident) });
          analysis.push(log);
          const { reading } = analysis.end();
          incidents = [...latest.values()];
          lost = reading.lost;
          incomplete = reading.incomplete;
          unreadable = [...reading.unreadable.values()].reduce((sum, count) => sum + count, 0);
        } finally {
          sleeper?.kill();
          daemon.remove();
        }
      });

      const of = (name: string): Incident[] => incidents.filter(({ actor }) => actor.tgid === seen.get(name)!.actor);

      it('is read whole', () => {
        assert.deepEqual({ lost, unreadable, incomplete }, { lost: 0, unreadable: 0, incomplete: 0 });
      });

      it('tells a write by ptrace, and into whom', () => {
        const [incident] = of('poke');
        assert.deepEqual(incident?.heuristics, ['ptrace-attach', 'ptrace-injection', 'remote-memory-write']);
        assert.equal(incident?.target?.tgid, seen.get('poke')!.target);
        assert.equal(incident?.severity, 'high');
      });

      it('tells a write by process_vm_writev', () => {
        const [incident] = of('writev');
        assert.deepEqual(incident?.heuristics, ['remote-memory-write']);
        assert.equal(incident?.argument, seen.get('writev')!.target);
      });

      it('tells that the memory of a process was opened for writing', () => {
        const [incident] = of('mem');
        assert.deepEqual(incident?.heuristics, ['proc-mem-write']);
        assert.equal(incident?.argument, seen.get('mem')!.target);
      });

      it('tells an executable mapping of a memfd, as an inference', () => {
        const [incident] = of('map');
        assert.deepEqual(incident?.heuristics, ['fileless-map']);
        assert.match(incident?.inferences?.join() ?? '', /descriptor/);
      });

      it('tells the execution of a memfd', () => {
        const incident = of('exec').find(({ heuristics }) => heuristics.includes('fileless-exec'));
        assert.equal(incident?.actor.exe?.path, 'memfd:program');
        assert.equal(incident?.actor.cmdline, 'innocent name');
        assert.equal(incident?.severity, 'high');
      });

      it('tells what gdb did, in one incident', () => {
        const whole = of('gdb').filter(({ target }) => target?.tgid === seen.get('gdb')!.target);
        assert.equal(whole.length, 1);
        for (const id of ['ptrace-attach', 'ptrace-injection', 'proc-mem-write']) {
          assert.ok(whole[0]!.heuristics.includes(id), id);
        }
      });

      it('tells what strace did, as information', () => {
        const tracing = incidents.filter(
          ({ target, actor }) => target?.tgid === seen.get('strace')!.target && actor.comm === 'strace',
        );
        assert.deepEqual(
          tracing.map(({ severity }) => severity),
          ['info'],
        );
      });

      it('tells nothing of ordinary programs', () => {
        const named = new Set([...seen.values()].map(({ actor }) => actor));
        const others = incidents.filter(
          ({ actor, severity }) => !named.has(actor.tgid) && severity !== 'info' && severity !== 'low',
        );
        assert.deepEqual(others, []);
      });
    });
  }
});
