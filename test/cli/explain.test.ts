import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '../../src/config/index.js';
import { Engine } from '../../src/detect/index.js';
import type { Event } from '../../src/model/event.js';
import type { Item } from '../../src/sinks/item.js';
import { formatJsonLine } from '../../src/sinks/jsonl.js';
import { at, onTarget, process as processOf } from '../detect/build.js';
import { interloper } from '../support/interloper.js';

const by = { actor: processOf(100, 'editor', { exe: { path: '/usr/bin/editor', device: 0x80_0001, inode: 77 } }) };

const EVENTS: Event[] = [
  onTarget('attach', 0, { ...by, request: 'PTRACE_ATTACH' }),
  onTarget('write-text', 12.5, { ...by, bytes: 8, memory: { address: 0x5000, region: 'text' } }),
  onTarget('set-registers', 13, by),
  onTarget('attach', 40, { actor: processOf(300, 'a\x1b[2Jb') }),
];

/** What watch writes of these events. */
function stream(withEvents: boolean): string {
  const items: Item[] = [{ kind: 'status', status: { state: 'attached', time: at(0) } }];
  const engine = new Engine({ onIncident: (incident) => items.push({ kind: 'incident', incident }) });
  for (const event of EVENTS) {
    if (withEvents) items.push({ kind: 'event', event });
    engine.handle(event);
  }
  engine.flush();
  items.push({
    kind: 'loss',
    loss: { source: 'bpf', where: 'ring', kind: 'ptrace', count: 4, from: at(5), to: at(6) },
  });
  return items.map((item) => `${formatJsonLine(item)}\n`).join('');
}

describe('explain', () => {
  let folder = '';
  let file = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'interloper-explain-'));
    file = join(folder, 'seen.jsonl');
    writeFileSync(file, stream(true));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('tells all incidents of a file to a person', async () => {
    const { code, stdout, stderr } = await interloper(['explain', file]);
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(stdout, /Who\n {2}actor {3}editor 100 · uid 1000 · \/usr\/bin\/editor/);
    assert.match(
      stdout,
      /What happened\n +\+0\.0 ms {2}editor\[100\] attached to service\[200\] \(PTRACE_ATTACH\)\n +\+12\.5 ms .*0x5000 \(text\)/,
    );
    assert.match(stdout, /Why high\n[\s\S]*\n +\d+ {2}= high; low from 20, medium from 40/);
    assert.match(stdout, /Lost meanwhile\n[\s\S]*4 events of kind ptrace by bpf \(ring\)/);
    assert.match(stdout, /T1055\.008 {2}Process Injection: Ptrace System Calls/);
    assert.match(stdout, /What to do next\n {2}- /);
    assert.equal(stdout.match(/^incident /gm)?.length, 2);
    assert.match(stdout, /a\\x1b\[2Jb/);
    assert.doesNotMatch(stdout, /\x1b/);
  });

  it('tells one, by the beginning of its id, as JSON too', async () => {
    const all = JSON.parse((await interloper(['explain', file, '--format', 'json'])).stdout);
    assert.equal(all.length, 2);
    const { id } = all[0].incident;
    const { code, stdout } = await interloper(['explain', id.slice(0, 8), '--from', file, '--format', 'json']);
    assert.equal(code, 0);
    const [one, ...others] = JSON.parse(stdout);
    assert.deepEqual(others, []);
    assert.deepEqual(one, all[0]);
    assert.equal(one.timeline.length, 3);
    assert.equal(
      one.score.sum,
      one.score.reasons.reduce((sum: number, { weight }: { weight: number }) => sum + weight, 0),
    );
  });

  it('says that the order is not known where the events were not written down', async () => {
    writeFileSync(file, stream(false));
    const { code, stdout } = await interloper(['explain', file]);
    assert.equal(code, 0);
    assert.match(stdout, /The order and the times are not known: the events were not written down/);
  });

  it('prints an exception that covers the incident, and nothing graver', async () => {
    const { code, stdout } = await interloper(['explain', file, '--min-severity', 'high', '--format', 'exception']);
    assert.equal(code, 0);
    assert.match(stdout, /^# incident [0-9a-f]{16}, high \d+: fill in/);
    const [entry, ...others] = parseConfiguration(stdout, 'suggested').exceptions;
    assert.deepEqual(others, []);
    assert.deepEqual(entry?.actor, { device: '8:1', inode: 77, user: 1000 });
    assert.deepEqual(entry?.target, { user: 1000 });
    assert.equal(entry?.maxSeverity, 'high');
    assert.deepEqual(entry?.operations, ['attach', 'write-text', 'set-registers']);
  });

  it('leaves out what is not grave', async () => {
    const { stdout } = await interloper(['explain', file, '--min-severity', 'high']);
    assert.equal(stdout.match(/^incident /gm)?.length, 1);
    const none = await interloper(['explain', file, '--min-severity', 'critical']);
    assert.deepEqual([none.code, none.stdout], [0, 'no incident is that grave\n']);
  });

  it('passes over lines that cannot be read, and says so', async () => {
    writeFileSync(file, `${stream(true)}{"kind":"event"}\nnot json\n`);
    const { code, stderr } = await interloper(['explain', file]);
    assert.equal(code, 0);
    assert.match(stderr, /seen\.jsonl: line \d+ has no operation or no source, and 1 more; passed over/);
  });

  it('names what is wrong with what it is asked for', async () => {
    const empty = join(folder, 'empty');
    const text = join(folder, 'text');
    writeFileSync(empty, '');
    writeFileSync(text, 'type=SYSCALL msg=...\n');
    const cases: [string[], number, RegExp][] = [
      [['abcdef'], 2, /name a file that has the incident, with --from/],
      [['nothere.jsonl'], 2, /nothere\.jsonl is neither a file nor the id of an incident/],
      [
        ['ffffffffffffffff', '--from', file],
        2,
        /there is no incident ffffffffffffffff in .*; there are\n {2}[0-9a-f]{16} {2}high \d+/,
      ],
      [[empty], 1, /there is no incident in .*empty/],
      [[text], 1, /text: line 1 is no JSON; is it what interloper wrote with --record or --format jsonl\?/],
      [[folder], 1, /cannot be read: EISDIR/],
    ];
    for (const [args, expected, message] of cases) {
      const { code, stderr } = await interloper(['explain', ...args]);
      assert.match(stderr, message);
      assert.equal(code, expected, args.join(' '));
    }
  });
});
