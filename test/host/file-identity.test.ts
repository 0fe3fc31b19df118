import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileHashes } from '../../src/host/file-hash.js';
import { numberedFile } from '../../src/host/file-identity.js';
import { readMaps, readStat } from '../../src/host/proc.js';
import { weaknessOf, weaknessOfFile } from '../../src/host/trust.js';
import type { Process } from '../../src/model/process.js';
import { timestampFromNanoseconds } from '../../src/model/timestamp.js';

const now = () => timestampFromNanoseconds(BigInt(Date.now() + 1000) * 1_000_000n);
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('numberedFile', () => {
  it('has the numbers that the kernel shows in maps', () => {
    const { device, inode, path } = numberedFile('/proc/self/exe');
    const mapping = readMaps('self')?.find(({ name }) => name === path);
    assert.ok(mapping, 'the program is mapped');
    assert.equal(device, mapping.deviceMajor * 2 ** 20 + mapping.deviceMinor);
    assert.equal(inode, mapping.inode);
  });

  it('follows links, and takes only regular files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'interloper-identity-'));
    const link = join(folder, 'link');
    symlinkSync(process.execPath, link);
    assert.deepEqual(numberedFile(link), numberedFile(process.execPath));
    rmSync(folder, { recursive: true });
    assert.throws(() => numberedFile('/dev/null'), /no regular file/);
    assert.throws(() => numberedFile(tmpdir()), /no regular file/);
    assert.throws(() => numberedFile('/does/not/exist'), /ENOENT/);
  });
});

describe('FileHashes', () => {
  let folder = '';
  let program = '';
  let child: ChildProcess | undefined;

  const running = async (): Promise<Process> => {
    child = spawn(program, ['60']);
    await once(child, 'spawn');
    const { startTicks } = readStat(child.pid!)!;
    const { path, device, inode } = numberedFile(program);
    return { tgid: child.pid!, start: startTicks * 10_000_000, exe: { path, device, inode } };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-hash-'));
    program = join(folder, 'program');
    copyFileSync('/bin/sleep', program);
    chmodSync(program, 0o755);
  });

  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads what a process runs, also after the file was removed', async () => {
    const expected = digest(program);
    const one = await running();
    assert.equal(new FileHashes().of(one, now()), expected);
    rmSync(program);
    // removing it changed its link count, and with it the time of its last change
    assert.equal(new FileHashes().of(one, now()), expected);
  });

  it('reads the file where the process is gone, while it is the same file, unchanged', async () => {
    const expected = digest(program);
    const one = await running();
    child!.kill('SIGKILL');
    await once(child!, 'exit');
    const hashes = new FileHashes();
    assert.equal(hashes.of(one, now()), expected);
    const before = timestampFromNanoseconds(
      BigInt(Math.floor(statSync(program).ctimeMs)) * 1_000_000n - 1_000_000_000n,
    );
    assert.equal(hashes.of(one, before), undefined, 'changed after the incident');
    appendFileSync(program, 'x');
    assert.notEqual(hashes.of(one, now()), expected);
    rmSync(program);
    copyFileSync('/bin/sleep', `${program}.new`);
    copyFileSync('/bin/true', program);
    const other = numberedFile(program);
    const { inode } = one.exe!;
    if (other.inode !== inode) assert.equal(hashes.of(one, now()), undefined, 'another file');
  });

  it('says nothing of what it cannot know', async () => {
    const one = await running();
    const hashes = new FileHashes();
    assert.equal(hashes.of({ tgid: one.tgid, start: one.start! }, now()), undefined);
    assert.equal(hashes.of({ ...one, exe: { ...one.exe, inode: 1 } }, now()), undefined);
    const { path: _path, ...nameless } = one.exe!;
    assert.equal(hashes.of({ ...one, start: 1, exe: nameless }, now()), undefined, 'another process');
  });
});

describe('weaknessOf', () => {
  it('tells who could change a file', () => {
    assert.equal(weaknessOfFile({ uid: 0, mode: 0o100755 }), undefined);
    assert.equal(weaknessOfFile({ uid: 7, mode: 0o100755 }), 'belongs to uid 7');
    assert.equal(weaknessOfFile({ uid: 0, mode: 0o100757 }), 'is writable by everybody');
    assert.equal(weaknessOfFile({ uid: 0, mode: 0o100775 }), 'is writable by its group');
  });

  it('looks at the directories above it', () => {
    assert.equal(weaknessOf('/bin/sh'), undefined);
    assert.throws(() => weaknessOf('/does/not/exist'), /ENOENT/);
  });
});
