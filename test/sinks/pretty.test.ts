import assert from 'node:assert/strict';
import type { Event } from '../../src/model/event.js';
import { type PrettyOptions, PrettySink } from '../../src/sinks/pretty.js';
import { wantsColour } from '../../src/sinks/style.js';
import { at, event, incidentOf, onTarget, process, recorder } from '../detect/build.js';
import { MemoryStream } from './memory-stream.js';

const titles = new Map([['ptrace-injection', 'Code written through ptrace']]);

function setUp(options: Partial<PrettyOptions> = {}): { stream: MemoryStream; sink: PrettySink } {
  const stream = new MemoryStream();
  return { stream, sink: new PrettySink(stream, { colour: false, titles, settleMs: 0, ...options }) };
}

/** What is printed of all reports that `events` make. */
function printed(events: readonly Event[], options: Partial<PrettyOptions> = {}): MemoryStream {
  const { stream, sink } = setUp(options);
  const { engine, reports } = recorder();
  for (const one of events) engine.handle(one);
  engine.flush();
  for (const incident of reports) sink.write({ kind: 'incident', incident });
  sink.flush();
  return stream;
}

describe('PrettySink', () => {
  it('shows what happened, who, to whom, how bad, and why with each weight', () => {
    const actor = process(100, 'editor', { cmdline: 'editor -p 200', parent: { tgid: 1, comm: 'init' } });
    const { lines } = printed([onTarget('attach', 0, { actor }), onTarget('write-text', 250, { actor })], {
      settleMs: 60_000,
    });
    assert.deepEqual(lines.slice(0, -2), [
      "▌ HIGH 71  Wrote into another process's memory  08:00:00.000",
      '▌   editor 100 · uid 1000 · /usr/bin/editor · parent init 1 · editor -p 200',
      '▌    └▶ service 200 · uid 1000 · /usr/bin/service · parent 1',
      '▌     +1  editor[100] attached to service[200]',
      '▌    +70  editor[100] wrote 8 bytes into service[200] by ptrace',
    ]);
    assert.match(lines.at(-2)!, /^▌ {3}T1055\.008 · T1055 · 2 events in 250 ms · incident [0-9a-f]{16}$/);
    assert.equal(lines.at(-1), '▌   not known: memory.region');
  });

  it('prints of a later revision only what is new', () => {
    const words = Array.from({ length: 60 }, (_, index) => onTarget('write-text', 1 + index * 100));
    const { lines } = printed([onTarget('attach', 0), ...words]);
    const updates = lines.slice(5);
    assert.equal(updates.length, 3);
    assert.match(updates[0]!, /^▌ INFO 5 → HIGH 71 {2}editor 100 → service 200 {2}2 events \(\+1\) · incident/);
    assert.match(updates[1]!, /^▌ {4}\+70 {2}editor\[100\] wrote 8 bytes/);
    assert.match(updates[2]!, /^▌ HIGH 71 {2}editor 100 → service 200 {2}\d+ events \(\+\d+\)/);
  });

  it('shows who else took part, when that one comes in', () => {
    const actor = process(101, 'dd', { ppid: 100, parent: { tgid: 100, start: 100_000_000, comm: 'editor' } });
    const { lines } = printed([onTarget('attach', 0), onTarget('mem-write', 9, { actor, bytes: 1 })]);
    assert.ok(lines.includes('▌   with dd 101 · uid 1000 · /usr/bin/dd · parent editor 100'), lines.join('\n'));
  });

  it('does not go on about counts of what matters little', () => {
    const reads = Array.from({ length: 600 }, (_, index) => onTarget('remote-read', index * 100, { bytes: 1 }));
    assert.equal(printed(reads).text, printed(reads.slice(0, 1)).text);
  });

  it('holds an incident back until a state is printed, so that the order stays right', () => {
    const { stream, sink } = setUp({ settleMs: 60_000 });
    sink.write({ kind: 'incident', incident: incidentOf([onTarget('attach', 0)]) });
    assert.equal(stream.text, '');
    sink.write({ kind: 'status', status: { state: 'stopped', time: at(0), details: { lost: 0 } } });
    assert.match(stream.text, /INFO 5[\s\S]*interloper stopped · lost 0\n$/);
  });

  it('leaves out the path of a program only where the command line begins with just that', () => {
    const lineOf = (cmdline: string): string =>
      printed([onTarget('attach', 0, { actor: process(100, 'editor', { cmdline }) })]).lines[1]!;
    assert.equal(lineOf('/usr/bin/editor -p 200'), '▌   editor 100 · uid 1000 · parent 1 · /usr/bin/editor -p 200');
    assert.match(lineOf('/usr/bin/editor-in-chief'), / · \/usr\/bin\/editor · /);
  });

  it('says that events were lost', () => {
    const { engine, reports } = recorder();
    engine.handleLoss({ source: 'bpf', where: 'ring', count: 1200, from: at(0), to: at(9) });
    engine.handle(onTarget('attach', 5));
    const { stream, sink } = setUp();
    for (const incident of reports) sink.write({ kind: 'incident', incident });
    assert.match(stream.text, /1,200 events lost meanwhile/);
  });

  it('prints events, losses and what was not resolved', () => {
    const { stream, sink } = setUp();
    sink.write({ kind: 'event', event: onTarget('attach', 0, { request: 'PTRACE_SEIZE', ret: -1 }) });
    sink.write({ kind: 'event', event: event('write-text', 0, { target: { argument: 7 } }) });
    sink.write({ kind: 'loss', loss: { source: 'audit', where: 'backlog', count: 1, from: at(0), to: at(1) } });
    assert.deepEqual(stream.lines, [
      '08:00:00.000 bpf attach         editor 100  → service 200  PTRACE_SEIZE  failed (errno 1)',
      '08:00:00.000 bpf write-text     editor 100  → pid argument 7',
      '! 1 event lost by audit (backlog) between 08:00:00.000 and 08:00:00.001',
    ]);
    const unresolved = printed([event('write-text', 0, { target: { argument: 7 } })]);
    assert.match(unresolved.text, /└▶ pid argument 7, not resolved/);
  });

  it('lets no name speak to the terminal', () => {
    const evil = '\x1b]0;x\x07\u202e\n▌ CRITICAL';
    const actor = process(1, evil, {
      cmdline: evil,
      exe: { path: evil, memfd: true },
      parent: { tgid: 2, comm: evil },
    });
    const target = { process: process(2, evil) };
    const { stream, sink } = setUp();
    const attack = onTarget('remote-write', 0, { actor, target, bytes: 1, file: { path: evil } });
    sink.write({ kind: 'incident', incident: incidentOf([attack]) });
    sink.write({ kind: 'event', event: attack });
    sink.write({ kind: 'status', status: { state: evil, time: at(0), details: { [evil]: [evil, { [evil]: 1 }] } } });
    sink.write({ kind: 'loss', loss: { source: 'bpf', where: evil, kind: evil, count: 1, from: at(0), to: at(0) } });
    assert.doesNotMatch(stream.text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    assert.ok(stream.text.includes('\\x1b]0;x\\x07\\u{202e}\\n'));
  });

  it('colours on request alone', () => {
    assert.doesNotMatch(printed([onTarget('write-text', 0)]).text, /\x1b/);
    assert.match(printed([onTarget('write-text', 0)], { colour: true }).text, /\x1b\[1;97;41m HIGH 70 \x1b\[0m/);
  });
});

describe('wantsColour', () => {
  it('needs a terminal, and no wish against it', () => {
    assert.equal(wantsColour({ isTTY: true }, {}), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: '' }), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: '0' }), false);
    assert.equal(wantsColour({ isTTY: true }, { TERM: 'dumb' }), false);
    assert.equal(wantsColour({}, {}), false);
  });
});
