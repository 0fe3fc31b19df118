import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Engine, type Evidence } from '../../src/detect/engine.js';
import type { Event, Operation } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import { SEVERITIES } from '../../src/model/incident.js';
import {
  actor,
  at,
  event,
  incidentOf,
  incidentsOf,
  milliseconds,
  onTarget,
  process,
  recorder,
  target,
} from './build.js';

const OPERATIONS: Operation[] = [
  'attach',
  'seize',
  'traceme',
  'detach',
  'write-text',
  'write-user',
  'set-registers',
  'remote-write',
  'remote-read',
  'open-mem',
  'mem-write',
  'map-exec',
  'protect-exec',
  'exec',
  'fd-steal',
  'resume',
];

/** Streams of a few processes that do anything to each other, with fields missing here and there. */
const streams: fc.Arbitrary<Event[]> = fc
  .array(
    fc
      .record({
        operation: fc.constantFrom(...OPERATIONS),
        from: fc.integer({ min: 1, max: 4 }),
        to: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        reborn: fc.boolean(),
        resolved: fc.boolean(),
        ret: fc.option(fc.constantFrom(-13, -3, -1, 0, 8), { nil: undefined }),
        flags: fc.option(fc.constantFrom(0, 1, 2), { nil: undefined }),
        gap: fc.constantFrom(0, 1, 900, 6000, 400_000),
      })
      .map(({ operation, from, to, reborn, resolved, ret, flags, gap }) => ({
        gap,
        make: (ms: number): Event => {
          const other = to === undefined ? undefined : process(to, `p${to}`, reborn ? { start: 7 } : { ppid: from });
          return {
            ...event(operation, ms, { actor: process(from, `p${from}`), ...(flags !== undefined && { flags }) }),
            ...(ret === undefined ? {} : { ret }),
            ...(other && { target: resolved ? { process: other, argument: other.tgid } : { argument: other.tgid } }),
            ...(flags !== undefined && { file: { memfd: flags > 0 }, memory: { flags: flags + 1 } }),
          };
        },
      })),
    { maxLength: 60 },
  )
  .map((steps) => {
    let ms = 0;
    return steps.map(({ gap, make }) => {
      ms += gap;
      return make(ms);
    });
  });

describe('Engine', () => {
  describe('reports', () => {
    it('tells of an incident at once, and again when a reason is added', () => {
      const { engine, reports } = recorder();
      engine.handle(onTarget('attach', 0));
      engine.handle(onTarget('write-text', 1));
      assert.deepEqual(
        reports.map(({ revision, severity }) => [revision, severity]),
        [
          [1, 'info'],
          [2, 'high'],
        ],
      );
      assert.equal(reports[0]?.id, reports[1]?.id);
    });

    it('tells of nothing where it has no heuristics, and counts events', () => {
      const { engine, reports } = recorder({ heuristics: [] });
      for (const operation of ['attach', 'write-text', 'memfd-create'] as const) engine.handle(onTarget(operation, 0));
      engine.flush();
      assert.deepEqual([reports.length, engine.totals().events, engine.totals().fired], [0, 3, {}]);
    });

    it('tells of counts alone only after a while, in event time', () => {
      const { engine, reports } = recorder();
      for (let ms = 0; ms <= 5000; ms += 100) engine.handle(onTarget('write-text', ms));
      assert.equal(reports.length, 1);
      engine.handle(onTarget('write-text', 5100));
      assert.equal(reports.length, 2);
      assert.equal(reports[1]?.events, 51);
      engine.flush();
      assert.equal(reports[2]?.events, 52);
      engine.flush();
      assert.equal(reports.length, 3);
    });

    it('tells of counts on a tick where events cease', () => {
      const { engine, reports } = recorder();
      engine.handle(onTarget('write-text', 0));
      engine.handle(onTarget('write-text', 10));
      engine.tick(milliseconds(5000));
      assert.equal(reports.length, 1);
      engine.tick(milliseconds(5010));
      assert.equal(reports.length, 2);
    });

    it('makes one report of one event that several heuristics see', () => {
      const { engine, reports } = recorder();
      engine.handle(onTarget('mem-write', 0, { bytes: 1 }));
      engine.handle(
        event('map-exec', 1, { actor: target, tracer: actor, file: { memfd: true }, memory: { sharing: 'private' } }),
      );
      const byId = new Set(reports.map(({ id, revision }) => `${id} ${revision}`));
      assert.equal(byId.size, reports.length);
      assert.equal(reports.length, 3);
    });
  });

  describe('incidents', () => {
    it('has one per actor and target', () => {
      const other = process(300, 'other');
      const incidents = incidentsOf([
        onTarget('attach', 0),
        onTarget('attach', 1, { target: { process: other } }),
        onTarget('attach', 2, { actor: other }),
        onTarget('write-text', 3),
      ]);
      assert.equal(new Set(incidents.map(({ id }) => id)).size, 3);
    });

    it('takes threads of one process for one target', () => {
      const thread = { process: { ...target, tid: 201 }, argument: 201 };
      assert.equal(incidentOf([onTarget('attach', 0), onTarget('attach', 1, { target: thread })]).events, 2);
    });

    it('opens a new one for another process under the same pid', () => {
      const successor = { process: { ...target, start: 1 } };
      assert.equal(incidentsOf([onTarget('attach', 0), onTarget('attach', 1, { target: successor })]).length, 2);
      const reborn = { ...actor, start: 1 };
      assert.equal(incidentsOf([onTarget('attach', 0), onTarget('attach', 1, { actor: reborn })]).length, 2);
    });

    it('opens a new one after a silence', () => {
      const { engine, reports } = recorder();
      engine.handle(onTarget('attach', 0));
      engine.handle(onTarget('attach', 300_000));
      engine.handle(onTarget('attach', 600_001));
      engine.flush();
      assert.equal(new Set(reports.map(({ id }) => id)).size, 2);
      assert.equal(engine.totals().open, 1);
      assert.equal(engine.totals().incidents.info, 2);
    });

    it('spans from the earliest event to the latest, in whatever order they come', () => {
      const incident = incidentOf([onTarget('attach', 50), onTarget('attach', 20), onTarget('attach', 70)]);
      assert.deepEqual([incident.first, incident.last], [at(20), at(70)]);
    });

    it('names a process after the program that it became', () => {
      const before = process(100, 'loader');
      const after = process(100, 'payload');
      const incident = incidentOf([
        event('map-exec', 0, { actor: before, file: { memfd: true }, memory: { sharing: 'private' } }),
        event('exec', 1, { actor: after, file: { memfd: true } }),
      ]);
      assert.equal(incident.actor.comm, 'payload');
      assert.deepEqual(incident.heuristics, ['fileless-map', 'fileless-exec']);
    });

    it('names a target after the program that it became', () => {
      const shell = process(200, 'sh');
      const incident = incidentOf([onTarget('attach', 0, { target: { process: shell } }), onTarget('attach', 1)]);
      assert.equal(incident.target?.comm, 'service');
    });

    it('counts each under its latest severity', () => {
      const { engine } = recorder();
      engine.handle(onTarget('attach', 0));
      engine.handle(onTarget('write-text', 1));
      assert.deepEqual(engine.totals().incidents, { info: 0, low: 0, medium: 0, high: 1, critical: 0 });
    });
  });

  describe('circumstances', () => {
    const reasonsOf = (one: Partial<Parameters<typeof process>[2]>, other = {}): string[] =>
      incidentOf([
        onTarget('write-text', 0, {
          actor: process(100, 'editor', one),
          target: { process: process(200, 'service', other) },
        }),
      ]).reasons.map(({ heuristic }) => heuristic);
    const exe = { path: '/opt/x', mode: 0o100755, memfd: false, unlinked: false };

    for (const [name, one, other, expected] of [
      ['another user', { uid: 1, euid: 1 }, {}, 'other-user'],
      ['a more privileged target', {}, { capabilities: 2 }, 'more-privileged'],
      ['privileges beyond 2^53', {}, { capabilities: 1n << 60n }, 'more-privileged'],
      ['another pid namespace', {}, { pidNamespace: 1 }, 'other-pid-namespace'],
      ['another mount namespace', {}, { mountNamespace: 1 }, 'other-mount-namespace'],
      ['an actor in a memfd', { exe: { ...exe, memfd: true } }, {}, 'actor-fileless'],
      ['an unlinked actor', { exe: { ...exe, unlinked: true } }, {}, 'actor-fileless'],
      ['a world-writable actor', { exe: { ...exe, mode: 0o100777 } }, {}, 'actor-world-writable'],
      ['an actor in /tmp', { exe: { ...exe, path: '/tmp/x' } }, {}, 'actor-world-writable'],
    ] as const) {
      it(`raises for ${name}`, () => assert.deepEqual(reasonsOf(one, other), ['remote-memory-write', expected]));
    }

    it('does not raise for what the actor has more of', () => {
      assert.deepEqual(reasonsOf({ capabilities: 3 }, { capabilities: 1 }), ['remote-memory-write']);
    });

    it('says what it could not compare', () => {
      const bare = { tgid: 200 };
      const { notEvaluable } = incidentOf([onTarget('attach', 0, { target: { process: bare } })]);
      assert.deepEqual(
        notEvaluable.map(({ field }) => field),
        [
          'target.process.host',
          'target.process.uid',
          'target.process.capabilities',
          'target.process.pidNamespace',
          'target.process.mountNamespace',
        ],
      );
    });
  });

  describe('losses', () => {
    const loss = (from: number, to: number, count: number) =>
      ({ source: 'bpf', where: 'ring', count, from: at(from), to: at(to) }) as const;

    it('counts those that touch the span of an incident, also ones reported before it', () => {
      const { engine, reports } = recorder();
      engine.handleLoss(loss(0, 100, 3));
      engine.handle(onTarget('attach', 50));
      engine.handle(onTarget('attach', 200));
      engine.handleLoss(loss(150, 160, 4));
      engine.handleLoss(loss(201, 300, 5));
      engine.flush();
      assert.equal(reports.at(-1)?.lost, 7);
      assert.equal(engine.totals().lost, 12);
    });

    it('never loses a loss, however many there are', () => {
      const { engine } = recorder({ parameters: { limits: { losses: 2 } } });
      engine.handle(onTarget('attach', 0));
      for (let ms = 0; ms < 10; ms++) engine.handleLoss(loss(ms, ms, 1));
      engine.handle(onTarget('attach', 20));
      assert.equal(engine.snapshot()[0]?.lost, 10);
      assert.equal(engine.totals().evicted.losses, 8);
    });
  });

  describe('bounds', () => {
    it('counts what it gives up, and reports an incident before', () => {
      const { engine, reports } = recorder({ parameters: { limits: { relations: 4, incidents: 2 } } });
      for (let pid = 300; pid < 310; pid++) {
        const one = { process: process(pid, 'x') };
        engine.handle(onTarget('attach', pid, { target: one }));
        engine.handle(onTarget('attach', pid, { target: one }));
      }
      engine.flush();
      const { evicted, open } = engine.totals();
      assert.equal(open, 2);
      assert.equal(evicted.incidents, 8);
      assert.ok(evicted.relations > 0);
      const last = new Map(reports.map((incident) => [incident.id, incident.events]));
      assert.deepEqual([...last.values()], Array(10).fill(2));
    });
  });

  it('gives the same incidents for the same events, bit for bit, and keeps its promises about them', () => {
    fc.assert(
      fc.property(streams, (events) => {
        const run = (): Incident[] => {
          const { engine, reports } = recorder({ parameters: { limits: { relations: 6, subjects: 3, incidents: 3 } } });
          for (const one of events) engine.handle(one);
          engine.flush();
          return reports;
        };
        const reports = run();
        assert.deepEqual(run(), reports);
        const revisions = new Map<string, number>();
        for (const { id, revision, score, severity, reasons, events: count } of reports) {
          assert.equal(revision, (revisions.get(id) ?? 0) + 1);
          revisions.set(id, revision);
          assert.ok(score >= 0 && score <= 100 && SEVERITIES.includes(severity) && count > 0 && reasons.length > 0);
          const sum = reasons.reduce((total, { weight }) => total + weight, 0);
          assert.equal(score, Math.max(0, Math.min(100, Math.round(sum))));
        }
      }),
    );
  });

  it('gives the same reports with ticks that keep behind the events', () => {
    fc.assert(
      fc.property(streams, (events) => {
        const run = (ticking: boolean): Incident[] => {
          const { engine, reports } = recorder();
          let before = Number.NaN;
          for (const one of events) {
            const now = one.time.seconds * 1000 + one.time.nanos / 1e6;
            if (ticking) engine.tick((before + now) / 2);
            engine.handle(one);
            before = now;
          }
          engine.flush();
          return reports;
        };
        assert.deepEqual(run(true), run(false));
      }),
    );
  });

  it('names the operations of an incident, and each event that takes part in it', () => {
    const evidence: Evidence[] = [];
    const { engine } = recorder({ onEvidence: (one) => evidence.push(one) });
    const events = [onTarget('attach', 0), onTarget('write-text', 1), onTarget('write-text', 2), onTarget('detach', 3)];
    for (const one of events) engine.handle(one);
    const [incident] = engine.snapshot();
    assert.deepEqual(incident?.operations, ['attach', 'write-text', 'detach']);
    assert.deepEqual([...new Set(evidence.map(({ event: one }) => one))], events);
    assert.ok(evidence.every((one) => one.incident === incident.id && one.clues.length > 0));
  });

  it('refuses parameters that it does not know or that make no sense', () => {
    const make = (parameters: object) => () => new Engine({ parameters, onIncident: () => {} });
    assert.throws(make({ second: {} }), {
      name: 'RangeError',
      message: /parameter second: unknown; known here: .*seconds/,
    });
    assert.throws(make({ seconds: { idle: 'long' } }), /parameter seconds.idle: expected a number/);
    assert.throws(make({ seconds: 5 }), /parameter seconds: expected an object/);
    assert.throws(make({ limits: { relations: 0 } }), /limits.relations: expected a whole number/);
    assert.throws(make({ severities: { high: 10 } }), /severities.high: expected more than severities.medium/);
    assert.throws(make({ seconds: { idle: 1 } }), /seconds.idle: expected at least seconds.coalesce/);
  });
});
