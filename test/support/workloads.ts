import { TECHNIQUES } from '../../src/native/canary.js';
import { LOGIN } from './auditd.js';
import { REPOSITORY } from './repository.js';

/** What is run while the two sides are compared. */
export interface Workload {
  readonly name: string;
  /** the program that it needs */
  readonly needs: string;
  /** for bash; `$FOLDER` is a folder of its own */
  readonly script: string;
}

/** Programs that others wrote, which do what the heuristics look at, and much else; then the self-test's helpers. */
export const WORKLOADS: readonly Workload[] = [
  {
    name: 'gdb',
    needs: 'gdb',
    script: 'sleep 600 & gdb -p $! -batch -ex "call (int)getpid()" -ex "print 1" >/dev/null 2>&1; kill $!',
  },
  { name: 'strace', needs: 'strace', script: 'strace -f -o /dev/null sh -c "ls / >/dev/null; id >/dev/null"' },
  {
    name: 'a compile',
    needs: 'gcc',
    script: 'cd "$FOLDER"; echo "int main(void) { return 0; }" >a.c; gcc -O2 a.c 2>/dev/null && ./a.out; true',
  },
  {
    name: 'Node.js',
    needs: process.execPath,
    script: `"${process.execPath}" -e 'for (let n = 0, i = 0; i < 1e6; i++) n += Math.sqrt(i)'`,
  },
  {
    name: 'a browser',
    needs: 'chromium',
    script:
      'HOME="$FOLDER" timeout 60 chromium --headless=new --no-sandbox --disable-gpu --user-data-dir="$FOLDER/profile" --dump-dom "data:text/html,<p>seen" >/dev/null 2>&1; true',
  },
  {
    name: 'the self-test',
    needs: 'bash',
    script: TECHNIQUES.map((one) => `${REPOSITORY}/build/Release/interloper-canary ${one} >/dev/null`).join('; '),
  },
];

/** A command that runs a script whose calls the rules of AuditDaemon record. */
export function recorded(script: string, folder: string): string[] {
  return ['bash', '-c', `echo ${LOGIN} > /proc/self/loginuid\nexport FOLDER='${folder}'\n${script}`];
}
