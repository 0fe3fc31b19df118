import assert from 'node:assert/strict';
import { renderDiagnosis } from '../../src/cli/doctor.js';
import { diagnose, type Facts, type FindingLevel, type ProgramStatus } from '../../src/host/doctor.js';

const program = (name: string, operations: ProgramStatus['operations'], error?: string): ProgramStatus => ({
  name,
  operations,
  loaded: error === undefined,
  attached: error === undefined,
  ...(error !== undefined && { error }),
});

const HEALTHY: Facts = {
  kernel: { release: '6.12.9', major: 6, minor: 12, arch: 'arm64', btf: true },
  uid: 0,
  capabilities: ['CAP_SYS_ADMIN', 'CAP_BPF', 'CAP_PERFMON', 'CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'],
  namespaces: { initialPid: true, initialUser: true },
  security: { lockdown: 'none', ptraceScope: 1, unprivilegedBpfDisabled: 2 },
  audit: { built: true, kauditd: true, status: { enabled: 1, pid: 9, lost: 0, backlog: 0, backlogLimit: 64 } },
  trial: {
    ran: true,
    attachMode: 'tracepoint',
    programs: [program('exit_ptrace', ['attach', 'seize']), program('exec', ['exec'])],
  },
};

const withPrograms = (...programs: ProgramStatus[]): Facts => ({
  ...HEALTHY,
  trial: { ran: true, attachMode: 'tracepoint', programs },
});

const levels = (facts: Facts): FindingLevel[] => diagnose(facts).findings.map(({ level }) => level);

describe('doctor', () => {
  it('finds nothing on a host where everything works', () => {
    const diagnosis = diagnose(HEALTHY);
    assert.equal(diagnosis.verdict, 'complete');
    assert.deepEqual(diagnosis.findings, []);
    assert.deepEqual(diagnosis.coverage[0], { operation: 'attach', seenBy: ['exit_ptrace'], notSeenBy: [] });
  });

  it('says of a program that fails which operations are not seen', () => {
    const diagnosis = diagnose(withPrograms(program('a', ['attach'], '-EPERM'), program('b', ['exec'])));
    assert.equal(diagnosis.verdict, 'gaps');
    assert.equal(diagnosis.findings.length, 1);
    assert.equal(diagnosis.findings[0]?.consequence, 'not seen: attach');
    assert.match(diagnosis.findings[0]?.cure ?? '', /run as root/);
    assert.match(renderDiagnosis(diagnosis), /attach +NOT SEEN \(a\)/);
  });

  it('counts an operation as seen that another program sees', () => {
    const diagnosis = diagnose(withPrograms(program('a', ['exec'], '-ENOENT'), program('b', ['exec'])));
    assert.equal(diagnosis.verdict, 'gaps');
    assert.doesNotMatch(diagnosis.findings[0]?.consequence ?? '', /not seen/);
    assert.deepEqual(diagnosis.coverage, [{ operation: 'exec', seenBy: ['b'], notSeenBy: ['a'] }]);
  });

  it('tells a program that is loaded and not attached from one that is not loaded', () => {
    const half = { ...program('a', ['exec'], '-EINVAL'), loaded: true };
    assert.match(diagnose(withPrograms(half, program('b', ['map']))).findings[0]?.what ?? '', /cannot be attached/);
  });

  it('says that the sensor cannot run where no program works, or none was tried', () => {
    assert.equal(diagnose(withPrograms(program('a', ['exec'], '-EPERM'))).verdict, 'cannot-run');
    assert.equal(diagnose(withPrograms()).verdict, 'cannot-run');
    const untried = diagnose({ ...HEALTHY, trial: { ran: false, error: 'no addon' } });
    assert.equal(untried.verdict, 'cannot-run');
    assert.match(renderDiagnosis(untried), /no addon/);
  });

  it('names what blocks', () => {
    const blocked: Facts[] = [
      { ...HEALTHY, kernel: { ...HEALTHY.kernel, release: '5.4.0', major: 5, minor: 4 } },
      { ...HEALTHY, kernel: { ...HEALTHY.kernel, btf: false } },
      { ...HEALTHY, capabilities: [] },
      { ...HEALTHY, namespaces: { initialPid: true, initialUser: false } },
      { ...HEALTHY, security: { lockdown: 'confidentiality' } },
    ];
    for (const facts of blocked) {
      assert.ok(levels(facts).includes('blocks'), JSON.stringify(facts));
      assert.equal(diagnose(facts).verdict, 'cannot-run');
    }
  });

  it('names gaps that leave the sensor running', () => {
    const without = (name: string): string[] => HEALTHY.capabilities!.filter((held) => held !== name);
    assert.equal(diagnose({ ...HEALTHY, capabilities: without('CAP_SYS_PTRACE') }).verdict, 'gaps');
    assert.equal(diagnose({ ...HEALTHY, namespaces: { initialPid: false, initialUser: true } }).verdict, 'gaps');
  });

  it('knows that CAP_SYS_ADMIN implies CAP_BPF and CAP_PERFMON', () => {
    const capabilities = ['CAP_SYS_ADMIN', 'CAP_SYS_PTRACE', 'CAP_DAC_READ_SEARCH'];
    assert.equal(diagnose({ ...HEALTHY, capabilities }).verdict, 'complete');
  });

  it('only notes what costs no sight', () => {
    const noted: Facts[] = [
      { ...HEALTHY, security: { ptraceScope: 0 } },
      { ...HEALTHY, security: { ptraceScope: 'not-built' } },
      { ...HEALTHY, security: { ptraceScope: 3 } },
      { ...HEALTHY, security: { unprivilegedBpfDisabled: 0 } },
      { ...HEALTHY, security: { bpfStats: 1 } },
      { ...HEALTHY, audit: { built: false } },
      { ...HEALTHY, audit: { built: true, boot: 'off' } },
      { ...HEALTHY, audit: { built: true } },
      { ...HEALTHY, kernel: { ...HEALTHY.kernel, arch: 'x64' } },
    ];
    for (const facts of noted) {
      assert.deepEqual(levels(facts), ['note'], JSON.stringify(facts));
      assert.equal(diagnose(facts).verdict, 'complete');
    }
  });

  it('gives each finding a consequence and a cure, also on the screen', () => {
    const worst: Facts = {
      kernel: { arch: 'x64', btf: false },
      uid: 1000,
      capabilities: [],
      namespaces: {},
      security: { ptraceScope: 0, unprivilegedBpfDisabled: 0, bpfStats: 1, lockdown: 'confidentiality' },
      audit: {},
      trial: { ran: false, error: 'Cannot find module' },
    };
    const diagnosis = diagnose(worst);
    const text = renderDiagnosis(diagnosis);
    for (const { what, consequence, cure } of diagnosis.findings) {
      for (const part of [what, consequence, cure]) {
        assert.notEqual(part, '');
        assert.ok(text.includes(part), part);
      }
    }
  });
});
