import assert from 'node:assert/strict';
import { readlinkSync, statSync } from 'node:fs';
import { cgroupId, exeIdentity, FilterPathError, filterNamespace } from '../../src/host/filter-path.js';

describe('a path to filter by', () => {
  const refuses = (read: () => unknown, message: RegExp): void =>
    assert.throws(read, (error) => error instanceof FilterPathError && message.test(error.message));

  it('is an executable file', () => {
    const { inode, device } = exeIdentity(process.execPath);
    assert.equal(BigInt(inode), statSync(process.execPath, { bigint: true }).ino);
    assert.ok(Number.isInteger(device));
    refuses(() => exeIdentity('/no/such/file'), /ENOENT; it must be an executable file/);
    refuses(() => exeIdentity('/proc/self/status'), /not executable/);
    refuses(() => exeIdentity('/'), /no regular file/);
  });

  it('is a directory of cgroup v2', () => {
    refuses(() => cgroupId('/usr'), /not in the cgroup v2 hierarchy/);
    refuses(() => cgroupId('/no/such/cgroup'), /ENOENT; it must be the directory of a cgroup/);
  });

  it('is a pid or mount namespace, not one around everything', () => {
    refuses(() => filterNamespace('/proc/self/ns/pid'), /nothing would be left to watch/);
    refuses(() => filterNamespace('/proc/self/ns/mnt'), /nothing would be left to watch/);
    refuses(
      () => filterNamespace('/proc/self/ns/net'),
      new RegExp(`but ${readlinkSync('/proc/self/ns/net').replace(/[[\]]/g, '\\$&')}`),
    );
    refuses(() => filterNamespace('/etc/passwd'), /is not a pid or mount namespace/);
  });
});
