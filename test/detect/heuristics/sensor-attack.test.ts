import assert from 'node:assert/strict';
import type { Operation } from '../../../src/model/event.js';
import { event, incidentOf, process } from '../build.js';

const sensor = { process: process(300, 'node', { host: { sensor: true, roles: [], hostMounts: true } }) };

describe('sensor-attack', () => {
  for (const operation of ['attach', 'remote-read', 'open-mem', 'fd-steal', 'kill'] as Operation[]) {
    it(`is at least medium for ${operation}`, () => {
      const incident = incidentOf([event(operation, 0, { target: sensor, flags: 0, bytes: 8 })]);
      assert.ok(incident.heuristics.includes('sensor-attack'));
      assert.ok(incident.score >= 40, `${incident.score}`);
      assert.match(incident.reasons.map(({ text }) => text).join('\n'), /node\[300\] is this sensor/);
    });
  }

  it('is critical for a write, and not lowered for a debugger', () => {
    const host = { roles: ['debugger' as const], protected: true, packaged: true, hostMounts: true };
    const gdb = process(100, 'gdb', { host });
    const incident = incidentOf([event('mem-write', 0, { actor: gdb, target: sensor, bytes: 1 })]);
    assert.equal(incident.severity, 'critical');
  });
});
