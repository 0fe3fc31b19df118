import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadedPrograms, programsLeft, programsOf } from '../support/bpf-programs.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

const SENSOR = new URL('../../src/native/sensor.js', import.meta.url).href;
const PROGRAMS = new URL('../support/bpf-programs.js', import.meta.url).href;

/** Each ends a process in its own way, with programs in the kernel. `up()` tells how many that process loaded; those of other processes do not count. */
const ENDINGS: Record<string, string> = {
  'a normal exit after close': `
    const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); up();
    await sensor.close();`,
  'a normal exit without close, of a sensor that was loaded and not started': `
    Sensor.load(); up();`,
  'a normal exit without close, of a sensor that was attached and not started': `
    Sensor.load().attach(); up();`,
  'process.exit while streaming': `
    const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); up();
    process.exit(0);`,
  'process.exit inside a batch': `
    const sensor = Sensor.load(); sensor.start(() => process.exit(0)); sensor.attach(); up();
    execFileSync('perl', ['-e', '$name = "x"; syscall(319, $name, 0)']);
    setTimeout(() => process.exit(9), 60_000);`,
  'close inside a batch': `
    const sensor = Sensor.load(); sensor.start(() => sensor.close()); sensor.attach(); up();
    execFileSync('perl', ['-e', '$name = "x"; syscall(319, $name, 0)']);`,
  'an uncaught exception': `
    const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); up();
    process.on('uncaughtExceptionMonitor', () => { process.exitCode = 0; });
    setTimeout(() => { throw new Error('on purpose'); });`,
  'an exception inside a batch': `
    const sensor = Sensor.load(); sensor.start(() => { throw new Error('on purpose'); }); sensor.attach(); up();
    execFileSync('perl', ['-e', '$name = "x"; syscall(319, $name, 0)']);
    setTimeout(() => process.exit(9), 60_000);`,
  'loading and closing many times': `
    for (let time = 0; time < 4; time++) {
      const sensor = Sensor.load({ ringBytes: 65536 }); sensor.attach(); sensor.start(() => {}); if (time === 0) up();
      await Promise.all([sensor.close(), sensor.close()]);
    }`,
  'two sensors at once': `
    const [one, two] = [Sensor.load(), Sensor.load()];
    for (const sensor of [one, two]) { sensor.attach(); sensor.start(() => {}); } up();
    await one.close(); await two.close();`,
  'a garbage collection of a sensor that nobody refers to': `
    (() => { const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); })(); up();
    for (let time = 0; time < 5; time++) { globalThis.gc(); await new Promise((resolve) => setTimeout(resolve, 20)); }
    if (count() === 0) process.exit(9);
    process.exit(0);`,
};

/** The same in a worker thread, which ends as said while the process goes on. */
const WORKER_ENDINGS: Record<string, { readonly body: string; readonly outside: string }> = {
  'a worker that is terminated while it streams': {
    body: 'const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); parentPort.postMessage("up");',
    outside: 'await worker.terminate();',
  },
  'a worker that ends by itself, loaded and not started': {
    body: 'Sensor.load().attach(); parentPort.once("message", () => {}); parentPort.postMessage("up");',
    outside: "worker.postMessage('end'); await once(worker, 'exit');",
  },
  'a worker that calls process.exit': {
    body: 'const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); parentPort.once("message", () => process.exit(0)); parentPort.postMessage("up");',
    outside: "worker.postMessage('end'); await once(worker, 'exit');",
  },
  'a worker that throws': {
    body: 'const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); parentPort.once("message", () => { throw new Error("on purpose"); }); parentPort.postMessage("up");',
    outside:
      "worker.postMessage('end'); await once(worker, 'error'); await new Promise((resolve) => setTimeout(resolve, 100));",
  },
};

const script = (body: string): string => `
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Sensor } from ${JSON.stringify(SENSOR)};
import { loadedPrograms, programsOf } from ${JSON.stringify(PROGRAMS)};
const mine = new Set();
const count = () => {
  for (const id of programsOf(process.pid)) mine.add(id);
  const loaded = loadedPrograms();
  return [...mine].filter((id) => loaded.has(id)).length;
};
const up = () => console.log('up', count());
${body}
`;

const inWorker = ({ body, outside }: { readonly body: string; readonly outside: string }): string => `
const code = ${JSON.stringify(`
  import { parentPort } from 'node:worker_threads';
  import { Sensor } from ${JSON.stringify(SENSOR)};
  ${body}`)};
const worker = new Worker(new URL('data:text/javascript,' + encodeURIComponent(code)));
worker.on('error', () => {});
await once(worker, 'message'); up();
${outside}
for (let time = 0; count() > before && time < 100; time++) await new Promise((resolve) => setTimeout(resolve, 50));
if (count() > before) process.exit(8);
`;

kernelTests('endings', () => {
  const ends = (title: string, body: string): void => {
    it(title, async () => {
      const before = new Set(programsLeft());
      const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script(body)], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data) => {
        stdout += data;
      });
      child.stderr.on('data', (data) => {
        stderr += data;
      });
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      assert.equal(signal, null, stderr);
      assert.ok(code === 0 || /on purpose/.test(stderr), `exit code ${code}: ${stderr}`);
      assert.ok(Number(stdout.split(' ')[1]) > 0, `no program was loaded: ${stdout} ${stderr}`);
      await until(() => programsLeft().every((id) => before.has(id)), `programs are left in the kernel`);
    });
  };

  for (const [title, body] of Object.entries(ENDINGS)) ends(title, body);
  for (const [title, worker] of Object.entries(WORKER_ENDINGS)) {
    ends(title, `const before = count();\n${inWorker(worker)}`);
  }

  it('being killed', async () => {
    const body = script('const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); up();');
    const child = spawn(process.execPath, ['--input-type=module', '-e', body], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const held = programsOf(child.pid!);
    assert.ok(held.length > 0);
    child.kill('SIGKILL');
    await until(() => !held.some((id) => loadedPrograms().has(id)), 'programs are left in the kernel');
  });
});
