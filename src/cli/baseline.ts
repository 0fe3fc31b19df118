import { once } from 'node:events';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LastingPrograms } from '../host/lasting-program.js';
import { atLeast, type Incident } from '../model/incident.js';
import { secondsBetween, type Timestamp } from '../model/timestamp.js';
import type { Attach } from '../native/sensor.js';
import { escapeText } from '../sinks/escape.js';
import { Baseline } from '../triage/baseline/index.js';
import { DEFAULT_BASELINE, readBaseline, readBaselineIfThere, writeBaseline } from './baseline-file.js';
import { baselineTable, diffText, habitCount } from './baseline-text.js';
import { configOption, loadConfigurationFile } from './configuration.js';
import { UsageError } from './errors.js';
import { attachOption } from './options.js';
import { readStream } from './read-stream.js';
import { startSensor } from './start-sensor.js';

interface LearnOptions {
  readonly duration?: number;
  readonly output: string;
  readonly from?: readonly string[];
  readonly attach: Attach;
  readonly config?: string;
}

/** What was learned is on disk after so long, also where the host goes down. */
const SAVE_MS = 60_000;
/** Timers hold 2^31-1 ms. */
const LONGEST_MS = 0x7fff_ffff;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

export function registerBaselineCommand(program: Command): void {
  const baseline = program
    .command('baseline')
    .description('learn what is normal on this host, so that `watch --baseline` tells what is new from what is not');
  baseline
    .command('learn')
    .description('watch, and take what is seen for normal; adds to a baseline that is there')
    .option('--duration <time>', 'learn for so long: 30m, 24h, 7d (default: until interrupted)', duration)
    .option('--output <file>', 'the baseline to make or to add to', DEFAULT_BASELINE)
    .option('--from <file...>', 'learn from these recordings or JSON lines of this host instead of watching')
    .addOption(attachOption())
    .addOption(configOption())
    .action(learn);
  baseline
    .command('show')
    .description('print a baseline: who does what to whom, since when, on how many days')
    .argument('[file]', 'the baseline', DEFAULT_BASELINE)
    .addOption(new Option('--format <format>', 'how to write').choices(['table', 'json']).default('table'))
    .action(show);
  baseline
    .command('diff')
    .description('print what a baseline has that another one has not')
    .argument('<old>', 'the earlier one')
    .argument('[new]', 'the later one', DEFAULT_BASELINE)
    .action((old: string, later: string) => {
      process.stdout.write(diffText(readBaseline(old), readBaseline(later)));
    });
  for (const command of baseline.commands) command.copyInheritedSettings(program);
}

/** Parser of a length of time, to seconds. */
function duration(text: string): number {
  const match = /^(\d+)([smhdw])$/.exec(text);
  const value = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2]!]!;
  if (value > 0 && value * 1000 <= LONGEST_MS) return value;
  throw new InvalidArgumentError('It must be a length of time, at most 24 days: 90s, 30m, 24h, 7d.');
}

function show(file: string, { format }: { format: 'table' | 'json' }): void {
  const content = readBaseline(file);
  if (format === 'table') {
    process.stdout.write(baselineTable(content));
    return;
  }
  const plain = JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? value.toString() : value), 2);
  process.stdout.write(`${plain.split('\n').map(escapeText).join('\n')}\n`);
}

async function learn(options: LearnOptions): Promise<void> {
  if (options.from !== undefined && options.duration !== undefined) {
    throw new UsageError('--from learns from what is written down: --duration has no meaning with it');
  }
  const programs = new LastingPrograms();
  const baseline = new Baseline((process) => programs.of(process), readBaselineIfThere(options.output));
  const lessons = new Lessons(baseline);
  if (options.from === undefined) await learnLive(lessons, options);
  else for (const file of options.from) await learnFrom(file, lessons);
  writeBaseline(options.output, baseline.content());
  process.stdout.write(lessons.summary(options.output));
}

/** Grave incidents that are remembered, and that are listed at the end. */
const MOST_GRAVE = 1000;
const MOST_LISTED = 20;

/** What was learned in one run. */
class Lessons {
  readonly baseline: Baseline;
  readonly #before: number;
  readonly #grave = new Map<string, Incident>();

  constructor(baseline: Baseline) {
    this.baseline = baseline;
    this.#before = baseline.content().entries.length;
  }

  take(incident: Incident): void {
    this.baseline.learn(incident);
    if (atLeast(incident.severity, 'high') && this.#grave.size < MOST_GRAVE) this.#grave.set(incident.id, incident);
  }

  summary(file: string): string {
    const { entries, seconds, evicted } = this.baseline.content();
    const lines = [
      `${escapeText(file)}: ${habitCount(entries.length)}, ${entries.length - this.#before} of them new, learned in ${(seconds / 3600).toFixed(1)} h in all`,
    ];
    if (this.baseline.unknown > 0) {
      lines.push(
        `${this.baseline.unknown} incidents could not be learned: their program or target is in no file, or the source does not tell which`,
      );
    }
    if (evicted > 0) lines.push(`${habitCount(evicted)} given up for room`);
    for (const { id, severity, title = '', actor } of [...this.#grave.values()].slice(0, MOST_LISTED)) {
      lines.push(
        `look at this before you take it for normal: incident ${id}, ${severity}, ${escapeText(title)} by ${escapeText(actor.exe?.path ?? actor.comm ?? '?')}`,
      );
    }
    if (this.#grave.size > MOST_LISTED)
      lines.push(`and ${this.#grave.size - MOST_LISTED} more incidents that are high or critical`);
    return `${lines.join('\n')}\n`;
  }
}

async function learnLive(lessons: Lessons, { duration: limit, output, attach, config }: LearnOptions): Promise<void> {
  const { configuration } = loadConfigurationFile(config);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const sensor = startSensor({
    attach,
    parameters: configuration.detection,
    rolePaths: configuration.rolePaths,
    onIncident: (incident) => lessons.take(incident),
    onLoss: ({ count }) => process.stderr.write(`interloper: ${count} events were lost, and not learned\n`),
  });
  let since = Date.now();
  const save = (): void => {
    lessons.baseline.addTime((Date.now() - since) / 1000);
    since = Date.now();
    writeBaseline(output, lessons.baseline.content());
  };
  let failure: unknown;
  const saving = setInterval(() => {
    try {
      save();
    } catch (error) {
      failure = error;
      stop.abort();
    }
  }, SAVE_MS);
  const timer = limit === undefined ? undefined : setTimeout(onSignal, limit * 1000);
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  process.stderr.write(`interloper: learning into ${escapeText(output)}\n`);
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  clearInterval(saving);
  clearTimeout(timer);
  for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
  await sensor.stop();
  lessons.baseline.addTime((Date.now() - since) / 1000);
  if (failure !== undefined) throw failure;
}

async function learnFrom(file: string, lessons: Lessons): Promise<void> {
  let first: Timestamp | undefined;
  let last: Timestamp | undefined;
  const told = new Set<string>();
  const found: Incident[] = [];
  await readStream(file, {
    told: (incident) => {
      told.add(incident.id);
      lessons.take(incident);
    },
    found: (incident) => found.push(incident),
    time: (time) => {
      first ??= time;
      last = time;
    },
  });
  // what was written down as an incident goes before what the events give when they are judged again
  if (told.size === 0) for (const incident of found) lessons.take(incident);
  if (first !== undefined && last !== undefined) lessons.baseline.addTime(Math.max(0, secondsBetween(first, last)));
}
