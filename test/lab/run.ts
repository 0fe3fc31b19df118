// Boots kernels and runs the kernel tests on each: usage: run.js [KERNEL...], as `5.10 6.12`. `make lab` starts it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { boot } from './boot.js';
import { LabError } from './command.js';
import { replaceTables } from './coverage-document.js';
import { makeDisk } from './disk.js';
import { makeInitramfs } from './initramfs.js';
import { KERNELS, type Kernel, provideKernel } from './kernel-package.js';
import { type KernelResult, listFailures, readResults } from './results.js';
import { ATTACH_MODES, DEFAULT_TESTS, PRODUCT, RESULTS, type Settings } from './settings.js';
import { renderTables } from './table.js';

const BOOT_TIMEOUT_MS = 40 * 60_000;

/** What is asked for, by arguments and environment. */
interface Request {
  readonly kernels: readonly string[];
  /** the tables can go into the document: they have all kernels and the usual tests */
  readonly whole: boolean;
  readonly cache: string;
  readonly verbose: boolean;
  readonly settings: Settings;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
try {
  process.exitCode = await main(readRequest());
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(`The lab cannot go on: ${error.message}`);
  process.exitCode = 2;
}

function readRequest(): Request {
  const { LAB_CACHE: cache, LAB_TESTS: tests, V: verbose } = process.env;
  if (cache === undefined) throw new LabError('LAB_CACHE is not set: start it by `make lab`');
  if (process.arch !== 'x64')
    throw new LabError(`it boots x86-64 kernels with what was built here, and this is ${process.arch}`);
  const kernels = process.argv.slice(2);
  const odd = kernels.find((version) => !/^\d+\.\d+$/.test(version));
  if (odd !== undefined)
    throw new LabError(`${odd} is no version of a kernel: KERNELS takes such as \`${KERNELS.join(' ')}\``);
  return {
    kernels: kernels.length > 0 ? kernels : KERNELS,
    whole: tests === undefined && KERNELS.every((version) => kernels.length === 0 || kernels.includes(version)),
    cache: resolve(cache),
    verbose: verbose === '1',
    settings: { PRODUCT, RESULTS, MODES: ATTACH_MODES.join(' '), TESTS: tests ?? DEFAULT_TESTS },
  };
}

/** @returns the exit code */
async function main({ kernels, whole, cache, verbose, settings }: Request): Promise<number> {
  const provided: Kernel[] = [];
  for (const version of kernels) provided.push(await provideKernel(version, cache));

  console.log('Making the disk of the guests');
  await mkdir(join(cache, 'runs'), { recursive: true });
  const disk = await makeDisk(settings, join(cache, 'runs'));
  const results: KernelResult[] = [];
  const failures: string[] = [];
  try {
    for (const kernel of provided) {
      const { version, release } = kernel;
      console.log(`Booting ${release}`);
      const started = Date.now();
      const modes = await tryKernel(kernel, disk, join(cache, 'runs', version), verbose);
      results.push({ version, release, modes });
      for (const result of modes) {
        const failed = listFailures(result);
        const passed = result.tests.filter(({ state }) => state === 'passed').length;
        console.log(`  ${result.mode}: ${passed} tests passed, ${failed.length} failures`);
        failures.push(...failed.map((one) => `${version} ${result.mode}: ${one}`));
      }
      console.log(`  ${Math.round((Date.now() - started) / 1000)} s`);
    }
  } finally {
    await rm(disk);
  }

  const tables = renderTables(results);
  console.log(`\n${tables}\n`);
  if (whole) {
    const document = join(REPOSITORY, 'docs/coverage.md');
    await writeFile(document, replaceTables(await readFile(document, 'utf8'), tables));
    console.log('docs/coverage.md has these tables now.');
  } else {
    console.log('docs/coverage.md is as it was: it takes the usual tests on all kernels.');
  }
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(
    failures.length === 0
      ? 'The lab is green.'
      : `The lab found ${failures.length} failures; logs are in ${join(cache, 'runs')}.`,
  );
  return failures.length === 0 ? 0 : 1;
}

async function tryKernel(
  kernel: Kernel,
  disk: string,
  folder: string,
  verbose: boolean,
): Promise<KernelResult['modes']> {
  await mkdir(folder, { recursive: true });
  const initramfs = await makeInitramfs(kernel, folder);
  try {
    const results = await boot({ image: kernel.image, initramfs, disk, folder, timeoutMs: BOOT_TIMEOUT_MS, verbose });
    return ATTACH_MODES.map((mode) => readResults(results, mode));
  } catch (error) {
    // The other kernels have still something to say.
    if (!(error instanceof LabError)) throw error;
    return ATTACH_MODES.map((mode) => ({ mode, probes: [], selftest: [], tests: [], broken: [error.message] }));
  }
}
