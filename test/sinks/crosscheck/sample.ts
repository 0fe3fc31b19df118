import type { Alone, Report } from '../../../src/crosscheck/report.js';
import type { Event } from '../../../src/model/event.js';
import type { Run } from '../../../src/sinks/crosscheck/document.js';

/** Names that an attacker would choose for a reader of the report. */
export const HOSTILE = [
  '</script><script>document.title="owned"</script>',
  '"><img src="http://attacker.example/x" onerror="document.title=1">',
  '\u202egnp.exe',
  '\x1b]0;owned\x07\x1b[2J',
  "'; background: url(http://attacker.example/y)",
  '<!--',
  '&lt;b&gt;',
  '\ud800half',
] as const;

const at = (seconds: number, nanos = 0): Event['time'] => ({ seconds: 1_795_446_400 + seconds, nanos });

function event(name: string, index: number): Event {
  return {
    source: index % 2 === 0 ? 'bpf' : 'audit',
    operation: 'exec',
    time: at(1, index * 1_000_000),
    abi: 'x86_64',
    nr: 59,
    call: 'execve',
    args: [0x7ffd_0000_0000, 2n ** 63n + 1n],
    ret: 0,
    actor: { tgid: 1000 + index, comm: name, exe: { path: name, inode: 2n ** 60n }, cmdline: name },
    file: { path: name },
    ...(index % 2 === 1 && { record: { serial: 7000 + index } }),
  };
}

function alone(name: string, index: number): Alone {
  const isOdd = index < 2;
  return {
    side: index % 2 === 0 ? 'sensor' : 'audit',
    cause: isOdd ? 'unexplained' : index % 2 === 0 ? 'not-in-policy' : 'ring-drop',
    certainty: isOdd ? 'unknown' : 'certain',
    sentence: `Nothing is known of ${name}.`,
    evidence: [`rule 1: -F exe=${name}`],
    event: event(name, index),
  };
}

const distribution = {
  ...{ count: 40, min: 0.02, median: 1.5, p99: 30, max: 45 },
  classes: [{ below: 1, count: 10 }, { below: 10, count: 20 }, { below: 1000, count: 10 }, { count: 0 }],
};

/** A report with something of everything, in which all text that processes choose is `names`. */
export function sampleReport(names: readonly string[] = ['bash']): Report {
  const events = names.map(alone);
  const unexplained = events.filter(({ cause }) => cause === 'unexplained').length;
  const of = (side: Alone['side']): number => events.filter((one) => one.side === side).length;
  const totals = { matched: 40, sensorOnly: of('sensor'), auditOnly: of('audit'), unexplained, pending: 1 };
  const incident = {
    id: 'a1',
    severity: 'high',
    score: 80,
    title: names[0]!,
    heuristics: ['fileless-exec'],
    events: 2,
  } as const;
  return {
    totals,
    alerts: names.map((name) => ({
      ...{ what: 'program-unloaded', at: at(3), sentence: `${name} was unloaded`, events: 2 },
      evidence: [`BPF UNLOAD, serial 9: ${name}`],
    })),
    events: { sensor: 40 + of('sensor'), audit: 41 + of('audit') },
    first: at(0),
    last: at(4),
    operations: [{ operation: 'exec', sensor: 40 + of('sensor'), audit: 41 + of('audit'), ...totals }],
    latency: { sensor: distribution, audit: { ...distribution, min: -2.5 } },
    loss: {
      audit: {
        ...{ lost: 12, backlogEvents: 3, gapEvents: 2, gapRecords: 6, companions: 2, endMarks: 1, remainder: 0 },
        ...{ missingSerials: 2, missingSerialsAttributed: 2, readerLost: 0 },
        intervals: {
          entries: [
            {
              ...{ from: at(1), to: at(2), lost: 12, backlog: 16, backlogLimit: 16, rateLimit: 0 },
              ...{ backlogEvents: 3, gapEvents: 2, gapRecords: 6, companions: 2, remainder: 0 },
            },
          ],
          leftOut: 0,
        },
      },
      sensor: {
        ...{ lost: 5, attributed: 4, remainder: 1 },
        intervals: {
          entries: [{ where: 'ring', kind: 'exec', from: at(2), to: at(3), count: 5, attributed: 4, remainder: 1 }],
          leftOut: 0,
        },
      },
    },
    alone: events,
    aloneLeftOut: 3,
    causes: [
      { side: 'sensor', cause: 'unexplained', count: events[0]?.cause === 'unexplained' ? 1 : 0 },
      { side: 'audit', cause: 'ring-drop', count: 4 },
    ],
    clock: {
      ...{ tickMs: 4, phaseNs: 123_456, pairs: 30, refits: 1, exact: 38, withinOneTick: 2, worse: 0, withoutEntry: 0 },
      steps: [{ at: at(2), byMs: -1500 }],
    },
    match: { exact: 36, byOrder: 2, adjacentTick: 1, unique: 1, interchangeable: 2 },
    incidents: {
      entries: [
        {
          actor: { tgid: 1000, comm: names[0]! },
          target: null,
          first: at(1),
          sensor: incident,
          differences: [
            {
              about: 'fileless-exec',
              field: 'file.memfd',
              lackedBy: 'audit',
              sentence: `audit cannot see ${names[0]}`,
            },
          ],
        },
      ],
      leftOut: 2,
    },
    timeline: {
      start: at(0),
      bucketMs: 100,
      buckets: Array.from({ length: 40 }, (_, index) => ({
        ...{ matched: 1, sensorOnly: index % 7 === 0 ? 2 : 0, auditOnly: index % 11 === 0 ? 1 : 0 },
        unexplained: index === 10 ? unexplained : 0,
      })),
    },
    intervals: {
      entries: [
        { side: 'sensor', what: 'attached', from: at(0), to: at(4) },
        { side: 'audit', what: 'disabled', from: at(1), to: at(2), detail: names[0]! },
      ],
      leftOut: 0,
    },
    limits: { cutOff: 0, sentences: [`What limits ${names[0]}`] },
  };
}

/** A run of which every text is `name`. */
export function sampleRun(name = 'host'): Run {
  return {
    ...{ software: '1.2.3', host: name, kernel: '6.12', audit: name },
    sensor: { attachMode: 'fentry', gaps: [name] },
    command: { argv: [name, 'argument'], ended: 0 },
    problems: [name],
  };
}
