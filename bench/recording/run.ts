/**
 * What recording costs: events of a kind and variety as the sensor gives them, written to a file and read back, beside
 * the same events as JSON Lines in the same run.
 * usage: node dist/bench/recording/run.js [EVENTS] [ROUNDS]
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../src/model/event.js';
import type { Process } from '../../src/model/process.js';
import { Recorder, readRecording } from '../../src/recording/index.js';
import { formatJsonLine } from '../../src/sinks/jsonl.js';
import { grouped, spread } from '../spread.js';

const [count = 200_000, rounds = 5] = process.argv.slice(2).map(Number);

/** Processes at a time: a host that is busy, each of them in some hundred events in turn. */
const PROCESSES = 500;
const CALLS_IN_A_ROW = 20;

const processOf = (tgid: number): Process => ({
  tgid,
  tid: tgid,
  start: 86_400_000_000_000 + tgid * 1_000_003,
  ppid: 1,
  uid: 1000,
  euid: 1000,
  gid: 1000,
  egid: 1000,
  auid: 1000,
  session: 3,
  capabilities: 0,
  comm: `worker-${tgid}`,
  exe: {
    path: `/usr/lib/service/worker-${tgid % 40}`,
    device: 0x800001,
    inode: 4_000_000 + (tgid % 40),
    mode: 0o100755,
  },
  cgroup: 12_345,
  pidNamespace: 4026531836,
  mountNamespace: 4026531841,
  cmdline: `/usr/lib/service/worker-${tgid % 40} --config /etc/service/worker.conf --id ${tgid}`,
  parent: { tgid: 1, start: 1, uid: 0, comm: 'systemd', exe: '/usr/lib/systemd/systemd' },
});

function makeEvents(): Event[] {
  const processes = Array.from({ length: PROCESSES }, (_, index) => processOf(1000 + index));
  return Array.from({ length: count }, (_, index): Event => {
    const turn = Math.floor(index / CALLS_IN_A_ROW);
    const [actor, target] = [processes[turn % PROCESSES]!, processes[(turn * 7 + 1) % PROCESSES]!];
    const time = { seconds: 1_800_000_000 + Math.floor(index / 1000), nanos: (index % 1000) * 1_000_000 + 123 };
    const address = 0x7f00_0000_0000 + index * 8;
    const base = { source: 'bpf', time, abi: 'x86_64', actor } as const;
    if (index % 2 === 0) {
      const file = { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', device: 0x800001, inode: 4_100_000, mode: 0o100644 };
      const memory = { address, length: 4096, prot: 5, flags: 2, region: 'file', sharing: 'private' } as const;
      const args = [0, 4096, 5, 2, 3, 0];
      return { ...base, operation: 'map-exec', nr: 9, call: 'mmap', args, ret: address, memory, file };
    }
    const memory = { address, length: 8, region: 'stack', regionFrom: 'kernel' } as const;
    // described anew for each event, as the sensor does with targets
    const whom = { process: { ...target }, argument: target.tgid };
    const call = { nr: 101, call: 'ptrace', request: 'PTRACE_POKEDATA', ret: 0 };
    return { ...base, operation: 'write-data', ...call, args: [5, target.tgid, address, index], target: whom, memory };
  });
}

const seconds = (work: () => void): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

const folder = mkdtempSync(join(tmpdir(), 'interloper-bench-'));
const [recording, lines] = [join(folder, 'events.rec'), join(folder, 'events.jsonl')];
const rates: Record<string, number[]> = {
  'recording, write': [],
  'recording, read': [],
  'JSON Lines, write': [],
  'JSON Lines, parse': [],
};
const sizes: Record<string, number> = {};
try {
  const events = makeEvents();
  for (let round = 0; round < rounds; round++) {
    const times = [
      seconds(() => {
        const recorder = Recorder.create(recording, { source: 'bpf', software: 'bench', force: true });
        for (const event of events) recorder.write({ kind: 'event', event });
        recorder.end();
      }),
      seconds(() => {
        const read = readRecording(recording);
        for (const _ of read);
        if (read.summary.events !== count) throw new Error(`${read.summary.events} events came back`);
      }),
      seconds(() => {
        const blocks: string[] = [];
        for (const event of events) blocks.push(formatJsonLine({ kind: 'event', event }));
        writeFileSync(lines, blocks.join('\n'));
      }),
      seconds(() => {
        for (const line of readFileSync(lines, 'utf8').split('\n')) JSON.parse(line);
      }),
    ];
    for (const [index, name] of Object.keys(rates).entries()) rates[name]!.push(count / times[index]!);
  }
  sizes['recording'] = statSync(recording).size / count;
  sizes['JSON Lines'] = statSync(lines).size / count;
} finally {
  rmSync(folder, { recursive: true });
}

console.log(`${count} events, ${rounds} rounds, Node.js ${process.version}`);
for (const [name, values] of Object.entries(rates)) {
  console.log(`${name.padEnd(18)} ${spread(values, grouped)} events a second`);
}
for (const [name, bytes] of Object.entries(sizes)) console.log(`${name.padEnd(18)} ${bytes.toFixed(1)} bytes an event`);
