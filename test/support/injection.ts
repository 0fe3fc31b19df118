import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

// Until the shell's child has become sleep, the stack found is the shell's, and there is none there afterwards.
const INJECTION = `
sleep 60 & p=$!
until grep -q sleep /proc/$p/cmdline; do sleep 0.01; done
at=$(grep -m1 stack /proc/$p/maps | cut -d- -f1)
dd if=/dev/zero of=/proc/$p/mem bs=1 count=1 seek=$((0x$at)) conv=notrunc; code=$?
kill $p; echo $p; exit $code`;

/**
 * Has dd write a byte into the stack of a program that its shell started.
 * @returns that program's pid; it has ended
 */
export async function injectWithDd(): Promise<number> {
  const shell = spawn('sh', ['-c', INJECTION], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complaint] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'close')]);
  assert.equal(shell.exitCode, 0, complaint);
  return Number(said);
}
