import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Intake, isJournal, JournalWriter, replayJournal } from '../src/crosscheck-journal.js';
import type { Observation } from '../src/crosscheck-session.js';
import type { Event } from '../src/model/event.js';
import type { Timestamp } from '../src/model/timestamp.js';

const at = (nanos: number): Timestamp => ({ seconds: 1_795_446_400, nanos });

const event = (tgid: number): Event => ({
  ...{ source: 'bpf', operation: 'exec', time: at(tgid), abi: 'x86_64', nr: 59, call: 'execve', ret: 0 },
  actor: { tgid, comm: 'sh' },
});

const RECORD = Buffer.from('audit(1795446400.000:7): arch=c000003e syscall=59 comm="sh"');

/** Notes what comes, as JSON. */
class Notes implements Intake {
  readonly lines: unknown[] = [];

  sensor({ actor, time }: Event, when: Timestamp): void {
    this.lines.push(['sensor', actor, time, when]);
  }

  auditRecord(type: number, text: Buffer, when: Timestamp): void {
    this.lines.push(['record', type, text.toString(), when]);
  }

  auditBytes(bytes: Buffer, when: Timestamp): void {
    this.lines.push(['bytes', bytes.toString(), when]);
  }

  observe(observation: Observation, when: Timestamp): void {
    this.lines.push([observation, when]);
  }
}

/** Something of everything, several at one moment and several moments. */
function feed(intake: Intake): void {
  const [first, second, third] = [at(1), at(2), at(3)];
  intake.observe({ kind: 'boot-time', nanoseconds: 1_795_446_000_123_456_789n }, first);
  intake.observe({ kind: 'rules', text: '-a always,exit -S execve' }, first);
  intake.sensor(event(1), first);
  intake.sensor(event(2), first);
  intake.sensor(event(3), second);
  intake.auditRecord(1300, RECORD, second);
  intake.auditRecord(1320, Buffer.from('audit(1795446400.000:7): '), second);
  intake.auditRecord(1999, RECORD, third);
  intake.sensor(event(4), third);
  intake.auditBytes(Buffer.from('type=SYSCALL msg=audit(1795446400.000:8): a'), third);
  intake.auditBytes(Buffer.from('rch=c000003e\n'), at(4));
  intake.observe({ kind: 'tick' }, at(5));
}

describe('the journal of a cross-check', () => {
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'interloper-test-'));
    folder = join(root, 'kept');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const write = (): void => {
    const writer = new JournalWriter(folder, '1.0', { run: 'begun' });
    feed({
      sensor: (event, when) => {
        writer.recorder.write({ kind: 'event', event });
        writer.sensor(event, when);
      },
      auditRecord: (type, text, when) => writer.auditRecord(type, text, when),
      auditBytes: (bytes, when) => writer.auditBytes(bytes, when),
      observe: (observation, when) => writer.observe(observation, when),
    });
    writer.conclude({ run: 'ended' });
    writer.close();
  };

  const replay = (): { lines: unknown[]; facts: unknown; problems: readonly string[] } => {
    const notes = new Notes();
    const { facts, problems } = replayJournal(folder, () => notes);
    return { lines: notes.lines, facts, problems };
  };

  it('hands on what came, in the order and at the times at which it came', () => {
    write();
    const straight = new Notes();
    feed(straight);
    assert.ok(isJournal(folder));
    assert.deepEqual(replay(), { lines: straight.lines, facts: { run: 'ended' }, problems: [] });
  });

  it('is for its owner alone, and has the records as a log', () => {
    write();
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    for (const name of ['sensor.rec', 'audit.log', 'journal.jsonl']) {
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
    const [first, second, third] = readFileSync(join(folder, 'audit.log'), 'utf8').split('\n');
    assert.equal(first, `type=SYSCALL msg=${RECORD}`);
    assert.equal(second, 'type=EOE msg=audit(1795446400.000:7): ');
    assert.equal(third, `type=UNKNOWN[1999] msg=${RECORD}`);
  });

  it('takes no line break of a record for the end of it', () => {
    const writer = new JournalWriter(folder, '1.0', {});
    writer.auditRecord(1300, Buffer.from('audit(1.000:7): key="a\ntype=SYSCALL msg=audit(1.000:8): forged"'), at(1));
    writer.close();
    assert.equal(readFileSync(join(folder, 'audit.log'), 'utf8').split('\n').length, 2);
  });

  it('writes into no folder that has something in it', () => {
    write();
    assert.throws(() => new JournalWriter(folder, '1.0', {}), /is not empty; name a new folder/);
  });

  it('is used up to where it was cut off, and says so', () => {
    write();
    const path = join(folder, 'journal.jsonl');
    truncateSync(path, statSync(path).size - 5);
    const { lines, facts, problems } = replay();
    assert.equal(lines.length, 12);
    assert.deepEqual(facts, { run: 'begun' });
    assert.match(problems.join(), /journal\.jsonl ends within a line/);
  });

  it('ends where the records that it tells of are not there', () => {
    write();
    truncateSync(join(folder, 'audit.log'), 10);
    const { lines, problems } = replay();
    assert.equal(lines.length, 5);
    assert.match(problems.join(), /journal\.jsonl:6: the events that it tells of were not written/);
  });

  it('names the line that makes no sense', () => {
    write();
    appendFileSync(join(folder, 'journal.jsonl'), 'null\n');
    assert.throws(() => replay(), /journal\.jsonl:\d+: it is no line of a recorded cross-check/);
  });
});
