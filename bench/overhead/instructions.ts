import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { boot } from '../../test/lab/boot.js';
import { makeDisk } from '../../test/lab/disk.js';
import { makeInitramfs } from '../../test/lab/initramfs.js';
import { provideKernel } from '../../test/lab/kernel-package.js';
import { ATTACH_MODES, PRODUCT, RESULTS } from '../../test/lab/settings.js';
import { compilePrograms } from './calls.js';

// Instructions that a system call takes with the sensor attached, in each attach mode, and without: in a guest whose
// clock counts instructions, so a run gives the same figures as the one before.
// usage: LAB_CACHE=FOLDER node dist/bench/overhead/instructions.js [KERNEL]

const BOOT_TIMEOUT_MS = 30 * 60_000;

const version = process.argv[2] ?? '6.12';
const cache = resolve(process.env['LAB_CACHE'] ?? 'build/lab-cache');
const folder = join(cache, 'runs', `overhead-${version}`);
await mkdir(folder, { recursive: true });

compilePrograms();
const kernel = await provideKernel(version, cache);
const settings = { PRODUCT, RESULTS, GUEST: 'dist/bench/overhead/guest.js', MODES: ATTACH_MODES.join(' '), TESTS: '' };
const disk = await makeDisk(settings, folder);
const initramfs = await makeInitramfs(kernel, folder);
const results = await boot({
  ...{ image: kernel.image, initramfs, disk, folder },
  ...{ timeoutMs: BOOT_TIMEOUT_MS, countInstructions: true, verbose: process.env['V'] === '1' },
});
await rm(disk);

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;
const costs = JSON.parse(await readFile(join(results, 'costs.json'), 'utf8')) as Table;
const { nothing, ...modes } = costs;
const names = Object.keys(modes);
console.log(`Instructions a call on ${kernel.release}: alone, and what is added to it.\n`);
console.log(`| call | nothing | ${names.join(' | ')} |`);
console.log(`| --- | ---: |${' ---: |'.repeat(names.length)}`);
for (const [kind, alone] of Object.entries(nothing!)) {
  const added = names.map((mode) => signed(Math.round(modes[mode]![kind]! - alone)));
  console.log(`| ${kind} | ${Math.round(alone)} | ${added.join(' | ')} |`);
}

function signed(count: number): string {
  return count < 0 ? `−${-count}` : `+${count}`;
}
