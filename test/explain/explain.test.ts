import assert from 'node:assert/strict';
import { CIRCUMSTANCES, DEFAULTS, Engine, HEURISTICS } from '../../src/detect/index.js';
import { CaseFile, type Explanation, explain, techniqueOf } from '../../src/explain/index.js';
import type { Event } from '../../src/model/event.js';
import { actor, at, event, onTarget, process, target } from '../detect/build.js';

const questions = new Map<string, string>(CIRCUMSTANCES.map(({ id, description }) => [id, description]));

/** The case file of a stream, as the command makes it. */
function fileOf(events: readonly Event[], told = false): CaseFile {
  const cases = new CaseFile();
  const engine = new Engine({
    onIncident: (incident) => (told ? cases.tell(incident) : cases.find(incident)),
    onEvidence: (evidence) => cases.addEvidence(evidence),
  });
  for (const one of events) {
    cases.addEvent(one);
    engine.handle(one);
  }
  engine.flush();
  return cases;
}

function explained(cases: CaseFile, id = cases.ids()[0]!): Explanation {
  return explain(cases.open(id)!, DEFAULTS, questions);
}

const poke = (ms: number): Event =>
  onTarget('write-text', ms, { request: 'PTRACE_POKETEXT', bytes: 8, memory: { address: 0x5000, region: 'text' } });
const setRegisters = (ms: number): Event => onTarget('set-registers', ms, { request: 'PTRACE_SETREGS' });

describe('explain', () => {
  it('tells an incident step by step, with times, counts and regions', () => {
    const { timeline = [] } = explained(
      fileOf([onTarget('attach', 0), poke(3), poke(4), poke(5.5), onTarget('resume', 9)]),
    );
    assert.deepEqual(
      timeline.map(({ operation, afterMs, untilMs, count, regions }) => [
        operation,
        afterMs.toFixed(1),
        untilMs.toFixed(1),
        count,
        regions,
      ]),
      [
        ['attach', '0.0', '0.0', 1, []],
        ['write-text', '3.0', '5.5', 3, ['text']],
        ['resume', '9.0', '9.0', 1, []],
      ],
    );
    assert.match(timeline[1]!.text, /editor\[100\].*24 bytes.*service\[200\].*3 times.*0x5000 \(text\)/);
    assert.deepEqual(timeline[2]!.heuristics, []);
  });

  it('names who wrote into a process where that one acts, and who let go by ending', () => {
    const gained = event('map-exec', 6, {
      actor: target,
      writer: { tgid: actor.tgid, start: actor.start! },
      memory: { address: 0x7000, region: 'anonymous' },
    });
    const { timeline = [] } = explained(fileOf([onTarget('attach', 0), poke(3), gained, onTarget('tracer-exit', 9)]));
    assert.match(
      timeline[2]!.text,
      /service\[200\] gained executable memory.* after editor\[100\] had written into it/,
    );
    assert.match(timeline[3]!.text, /editor\[100\] ended, so that the kernel let go of service\[200\]/);
  });

  it('folds a loop of steps into one line each', () => {
    const loop = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? poke(index) : setRegisters(index)));
    const { timeline = [], notShown } = explained(fileOf([onTarget('attach', 0), ...loop]));
    assert.deepEqual(
      timeline.map(({ count }) => count),
      [1, 100, 100],
    );
    assert.equal(notShown, 0);
  });

  it('stays bounded, and says what stands in no step', () => {
    const events = Array.from({ length: 6000 }, (_, index) =>
      onTarget('attach', index, {
        actor: process(100, 'editor', { tid: 100, start: 5 }),
        ret: index % 2,
        request: `R${index}`,
      }),
    );
    const { timeline = [], notShown, incident } = explained(fileOf(events));
    const shown = timeline.reduce((sum, { count }) => sum + count, 0);
    assert.equal(shown + notShown, incident.events);
  });

  it('accounts for every point of the score', () => {
    const { score, incident } = explained(fileOf([onTarget('attach', 0), poke(1)]));
    assert.equal(
      score.sum,
      incident.reasons.reduce((sum, { weight }) => sum + weight, 0),
    );
    assert.equal(score.score, incident.score);
    assert.ok(score.consistent);
    assert.deepEqual(score.thresholds[0], { severity: 'info', from: 0 });
    const strict = { ...DEFAULTS, severities: { low: 1, medium: 2, high: 3, critical: 4 } };
    const cases = fileOf([onTarget('attach', 0)]);
    assert.equal(explain(cases.open(cases.ids()[0]!)!, strict, questions).score.consistent, false);
  });

  it('says what was not known, and what asked for it', () => {
    const { uid: _uid, euid: _euid, ...unknown } = process(200, 'service');
    const { notEvaluable } = explained(fileOf([onTarget('attach', 0, { target: { process: unknown } })]));
    const user = notEvaluable.find(({ heuristic }) => heuristic === 'other-user');
    assert.equal(user?.field, 'target.process.uid');
    assert.equal(user?.question, questions.get('other-user'));
  });

  it('names the losses of its time', () => {
    const cases = fileOf([onTarget('attach', 0), poke(100)]);
    cases.addLoss({ source: 'bpf', where: 'ring', count: 5, from: at(50), to: at(60) });
    cases.addLoss({ source: 'bpf', where: 'ring', count: 7, from: at(500), to: at(600) });
    assert.deepEqual(
      explained(cases).losses.map(({ count }) => count),
      [5],
    );
  });

  describe('says whether it worked', () => {
    const outcome = (...events: Event[]): string => explained(fileOf(events)).outcome.join(' ');

    it('where every call was refused, or nothing was changed', () => {
      assert.match(outcome(onTarget('attach', 0, { ret: -1 })), /^It failed/);
      assert.match(outcome(onTarget('attach', 0)), /^Nothing shows that the target was changed\./);
    });

    it('where the target was changed, with what shows that it obeyed', () => {
      assert.match(outcome(onTarget('attach', 0), poke(1)), /^It succeeded: .* run was not seen\./);
      assert.match(outcome(poke(1), setRegisters(2)), /goes on where the actor says/);
      const memory = { address: 0x9000, length: 4096, prot: 7, region: 'anonymous' } as const;
      const mapping = event('map-exec', 3, { actor: target, call: 'mmap', memory });
      assert.match(outcome(onTarget('attach', 0), setRegisters(2), mapping), /made calls for the actor/);
    });

    it('where a process did it to itself', () => {
      const file = { path: 'memfd:x', memfd: true, unlinked: true, inMemory: true };
      assert.match(outcome(event('exec', 0, { file })), /the program was executed\./);
      const own = event('mem-write', 0, { target: { process: actor }, bytes: 8, memory: { region: 'text' } });
      assert.match(outcome(own), /the code is changed/);
    });

    it('and how sure that is', () => {
      assert.match(outcome(poke(1)), /nothing was lost meanwhile\.$/);
      const { uid: _uid, euid: _euid, ...unknown } = process(200, 'service');
      assert.match(outcome(onTarget('attach', 0, { target: { process: unknown } })), /but some questions stayed open/);
    });
  });

  it('gives the advice of the heuristics that fired, the gravest first, and the names of techniques', () => {
    const { heuristics, attack, incident } = explained(fileOf([onTarget('attach', 0), poke(1)]));
    assert.equal(heuristics[0]?.id, 'remote-memory-write');
    assert.deepEqual(heuristics.map(({ id }) => id).sort(), [...incident.heuristics].sort());
    assert.ok(heuristics.every(({ nextSteps }) => nextSteps.length > 0));
    assert.ok(attack.every(({ name }) => name !== undefined));
    assert.equal(techniqueOf('T1055.008').url, 'https://attack.mitre.org/techniques/T1055/008/');
  });

  it('knows the name of every technique that a heuristic points to', () => {
    const ids = HEURISTICS.flatMap(({ definition, clues }) => [
      ...definition.attack,
      ...clues.flatMap((clue) => clue.attack ?? []),
    ]);
    for (const id of new Set(ids)) assert.notEqual(techniqueOf(id).name, undefined, id);
  });
});

describe('CaseFile', () => {
  it('prefers incidents as they were told, and finds their events', () => {
    const cases = fileOf([onTarget('attach', 0), poke(1)], true);
    const [id] = cases.ids();
    assert.equal(cases.open(id!)?.timeline?.steps({ actor, target }).length, 2);
    assert.equal(cases.open('0'.repeat(16)), undefined);
  });

  it('finds the events of an incident whose first event was not written down', () => {
    const whole = fileOf([onTarget('attach', 0), poke(1)]);
    const [incident] = whole.incidents();
    const cases = fileOf([poke(1)]);
    cases.tell(incident!);
    assert.equal(cases.open(incident!.id)?.timeline?.steps({ actor, target }).length, 1);
    assert.equal(explained(cases, incident!.id).notShown, 1);
  });

  it('has no timeline where no event was written down', () => {
    const cases = new CaseFile();
    cases.tell(fileOf([onTarget('attach', 0)]).incidents()[0]!);
    assert.equal(explained(cases).timeline, undefined);
  });

  it('keeps incidents apart, in order of time', () => {
    const other = process(300, 'other');
    const cases = fileOf([
      onTarget('attach', 5, { actor: other }),
      onTarget('attach', 1),
      event('attach', 9, { target: { process: process(201, 'third') } }),
    ]);
    assert.deepEqual(
      cases.incidents().map(({ target: one, actor: by }) => [by.comm, one?.comm]),
      [
        ['editor', target.comm],
        ['other', target.comm],
        ['editor', 'third'],
      ],
    );
  });
});
