import assert from 'node:assert/strict';
import { isElfMapped } from '../../src/host/mapped-file.js';
import { readMaps, readStat } from '../../src/host/proc.js';
import { deviceOf } from '../../src/model/device.js';
import { asRoot } from '../support/root.js';

const TICK_NS = 10_000_000;

describe('the file behind a mapping', () => {
  const start = readStat('self')!.startTicks * TICK_NS;
  const library = readMaps('self')!.find(({ executable, name }) => executable && name.includes('/libc'))!;
  const device = deviceOf(library.deviceMajor, library.deviceMinor);
  const file = { device, inode: library.inode, memfd: false, unlinked: true };

  asRoot('is told to be a library, at whatever part of it', () => {
    assert.equal(isElfMapped(process.pid, start, library.start, file), true);
    assert.equal(isElfMapped(process.pid, start, library.end - 1n, file), true);
  });

  asRoot('is not told of another process under the same pid, nor where nothing is mapped', () => {
    assert.equal(isElfMapped(process.pid, start + 5 * TICK_NS, library.start, file), undefined);
    assert.equal(isElfMapped(process.pid, start, 4096n, file), undefined);
  });

  asRoot('is not told of another file that is mapped there by now', () => {
    for (const other of [
      { ...file, inode: library.inode + 1 },
      { ...file, device: 1, memfd: true },
      { ...file, device: 1 },
    ]) {
      assert.equal(isElfMapped(process.pid, start, library.start, other), undefined);
    }
  });

  asRoot('is not told of memory without a file', () => {
    const stack = readMaps('self')!.find(({ name }) => name === '[stack]')!;
    assert.equal(isElfMapped(process.pid, start, stack.start, file), undefined);
  });
});
