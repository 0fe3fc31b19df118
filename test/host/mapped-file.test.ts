import assert from 'node:assert/strict';
import { isElfMapped } from '../../src/host/mapped-file.js';
import { readMaps, readStat } from '../../src/host/proc.js';
import { asRoot } from '../support/root.js';

const TICK_NS = 10_000_000;

describe('the file behind a mapping', () => {
  const start = readStat('self')!.startTicks * TICK_NS;
  const library = readMaps('self')!.find(({ executable, name }) => executable && name.includes('/libc'))!;

  asRoot('is told to be a library, at whatever part of it', () => {
    assert.equal(isElfMapped(process.pid, start, library.start), true);
    assert.equal(isElfMapped(process.pid, start, library.end - 1n), true);
  });

  asRoot('is not told of another process under the same pid, nor where nothing is mapped', () => {
    assert.equal(isElfMapped(process.pid, start + 5 * TICK_NS, library.start), undefined);
    assert.equal(isElfMapped(process.pid, start, 4096n), undefined);
  });

  asRoot('is not told of memory without a file', () => {
    const stack = readMaps('self')!.find(({ name }) => name === '[stack]')!;
    assert.equal(isElfMapped(process.pid, start, stack.start), undefined);
  });
});
