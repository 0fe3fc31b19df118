import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import {
  Analysis,
  atLeast,
  Engine,
  type Event,
  formatJsonLine,
  HEURISTICS,
  type Incident,
  type Loss,
  PrettySink,
  Sensor,
  SensorLoadError,
  type SensorTotals,
} from 'interloper';
import { runCanary } from '../src/native/canary.js';
import { kernelTests } from './support/kernel.js';
import { until } from './support/live.js';

const MEMFD_EXEC: Event = {
  source: 'bpf',
  operation: 'exec',
  time: { seconds: 1_800_000_000, nanos: 1 },
  actor: { tgid: 100, start: 1, comm: 'x', exe: { path: 'memfd:x', memfd: true, unlinked: false } },
  file: { path: 'memfd:x', memfd: true, unlinked: false },
};

describe('the library', () => {
  it('judges events and formats incidents', async () => {
    const incidents: Incident[] = [];
    const engine = new Engine({ onIncident: (incident) => incidents.push(incident) });
    engine.handle(MEMFD_EXEC);
    const [incident, ...others] = incidents;
    assert.deepEqual(others, []);
    assert.ok(incident !== undefined && atLeast(incident.severity, 'high'));
    const line = JSON.parse(formatJsonLine({ kind: 'incident', incident })) as Record<string, unknown>;
    assert.deepEqual([line['kind'], line['first']], ['incident', '2027-01-15T08:00:00.000000001Z']);
    const stream = new PassThrough();
    const sink = new PrettySink(stream, { colour: false });
    sink.write({ kind: 'incident', incident });
    await sink.close();
    assert.match(String(stream.read()), /HIGH \d+ .*Program run from memory/);
  });

  it('lists its heuristics, and reads audit logs', () => {
    assert.ok(HEURISTICS.some(({ definition }) => definition.id === 'ptrace-injection'));
    assert.equal(typeof Analysis, 'function');
  });

  it('is imported without native code', () => {
    const program = "await import('interloper'); console.log(process.report.getReport().sharedObjects.join('\\n'))";
    const shared = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    });
    assert.match(shared, /libc/);
    assert.doesNotMatch(shared, /interloper\.node|libbpf/);
  });
});

kernelTests('the library on a live host', () => {
  it('reports incidents until it is stopped, and may be stopped twice', async () => {
    const incidents: Incident[] = [];
    const losses: Loss[] = [];
    const sensor = Sensor.start({
      onIncident: (incident) => incidents.push(incident),
      onLoss: (loss) => losses.push(loss),
    });
    let totals: SensorTotals[] = [];
    try {
      const { actor, target } = await runCanary('remote-memory-write');
      const found = (incident: Incident): boolean =>
        incident.actor.tgid === actor && incident.target?.tgid === target && incident.severity === 'high';
      await until(() => incidents.some(found), 'no incident was reported');
    } finally {
      totals = await Promise.all([sensor.stop(), sensor.stop()]);
    }
    assert.equal(totals[0], totals[1]);
    assert.ok(totals[0]!.events > 0);
    assert.equal(
      totals[0]!.lost,
      losses.reduce((sum, { count }) => sum + count, 0),
    );
  });

  it('refuses a ring of a size that the kernel does not take, and says which it takes', () => {
    const ring = (ringBytes: number) => () => Sensor.start({ ringBytes, onIncident: () => {}, onLoss: () => {} });
    assert.throws(ring(5000), /ringBytes.*power of two.*5000/);
    assert.ok(new SensorLoadError('', 1) instanceof Error);
  });
});
