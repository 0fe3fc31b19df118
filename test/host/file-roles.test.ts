import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { numberedFile } from '../../src/host/file-identity.js';
import { FileRoles } from '../../src/host/file-roles.js';
import { DEFAULT_ROLE_PATHS, type RolePaths } from '../../src/host/role-paths.js';
import type { File, FileRole } from '../../src/model/process.js';
import { asRoot } from '../support/root.js';

const NOWHERE = Object.fromEntries(Object.keys(DEFAULT_ROLE_PATHS).map((role) => [role, []])) as unknown as RolePaths;

function exeAt(path: string, more: Partial<File> = {}): File {
  const { device, inode, uid, mode, path: real } = numberedFile(path);
  return { path: real, device, inode, ownerUid: uid, mode, memfd: false, unlinked: false, ...more };
}

describe('file roles', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);

  before(() => {
    // not below /tmp, which anybody may write into
    folder = mkdtempSync('/var/lib/interloper-test-');
    chmodSync(folder, 0o755);
    for (const name of ['tool', 'tool-2', 'busy']) copyFileSync('/bin/true', file(name));
    symlinkSync('tool', file('alias'));
    symlinkSync('busy', file('sh'));
  });

  after(() => rmSync(folder, { recursive: true }));

  const roles = (paths: Partial<Record<FileRole, readonly string[]>>): FileRoles =>
    new FileRoles({ ...NOWHERE, ...paths });

  asRoot('are those of the file that stands at a path, through links, by any name', () => {
    const known = roles({ debugger: [file('alias')] });
    const found = known.of(exeAt(file('tool'), { path: '/somewhere/else' }));
    assert.deepEqual(found?.roles, ['debugger']);
    assert.equal(found.protected, true);
    assert.equal(known.of(exeAt(file('tool-2'), { path: file('tool') })), undefined);
  });

  asRoot('take patterns', () => {
    assert.deepEqual(roles({ keyring: [file('tool-*')] }).of(exeAt(file('tool-2')))?.roles, ['keyring']);
  });

  asRoot('are none for a program of many names: which of them it plays is only a name', () => {
    assert.equal(roles({ init: [file('sh')], scheduler: [file('busy')] }).of(exeAt(file('busy'))), undefined);
  });

  asRoot('are none for a number that was given to a file of somebody else, or one that was unlinked', () => {
    const known = roles({ debugger: [file('tool')] });
    assert.equal(known.of(exeAt(file('tool'), { ownerUid: 1000 })), undefined);
    assert.equal(known.of(exeAt(file('tool'), { mode: 0o100777 })), undefined);
    assert.equal(known.of(exeAt(file('tool'), { unlinked: true })), undefined);
  });

  asRoot('say who may change the file, and that no package owns it', () => {
    chmodSync(file('tool-2'), 0o775);
    const known = roles({ debugger: [file('tool'), file('tool-2')] });
    assert.equal(known.of(exeAt(file('tool')))?.protected, true);
    assert.notEqual(known.of(exeAt(file('tool')))?.packaged, true);
    chmodSync(file('tool-2'), 0o755);
    assert.equal(known.of(exeAt(file('tool-2')))?.protected, false);
  });

  asRoot('notice a file that was replaced, and still know the one before', () => {
    const known = roles({ debugger: [file('tool')] });
    const before = exeAt(file('tool'));
    copyFileSync('/bin/true', file('new'));
    rmSync(file('tool'));
    copyFileSync(file('new'), file('tool'));
    known.refresh();
    assert.deepEqual(known.of(exeAt(file('tool')))?.roles, ['debugger']);
    assert.deepEqual(known.of(before)?.roles, ['debugger']);
  });

  asRoot('may raise by the path of a file that is not the one at it, and never lower so', () => {
    const known = roles({ login: [file('tool')], debugger: [file('tool-2')] });
    const elsewhere = { device: 1, inode: 2, ownerUid: 0, mode: 0o100755 };
    assert.deepEqual(known.raisingRoles({ ...elsewhere, path: file('tool') }), ['login']);
    assert.deepEqual(known.raisingRoles({ ...elsewhere, path: file('tool'), ownerUid: 1000 }), []);
    assert.deepEqual(known.raisingRoles({ ...elsewhere, path: file('tool-2') }), []);
  });
});
