import assert from 'node:assert/strict';
import { isAtLeast, readKernel } from '../../src/host/kernel.js';
import { tryPrograms } from '../../src/native/sensor.js';
import { kernelTests } from '../support/kernel.js';

kernelTests('fields of the kernel', () => {
  it('are read by loads since 6.2, and by a helper before', async () => {
    const { loadsFields } = await tryPrograms();
    assert.equal(loadsFields, isAtLeast(readKernel(), 6, 2));
  });
});
