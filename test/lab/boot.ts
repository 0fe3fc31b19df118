import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { command, LabError } from './command.js';
import { BUSYBOX } from './initramfs.js';
import { Limits } from './limits.js';
import { readStacks } from './stacks.js';

export interface Machine {
  /** vmlinuz */
  readonly image: string;
  readonly initramfs: string;
  /** ext4 image; the guest's writes to it are thrown away */
  readonly disk: string;
  /** where the console's log and the results go */
  readonly folder: string;
  readonly timeoutMs: number;
  /** how long its console may stay as it is; default: as long as timeoutMs */
  readonly silenceMs?: number;
  /**
   * one processor whose clock counts instructions, a nanosecond each, so that what is measured is the same in every run;
   * default false: two processors, and the host's clock
   */
  readonly countInstructions?: boolean;
  /** also writes the console to standard error, as it comes */
  readonly verbose: boolean;
}

const FAST = ['-accel', process.env['LAB_ACCEL'] ?? 'tcg,thread=multi', '-smp', '2'];
const COUNTING = ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=off', '-smp', '1'];

const RESULT_BYTES = 64 << 20;
const LAST_LINES = 30;
const TAR_MAGIC_OFFSET = 257;

/**
 * Boots a kernel, lets it come to its end, and unpacks what the guest handed over.
 * @returns the folder of the results
 * @throws {LabError} the guest did not get as far as that: with the last lines of its console and, where it was ended
 *   for its time or its silence, in what its processes waited
 */
export async function boot(machine: Machine): Promise<string> {
  const {
    image,
    initramfs,
    disk,
    folder,
    timeoutMs,
    silenceMs = timeoutMs,
    countInstructions = false,
    verbose,
  } = machine;
  await mkdir(folder, { recursive: true });
  const results = join(folder, 'results');
  await rm(results, { recursive: true, force: true });
  await mkdir(results);
  const handover = join(folder, 'results.img');
  await (await open(handover, 'w')).close();
  await truncate(handover, RESULT_BYTES);

  const log = join(folder, 'console.log');
  const started = spawn(
    'qemu-system-x86_64',
    [
      ...(countInstructions ? COUNTING : FAST),
      ...['-cpu', 'max', '-m', '1500', '-display', 'none', '-monitor', 'none'],
      // multiplexed, for the escape that sends a break
      ...['-chardev', 'stdio,id=console,mux=on,signal=off', '-serial', 'chardev:console'],
      ...['-no-reboot', '-nodefaults', '-net', 'none', '-kernel', image, '-initrd', initramfs],
      ...['-append', 'console=ttyS0 panic=-1 quiet lsm=lockdown,capability,bpf syscall.x32=y sysrq_always_enabled'],
      ...['-drive', `file=${disk},format=raw,if=virtio,snapshot=on`, '-drive', `file=${handover},format=raw,if=virtio`],
    ],
    { stdio: 'pipe' },
  );
  const output = createWriteStream(log);
  for (const stream of [started.stdout, started.stderr]) {
    stream.pipe(output, { end: false });
    if (verbose) stream.pipe(process.stderr, { end: false });
  }
  const kill = (): void => {
    started.kill('SIGKILL');
  };
  process.once('exit', kill);
  const limits = new Limits(started, timeoutMs, silenceMs);
  try {
    await once(started, 'close');
  } catch (error) {
    throw new LabError(`qemu-system-x86_64 cannot be started: ${(error as Error).message}`);
  } finally {
    limits.clear();
    process.off('exit', kill);
    output.end();
    await once(output, 'close');
  }

  if (!(await holdsArchive(handover))) {
    const end = limits.exceeded === undefined ? 'ended' : `${limits.exceeded}, and was ended`;
    throw new LabError(`the guest ${end} without results; ${describeConsole(await readFile(log, 'utf8'), log)}`);
  }
  await command(BUSYBOX, ['tar', '-xf', handover, '-C', results]);
  await rm(handover);
  return results;
}

/** What counts of a guest's console, which is in the file `log`. */
export function describeConsole(text: string, log: string): string {
  const { before, waits } = readStacks(text);
  const last = before.trim().split('\n').slice(-LAST_LINES);
  const told = waits.length === 0 ? [] : ['in what its processes waited:', ...waits];
  return [`the last of its console (${log}):`, ...last, ...told].join('\n');
}

async function holdsArchive(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(5), 0, 5, TAR_MAGIC_OFFSET);
    return buffer.toString('latin1') === 'ustar';
  } finally {
    await file.close();
  }
}
