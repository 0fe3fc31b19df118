import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PROBES } from '../../src/native/programs.js';
import { kernelTests } from '../support/kernel.js';
import { until } from '../support/live.js';

const SENSOR = new URL('../../src/native/sensor.js', import.meta.url).href;

/** Every program that the sensor may load, by the first 15 characters, which is what the kernel keeps of a name. */
const NAMES = new Set(
  [...PROBES.flatMap(({ hooks }) => hooks.flatMap(({ programs }) => programs)), 'whoami'].map((name) =>
    name.slice(0, 15),
  ),
);

interface LoadedProgram {
  readonly id: number;
  readonly name?: string;
}

function loadedPrograms(): number[] {
  const shown = JSON.parse(
    execFileSync('bpftool', ['prog', 'show', '--json'], { encoding: 'utf8' }),
  ) as LoadedProgram[];
  return shown.filter(({ name }) => name !== undefined && NAMES.has(name.slice(0, 15))).map(({ id }) => id);
}

/** Each ends a process in its own way, with programs in the kernel. `up()` tells how many there are. */
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
    setTimeout(() => process.exit(9), 20000);`,
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
    setTimeout(() => process.exit(9), 20000);`,
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
    body: 'const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); parentPort.postMessage("up"); setTimeout(() => process.exit(0), 50);',
    outside: "await once(worker, 'exit');",
  },
  'a worker that throws': {
    body: 'const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); parentPort.postMessage("up"); setTimeout(() => { throw new Error("on purpose"); }, 50);',
    outside: "await once(worker, 'error'); await new Promise((resolve) => setTimeout(resolve, 100));",
  },
};

const script = (body: string): string => `
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Sensor } from ${JSON.stringify(SENSOR)};
const names = new Set(${JSON.stringify([...NAMES])});
const count = () => JSON.parse(execFileSync('bpftool', ['prog', 'show', '--json'], { encoding: 'utf8' }))
  .filter(({ name }) => names.has(name?.slice(0, 15))).length;
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

kernelTests('endings', function () {
  this.timeout(60_000);

  const ends = (title: string, body: string): void => {
    it(title, async () => {
      const before = new Set(loadedPrograms());
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
      assert.ok(Number(stdout.split(' ')[1]) > before.size, `no program was loaded: ${stdout} ${stderr}`);
      const left = (): number[] => loadedPrograms().filter((id) => !before.has(id));
      await until(() => left().length === 0, `programs are left in the kernel`);
    });
  };

  for (const [title, body] of Object.entries(ENDINGS)) ends(title, body);
  for (const [title, worker] of Object.entries(WORKER_ENDINGS)) {
    ends(title, `const before = count();\n${inWorker(worker)}`);
  }

  it('being killed', async () => {
    const before = new Set(loadedPrograms());
    const body = script('const sensor = Sensor.load(); sensor.attach(); sensor.start(() => {}); up();');
    const child = spawn(process.execPath, ['--input-type=module', '-e', body], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    assert.ok(loadedPrograms().length > before.size);
    child.kill('SIGKILL');
    await until(() => loadedPrograms().every((id) => before.has(id)), 'programs are left in the kernel');
  });
});
