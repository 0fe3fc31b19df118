// Runs in the guest: what the product says of the kernel, and the tests, once for each attach mode.
import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_TESTS, type Settings } from './settings.js';

const { MODES, RESULTS, TESTS } = process.env as unknown as Settings;

const MAIN = 'dist/src/cli/main.js';
const CROSSCHECK = fileURLToPath(new URL('./crosscheck.js', import.meta.url));
const SUITE = fileURLToPath(new URL('./suite.js', import.meta.url));
const COMMAND_TIMEOUT_MS = 15 * 60_000;
/** Short enough for the results of the other mode to be handed over. */
const SUITE_TIMEOUT_MS = 25 * 60_000;

for (const mode of MODES.split(' ')) {
  const folder = join(RESULTS, mode);
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], timeout: number, output: number | 'inherit'): void => {
    const env = { ...process.env, INTERLOPER_ATTACH: mode, INTERLOPER_REQUIRE_KERNEL: '1' };
    const started = Date.now();
    const { status, signal } = spawnSync(process.execPath, args, {
      env,
      timeout,
      stdio: ['ignore', output, 'inherit'],
    });
    const end = `${signal ?? `exit code ${status}`}, ${Math.round((Date.now() - started) / 1000)} s`;
    console.log(`lab: ${mode}: ${args.slice(0, 2).join(' ')}: ${end}`);
  };
  run([MAIN, 'doctor', '--json', '--attach', mode], COMMAND_TIMEOUT_MS, openSync(join(folder, 'doctor.json'), 'w'));
  run(
    [MAIN, 'selftest', '--format', 'json', '--attach', mode],
    COMMAND_TIMEOUT_MS,
    openSync(join(folder, 'selftest.json'), 'w'),
  );
  // Who picks tests wants only those.
  if (TESTS === DEFAULT_TESTS) run([CROSSCHECK, folder, mode], SUITE_TIMEOUT_MS, 'inherit');
  else writeFileSync(join(folder, 'crosscheck.json'), '[]');
  run([SUITE, folder, ...TESTS.split(' ')], SUITE_TIMEOUT_MS, 'inherit');
}
