// Boots kernels and runs the kernel tests on each: usage: run.js [KERNEL...], as `5.10 6.12`. `make lab` starts it.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { REPOSITORY } from '../support/repository.js';
import { boot } from './boot.js';
import { LabError } from './command.js';
import { replaceTables } from './coverage-document.js';
import { renderCrosscheck } from './crosscheck-table.js';
import { makeDisk } from './disk.js';
import { makeInitramfs } from './initramfs.js';
import { KERNELS, type Kernel, provideKernel } from './kernel-package.js';
import { keepResult, lastResults, readRevision } from './ledger.js';
import { type KernelResult, listFailures, type ModeResult, readResults } from './results.js';
import { ATTACH_MODES, DEFAULT_TESTS, PRODUCT, RESULTS, type Settings } from './settings.js';
import { renderTables } from './table.js';

const BOOT_TIMEOUT_MS = 40 * 60_000;
/** The longest that a guest works on something and says nothing is some minutes. */
const SILENCE_MS = 10 * 60_000;

/** What is asked for, by arguments and environment. */
interface Request {
  readonly kernels: readonly string[];
  /** the results can go into the documents: they are of the usual tests */
  readonly usual: boolean;
  readonly cache: string;
  /** guests at a time */
  readonly jobs: number;
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
  const {
    LAB_CACHE: cache,
    LAB_TESTS: tests,
    LAB_JOBS: jobs = String(availableParallelism()),
    V: verbose,
  } = process.env;
  if (cache === undefined) throw new LabError('LAB_CACHE is not set: start it by `make lab`');
  if (process.arch !== 'x64')
    throw new LabError(`it boots x86-64 kernels with what was built here, and this is ${process.arch}`);
  if (!/^[1-9]\d?$/.test(jobs)) throw new LabError(`LAB_JOBS=${jobs}: expected how many guests run at a time, 1 to 99`);
  const kernels = process.argv.slice(2);
  const odd = kernels.find((version) => !/^\d+\.\d+$/.test(version));
  if (odd !== undefined)
    throw new LabError(`${odd} is no version of a kernel: KERNELS takes such as \`${KERNELS.join(' ')}\``);
  return {
    kernels: kernels.length > 0 ? kernels : KERNELS,
    usual: tests === undefined,
    cache: resolve(cache),
    jobs: Number(jobs),
    verbose: verbose === '1',
    settings: {
      PRODUCT,
      RESULTS,
      GUEST: 'dist/test/lab/guest.js',
      MODES: ATTACH_MODES.join(' '),
      TESTS: tests ?? DEFAULT_TESTS,
    },
  };
}

/** @returns the exit code */
async function main({ kernels, usual, cache, jobs, verbose, settings }: Request): Promise<number> {
  const provided: Kernel[] = [];
  for (const version of kernels) provided.push(await provideKernel(version, cache));

  console.log('Making the disk of the guests');
  const runs = join(cache, 'runs');
  await mkdir(runs, { recursive: true });
  const disk = await makeDisk(settings, runs);
  const revision = await readRevision();
  let results: KernelResult[];
  try {
    results = await inTurn(provided, jobs, (kernel) =>
      tryKernel(kernel, revision, disk, join(runs, kernel.version), verbose),
    );
  } finally {
    await rm(disk);
  }

  console.log(`\n${renderTables(results)}\n\n${renderCrosscheck(results)}\n`);
  if (usual) {
    for (const result of results) await keepResult(runs, result);
    await writeDocuments(runs);
  }
  const failures = results.flatMap(({ version, modes }) =>
    modes.flatMap((result) => listFailures(result).map((one) => `${version} ${result.mode}: ${one}`)),
  );
  for (const failure of failures) console.log(`FAILED ${failure}`);
  if (failures.length > 0) console.log(`Logs are in ${runs}.`);
  const passed = results.flatMap(({ modes }) => modes).reduce((sum, result) => sum + countPassed(result), 0);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** Puts the tables of the last usual run of each kernel into the documents. */
async function writeDocuments(runs: string): Promise<void> {
  const results = await lastResults(runs, KERNELS);
  for (const [name, tables] of [
    ['docs/coverage.md', renderTables(results)],
    ['docs/crosscheck.md', renderCrosscheck(results)],
  ] as const) {
    const document = join(REPOSITORY, name);
    await writeFile(document, replaceTables(await readFile(document, 'utf8'), tables));
    console.log(`${name} has these tables now, with the last of the other kernels.`);
  }
}

/** Calls `work` for each item, at most `jobs` at a time. @returns what it gave, in the order of the items */
async function inTurn<T, R>(items: readonly T[], jobs: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  return results;
}

async function tryKernel(
  kernel: Kernel,
  revision: string,
  disk: string,
  folder: string,
  verbose: boolean,
): Promise<KernelResult> {
  const { version, release } = kernel;
  console.log(`Booting ${release}`);
  const started = Date.now();
  const modes = await bootKernel(kernel, disk, folder, verbose);
  for (const result of modes) {
    const failed = listFailures(result);
    console.log(`${version} ${result.mode}: ${countPassed(result)} tests passed, ${failed.length} failures`);
  }
  console.log(`${version}: ${Math.round((Date.now() - started) / 1000)} s`);
  return { version, release, revision, modes };
}

/** A declaration, for what this file is run for begins above it. */
function countPassed({ tests }: ModeResult): number {
  return tests.filter(({ state }) => state === 'passed').length;
}

async function bootKernel(
  kernel: Kernel,
  disk: string,
  folder: string,
  verbose: boolean,
): Promise<KernelResult['modes']> {
  await mkdir(folder, { recursive: true });
  const initramfs = await makeInitramfs(kernel, folder);
  try {
    const results = await boot({
      ...{ image: kernel.image, initramfs, disk, folder, verbose },
      ...{ timeoutMs: BOOT_TIMEOUT_MS, silenceMs: SILENCE_MS },
    });
    return ATTACH_MODES.map((mode) => readResults(results, mode));
  } catch (error) {
    // The other kernels have still something to say.
    if (!(error instanceof LabError)) throw error;
    return ATTACH_MODES.map((mode) => ({
      mode,
      probes: [],
      selftest: [],
      tests: [],
      crosscheck: [],
      broken: [error.message],
    }));
  }
}
