import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_CONFIGURATION } from '../../src/config/index.js';
import { DEFAULTS } from '../../src/detect/index.js';
import type { Event } from '../../src/model/event.js';
import type { Incident } from '../../src/model/incident.js';
import { atLeast } from '../../src/model/incident.js';
import {
  Baseline,
  BaselineFormatError,
  formatBaseline,
  type Identify,
  parseBaseline,
  weigh,
} from '../../src/triage/baseline/index.js';
import { event, incidentOf, onTarget, process } from '../detect/build.js';

const DAY_MS = 86_400_000;
const PLAIN = { noNullPrototype: true } as const;
const identify: Identify = ({ exe }) => (exe?.memfd ? undefined : { path: exe!.path! });
const attach = (ms: number, more: Partial<Event> = {}): Incident => incidentOf([onTarget('attach', ms, more)]);
const weights = DEFAULT_CONFIGURATION.baseline;

/** A baseline that learned `days` days, and on each of them `incident`. */
function learned(days: number, make: (ms: number) => Incident = attach): Baseline {
  const baseline = new Baseline(identify);
  for (let day = 0; day < days; day++) baseline.learn(make(day * DAY_MS));
  baseline.addTime(Math.max(2, days) * 86_400);
  return baseline;
}

const judge = (incident: Incident, baseline: Baseline): Incident =>
  weigh(incident, baseline, identify, weights, DEFAULTS);
const reasonOf = (incident: Incident): [string | undefined, number] | undefined => {
  const reason = incident.reasons.find(({ heuristic }) => heuristic === 'baseline');
  return reason && [reason.id, reason.weight];
};

describe('Baseline', () => {
  it('counts incidents and days, not revisions', () => {
    const baseline = new Baseline(identify);
    const one = attach(0);
    baseline.learn(one);
    baseline.learn({ ...one, revision: 2 });
    baseline.learn(attach(1000));
    baseline.learn(attach(DAY_MS));
    const [entry, ...others] = baseline.content().entries;
    assert.deepEqual(others, []);
    assert.deepEqual([entry?.operation, entry?.days, entry?.count], ['attach', 2, 3]);
    assert.equal(entry!.last - entry!.first, DAY_MS);
  });

  it('keeps apart who, as whom, what and to whom', () => {
    const baseline = learned(1);
    for (const other of [
      attach(0, { actor: process(100, 'other') }),
      attach(0, { actor: process(100, 'editor', { euid: 0 }) }),
      attach(0, { target: { process: process(200, 'other') } }),
      incidentOf([onTarget('write-text', 0)]),
      incidentOf([event('exec', 0, { file: { path: 'memfd:x', memfd: true } })]),
    ]) {
      assert.equal(reasonOf(judge(other, baseline))?.[0], 'first-seen');
    }
    assert.notEqual(reasonOf(judge(attach(0), baseline))?.[0], 'first-seen');
  });

  it('does not learn what is in no file, and counts it once', () => {
    const baseline = new Baseline(identify);
    const fileless = attach(0, { actor: process(100, 'x', { exe: { path: 'memfd:x', memfd: true } }) });
    baseline.learn(fileless);
    baseline.learn({ ...fileless, revision: 2 });
    assert.equal(baseline.content().entries.length, 0);
    assert.equal(baseline.unknown, 1);
    const judged = judge(fileless, learned(3));
    assert.equal(judged.score, fileless.score);
    assert.deepEqual(judged.notEvaluable.at(-1), { heuristic: 'baseline', field: 'actor.exe.inode', count: 1 });
  });

  it('is bounded, and counts what it gives up', () => {
    const baseline = new Baseline(identify);
    const one = attach(0);
    for (let index = 0; index < 50_010; index++) {
      baseline.learn({ ...one, id: String(index), actor: { ...one.actor, exe: { path: `/usr/bin/${index}` } } });
    }
    const { entries, evicted } = baseline.content();
    assert.deepEqual([entries.length, evicted], [50_000, 10]);
    assert.deepEqual(entries[0]?.actor, { path: '/usr/bin/10' });
  });
});

describe('weigh', () => {
  it('raises what was never seen, once enough was learned', () => {
    const incident = incidentOf([onTarget('write-text', 0)]);
    assert.deepEqual(reasonOf(judge(incident, learned(3))), ['first-seen', weights.firstSeen]);
    const young = new Baseline(identify);
    young.addTime(weights.matureHours * 3600 - 1);
    assert.deepEqual(judge(incident, young), incident);
  });

  it('lowers what was seen, by the number of days', () => {
    const high = (ms: number): Incident => incidentOf([onTarget('write-text', ms, { bytes: 8 })]);
    const before = high(0);
    const lowered = [1, 3, 7].map((days) => judge(high(0), learned(days, high)));
    const steps = lowered.map(({ score }) => before.score - score);
    assert.deepEqual(
      steps,
      weights.seen.map(({ lower }) => lower),
    );
    for (const { score, reasons } of lowered)
      assert.equal(
        score,
        reasons.reduce((sum, { weight }) => sum + weight, 0),
      );
  });

  it('never lowers by more than one severity, nor below nothing', () => {
    const heavy = { ...weights, seen: [{ days: 1, lower: 100 }] };
    const cases: Incident[] = [
      attach(0),
      incidentOf([onTarget('open-mem', 0, { flags: 2 })]),
      incidentOf([onTarget('write-text', 0, { bytes: 8 })]),
    ];
    for (const incident of cases) {
      const baseline = new Baseline(identify);
      baseline.learn(incident);
      const { severity, score } = weigh(incident, baseline, identify, heavy, DEFAULTS);
      assert.ok(score >= 0);
      if (atLeast(incident.severity, 'high')) assert.equal(severity, 'medium');
      if (incident.severity === 'medium') assert.equal(severity, 'low');
    }
  });

  it('neither learns nor lowers what others had a part in', () => {
    const joint = (ms: number): Incident => ({ ...attach(ms), helpers: [process(300, 'other')] });
    assert.deepEqual(judge(joint(0), learned(9)), joint(0));
    const baseline = new Baseline(identify);
    baseline.learn(joint(0));
    assert.deepEqual([baseline.content().entries.length, baseline.unknown], [0, 1]);
  });

  it('does not let a known act vouch for an unknown one', () => {
    const more = incidentOf([onTarget('attach', 0), onTarget('write-text', 1, { bytes: 8 })]);
    assert.equal(reasonOf(judge(more, learned(9)))?.[0], 'first-seen');
  });
});

describe('format of baselines', () => {
  it('gives back what was written', () => {
    const program = fc.oneof(
      fc.record({ path: fc.string().map((name) => `/${name}`) }, PLAIN),
      fc.record({ device: fc.nat(), inode: fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }) }, PLAIN),
      fc.record({ device: fc.nat(), inode: fc.maxSafeNat() }, PLAIN),
    );
    const entry = fc.record(
      {
        actor: program,
        target: fc.option(program),
        user: fc.nat(),
        operation: fc.constantFrom('attach' as const, 'exec' as const),
        first: fc.nat(),
        last: fc.nat(),
        days: fc.nat(),
        count: fc.nat(),
      },
      PLAIN,
    );
    const content = fc.record({ seconds: fc.nat(), evicted: fc.nat(), entries: fc.array(entry) }, PLAIN);
    fc.assert(fc.property(content, (one) => assert.deepEqual(parseBaseline(formatBaseline(one)), one)));
  });

  it('says what is wrong with a text', () => {
    const good = JSON.parse(formatBaseline(learned(1).content())) as Record<string, unknown>;
    const entry = (good['entries'] as object[])[0]!;
    const cases: [string, RegExp][] = [
      ['', /is no JSON/],
      ['null', /is no baseline/],
      ['{}', /is no baseline/],
      [JSON.stringify({ ...good, version: 9 }), /of version 9 .* reads version 1/],
      [JSON.stringify({ ...good, entries: 5 }), /no list entries/],
      [JSON.stringify({ ...good, entries: [null] }), /entries\[0\]/],
      [JSON.stringify({ ...good, entries: [{ ...entry, actor: {} }] }), /entries\[0\]\.actor has neither/],
      [JSON.stringify({ ...good, entries: [{ ...entry, days: 'many' }] }), /entries\[0\]\.days is no number/],
    ];
    for (const [text, message] of cases) {
      assert.throws(
        () => parseBaseline(text),
        (error) => error instanceof BaselineFormatError && message.test(error.message),
        text,
      );
    }
  });
});
