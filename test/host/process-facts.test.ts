import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync, realpathSync } from 'node:fs';
import { numberedFile } from '../../src/host/file-identity.js';
import { FileRoles } from '../../src/host/file-roles.js';
import { ProcessFacts } from '../../src/host/process-facts.js';
import { asRoot } from '../support/root.js';

const mounts = Number(/\d+/.exec(readlinkSync('/proc/self/ns/mnt'))![0]);

describe('facts of a process', () => {
  const shell = realpathSync('/bin/sh');
  const roles = new FileRoles({ scheduler: [shell] });
  const facts = new ProcessFacts(roles, process.pid);
  let child: ChildProcess;

  before(async () => {
    // a shell that stays the parent of what it starts
    child = spawn('/bin/sh', ['-c', 'sleep 100 & echo $!; wait'], { stdio: ['pipe', 'pipe', 'ignore'] });
    await once(child.stdout!, 'data');
  });

  after(() => child.kill());

  it('tell the sensor, by its pid', () => {
    assert.equal(facts.ofTarget({ tgid: process.pid }).sensor, true);
    assert.equal(facts.ofTarget({ tgid: 1 }).sensor, undefined);
  });

  it('tell who is in the mount namespace of the host', () => {
    assert.equal(facts.ofTarget({ tgid: 2, mountNamespace: mounts }).hostMounts, true);
    assert.equal(facts.ofTarget({ tgid: 2, mountNamespace: 1 }).hostMounts, false);
    assert.equal(facts.ofTarget({ tgid: 2 }).hostMounts, undefined);
  });

  it('have no word of a file that is not known', () => {
    assert.equal(facts.ofTarget({ tgid: 2 }).roles, undefined);
    assert.deepEqual(facts.ofTarget({ tgid: 2, exe: { path: '/no/role' } }).roles, []);
  });

  it('say that nothing is known of ancestors that have ended', () => {
    assert.equal(facts.ofActor({ tgid: 4_000_000, ppid: 4_000_001 }).ancestryUnknown, true);
    assert.equal(facts.ofActor({ tgid: 4_000_000, ppid: 1 }).ancestryUnknown, undefined);
  });

  asRoot('find the nearest ancestor whose program has a role', () => {
    const { ancestor } = facts.ofActor({ tgid: 4_000_000, ppid: child.pid! });
    assert.deepEqual([ancestor?.process.tgid, ancestor?.roles], [child.pid, ['scheduler']]);
  });

  asRoot('have the role of the file itself', () => {
    const { device, inode, uid, mode } = numberedFile(shell);
    const exe = { path: '/any/name', device, inode, ownerUid: uid, mode, unlinked: false };
    assert.deepEqual(facts.ofTarget({ tgid: 2, exe }).roles, ['scheduler']);
  });
});
