import assert from 'node:assert/strict';
import { parseAuditStatus, readAudit } from '../../src/host/audit.js';
import { capabilityNames, readEffectiveCapabilities } from '../../src/host/capabilities.js';
import { isAtLeast, readKernel } from '../../src/host/kernel.js';
import { namespaceInode, readNamespaces } from '../../src/host/namespaces.js';
import { readSecurity } from '../../src/host/security.js';
import { type Entry, withTree } from '../support/tree.js';

const inTree = <T>(entries: Record<string, Entry>, use: (roots: { proc: string; sys: string }) => T): T =>
  withTree(entries, (folder) => use({ proc: `${folder}/proc`, sys: `${folder}/sys` }));

const stat = (comm: string, ppid: number): string => `9 (${comm}) S ${ppid} ${'0 '.repeat(20)}`;

describe('host: kernel', () => {
  it('reads release, version, BTF and uptime', () => {
    const files = {
      'proc/sys/kernel/osrelease': '6.1.0-44-cloud-amd64\n',
      'proc/sys/kernel/version': '#1 SMP Debian\n',
      'proc/uptime': '12.34 5.6\n',
      'sys/kernel/btf/vmlinux': 'x',
    };
    inTree(files, (roots) => {
      const { arch: _, ...kernel } = readKernel(roots);
      assert.deepEqual(kernel, {
        release: '6.1.0-44-cloud-amd64',
        major: 6,
        minor: 1,
        version: '#1 SMP Debian',
        btf: true,
        uptime: 12.34,
      });
    });
  });

  it('leaves out what it cannot read', () => {
    inTree({}, (roots) => {
      const { arch: _, ...kernel } = readKernel(roots);
      assert.deepEqual(kernel, { btf: false });
      assert.equal(isAtLeast(readKernel(roots), 5, 8), undefined);
    });
  });

  it('compares releases by number', () => {
    const kernel = (major: number, minor: number) => ({ arch: 'x64', btf: true, major, minor });
    assert.equal(isAtLeast(kernel(5, 7), 5, 8), false);
    assert.equal(isAtLeast(kernel(5, 10), 5, 8), true);
    assert.equal(isAtLeast(kernel(6, 1), 5, 8), true);
    assert.equal(isAtLeast(kernel(4, 19), 5, 8), false);
  });
});

describe('host: capabilities', () => {
  it('names bits as capability.h does', () => {
    assert.deepEqual(capabilityNames(0), []);
    assert.deepEqual(capabilityNames(1n), ['CAP_CHOWN']);
    assert.deepEqual(capabilityNames((1n << 19n) | (1n << 21n)), ['CAP_SYS_PTRACE', 'CAP_SYS_ADMIN']);
    assert.deepEqual(capabilityNames(0b111n << 38n), ['CAP_PERFMON', 'CAP_BPF', 'CAP_CHECKPOINT_RESTORE']);
    assert.deepEqual(capabilityNames(1n << 41n), ['CAP_41']);
  });

  it('reads the effective set, and no other', () => {
    const status = 'CapPrm:\t0000000000000003\nCapEff:\t0000000000000001\nCapBnd:\t0000000000000007\n';
    inTree({ 'proc/self/status': status }, (roots) => {
      assert.deepEqual(readEffectiveCapabilities(roots), ['CAP_CHOWN']);
    });
    inTree({}, (roots) => assert.equal(readEffectiveCapabilities(roots), undefined));
  });
});

describe('host: security', () => {
  it('reads the mode of lockdown that is chosen', () => {
    const file = 'sys/kernel/security/lockdown';
    for (const mode of ['none', 'integrity', 'confidentiality']) {
      const text = 'none integrity confidentiality\n'.replace(mode, `[${mode}]`);
      inTree({ [file]: text }, (roots) => assert.equal(readSecurity(roots).lockdown, mode));
    }
  });

  it('knows a kernel without lockdown from a securityfs that is not mounted', () => {
    inTree({ 'sys/kernel/security/lsm': 'capability' }, (roots) => assert.equal(readSecurity(roots).lockdown, 'none'));
    inTree({ 'sys/kernel/other': '' }, (roots) => assert.equal(readSecurity(roots).lockdown, undefined));
  });

  it('knows a kernel without Yama from a /proc that cannot be read', () => {
    inTree({ 'proc/sys/kernel/ostype': 'Linux' }, (roots) =>
      assert.equal(readSecurity(roots).ptraceScope, 'not-built'),
    );
    inTree({ 'proc/sys/kernel/yama/ptrace_scope': '2\n' }, (roots) => assert.equal(readSecurity(roots).ptraceScope, 2));
    inTree({}, (roots) => assert.deepEqual(readSecurity(roots), {}));
  });

  it('reads numbers below zero', () => {
    inTree({ 'proc/sys/kernel/perf_event_paranoid': '-1\n' }, (roots) =>
      assert.equal(readSecurity(roots).perfEventParanoid, -1),
    );
  });
});

describe('host: namespaces', () => {
  it('knows the first namespaces by their inode numbers', () => {
    const files: Record<string, Entry> = {
      'proc/self/ns/pid': { link: 'pid:[4026531836]' },
      'proc/self/ns/user': { link: 'user:[4026532456]' },
    };
    inTree(files, (roots) => assert.deepEqual(readNamespaces(roots), { initialPid: true, initialUser: false }));
    inTree({}, (roots) => assert.deepEqual(readNamespaces(roots), {}));
    assert.equal(namespaceInode('mnt:[123]'), 123);
    assert.equal(namespaceInode('/etc'), undefined);
  });
});

describe('host: audit', () => {
  const STATUS = 'enabled 1\nfailure 1\npid 321\nrate_limit 0\nbacklog_limit 8192\nlost 7\nbacklog 3\n';

  it('reads the status of auditctl', () => {
    const expected = { enabled: 1, pid: 321, lost: 7, backlog: 3, backlogLimit: 8192 };
    assert.deepEqual(parseAuditStatus(`${STATUS}backlog_wait_time 60000\nloginuid_immutable 0 unlocked\n`), expected);
    assert.equal(parseAuditStatus(''), undefined);
    assert.equal(parseAuditStatus('You must be root to run this program.\n'), undefined);
    assert.equal(parseAuditStatus(STATUS.replace('lost 7\n', '')), undefined);
  });

  it('takes the last audit= of the command line', () => {
    const boot = (cmdline: string) =>
      inTree({ 'proc/cmdline': cmdline }, (roots) => readAudit(roots, () => undefined).boot);
    assert.equal(boot('quiet audit=0'), 'off');
    assert.equal(boot('audit=0 audit=1'), 'on');
    assert.equal(boot('audit=off'), 'off');
    assert.equal(boot('noaudit=1 audit_backlog_limit=64'), undefined);
  });

  it('takes only a thread of the kernel for kauditd', () => {
    const kauditd = (files: Record<string, string>) =>
      inTree(files, (roots) => readAudit(roots, () => undefined).kauditd);
    const kthreadd = { 'proc/2/stat': stat('kthreadd', 0) };
    assert.equal(kauditd({ ...kthreadd, 'proc/30/stat': stat('kauditd', 2) }), true);
    assert.equal(kauditd({ ...kthreadd, 'proc/30/stat': stat('kauditd', 1) }), false);
    assert.equal(kauditd({ 'proc/30/stat': stat('kauditd', 2) }), undefined);
  });

  it('knows a kernel built without auditing', () => {
    inTree({ 'proc/self/comm': 'x' }, (roots) => assert.equal(readAudit(roots, () => STATUS).built, false));
    inTree({ 'proc/self/loginuid': '0' }, (roots) => {
      assert.equal(readAudit(roots, () => STATUS).built, true);
      assert.equal(readAudit(roots, () => STATUS).status?.pid, 321);
    });
  });
});
