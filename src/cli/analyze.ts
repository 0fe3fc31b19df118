import { existsSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { Analysis, type AnalysisTotals } from '../analysis.js';
import { UNREADABLE_TEXT, type UnreadableLine } from '../audit/index.js';
import { expand } from '../audit/sources/expand.js';
import { follow } from '../audit/sources/follow.js';
import { readLogFile } from '../audit/sources/log-file.js';
import { arrange, type LogSet } from '../audit/sources/rotation.js';
import type { Configuration } from '../config/index.js';
import { atLeast, type Incident, type Severity } from '../model/incident.js';
import { timestampFromNanoseconds } from '../model/timestamp.js';
import type { Recorder } from '../recording/index.js';
import { escapeText } from '../sinks/escape.js';
import type { Item, Sink } from '../sinks/item.js';
import { Triage } from '../triage.js';
import { summaryDetails, summaryText } from './analysis-summary.js';
import { configOption, Settings } from './configuration.js';
import { CannotRunError, EXIT, UsageError } from './errors.js';
import { exceptionDetails, exceptionText, showSuppressedOption } from './exceptions.js';
import { followKernel } from './follow-kernel.js';
import { noLogIn } from './no-log.js';
import { severityOption } from './options.js';
import { type Format, openSink } from './output.js';
import { Progress } from './progress.js';
import { reason } from './reason.js';
import { addRecordOptions, endRecording, openRecorder, type RecordOptions, recordSuppressed } from './recording.js';
import { timeParser } from './time.js';
import { WorstSeverity } from './worst-severity.js';

interface AnalyzeOptions extends RecordOptions {
  readonly format: Format;
  readonly follow?: true;
  readonly live?: true;
  readonly since?: number;
  readonly until?: number;
  readonly strict?: true;
  readonly minSeverity: Severity;
  readonly failOn?: Severity;
  readonly showSuppressed?: boolean;
}

const DEFAULT_LOGS = '/var/log/audit';
const STDIN = '-';
/** In place of a file's name; none is like it, for names that are given become paths. */
const KERNEL = 'the kernel';

/** A followed event whose records have not come after so long is judged without them. ausearch waits 2 s, too. */
const LATEST_RECORD_MS = 2000;

/** Incidents kept to be written once, at the end; the earliest are written before that where there are more. */
const MOST_KEPT = 10_000;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function registerAnalyzeCommand(program: Command): void {
  addRecordOptions(program.command('analyze'))
    .description("find process injection in auditd's logs, of this host or any other; needs no root and no kernel")
    .argument(
      '[file...]',
      `logs in any order, plain or compressed with gzip or zstd, patterns, directories, or - for the standard input (default: ${DEFAULT_LOGS})`,
    )
    .option('--follow', 'go on with what is added to the log, through rotation, until interrupted')
    .option('--live', 'read from the kernel as it happens, beside auditd or without it, until interrupted (root)')
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'jsonl']).default('pretty'))
    .option(
      '--since <time>',
      'judge only events from this time on: 2026-11-23T16:10, @1795446405, 24h (ago)',
      timeParser(),
    )
    .option('--until <time>', 'judge only events before this time', timeParser())
    .option('--strict', 'look at every field of every system call record, and show each line that cannot be read')
    .addOption(severityOption('--min-severity <severity>', 'leave out incidents below this').default('info'))
    .addOption(severityOption('--fail-on <severity>', 'end with exit code 3 if there was an incident at or above this'))
    .addOption(showSuppressedOption())
    .addOption(configOption())
    .action(async (files: string[], { config }: { config?: string }, command: Command) => {
      const settings = new Settings<AnalyzeOptions>(command, config, optionsOf);
      process.exitCode = await new Analyze(settings.options, settings.configuration).run(files);
    });
}

const optionsOf = ({ minSeverity, failOn, showSuppressed }: Configuration): Record<string, unknown> => ({
  minSeverity,
  failOn,
  showSuppressed,
});

/** One run of the command. */
class Analyze {
  readonly #options: AnalyzeOptions;
  readonly #configuration: Configuration;
  readonly #triage: Triage;
  readonly #sink: Sink;
  readonly #stop = new AbortController();
  readonly #kept = new Map<string, Incident>();
  readonly #problems: string[] = [];
  #progress = new Progress(process.stderr, 0);
  readonly #worst = new WorstSeverity();
  #failure: Error | undefined;
  #recorder: Recorder | undefined;
  #file = '';
  /** lines of the files before this one */
  #lineBase = 0;

  constructor(options: AnalyzeOptions, configuration: Configuration) {
    this.#options = options;
    this.#configuration = configuration;
    this.#triage = new Triage(configuration, { onNotice: (text) => this.#warn(escapeText(text)) });
    this.#sink = openSink(process.stdout, options.format, {
      dates: true,
      onClosed: () => this.#stop.abort(),
      onError: (error) => {
        this.#failure = error;
        this.#stop.abort();
      },
    });
  }

  /** The input has no end of its own: what is found is written at once. */
  get #grows(): boolean {
    return this.#options.follow === true || this.#options.live === true;
  }

  async run(args: readonly string[]): Promise<number> {
    const { since, until } = this.#options;
    if (since !== undefined && until !== undefined && until <= since) {
      throw new UsageError('--until must be later than --since');
    }
    const onSignal = (): void => this.#stop.abort();
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    try {
      return await this.#run(args);
    } finally {
      for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    }
  }

  async #run(args: readonly string[]): Promise<number> {
    const started = process.hrtime.bigint();
    for (const warning of this.#triage.warnings) this.#warn(escapeText(warning));
    const sets = await this.#inputs(args);
    const files = sets.reduce((sum, set) => sum + set.files.length, 0);
    this.#progress = new Progress(process.stderr, totalSize(sets));
    if (this.#options.record !== undefined && sets.length > 1) {
      throw new UsageError(`--record takes one log, not ${sets.length}: ${stems(sets)}`);
    }
    this.#recorder = openRecorder(this.#options, { source: 'audit', parameters: this.#configuration.detection });
    const totals: AnalysisTotals[] = [];
    for (const set of sets) {
      if (!this.#stop.signal.aborted) totals.push(await this.#analyze(set));
    }
    this.#writeKept(0);
    this.#progress.clear();
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    await this.#summarize(sets, totals, files, seconds);
    if (this.#failure !== undefined) throw new CannotRunError(`cannot write: ${reason(this.#failure)}`);
    endRecording(this.#recorder);
    for (const problem of this.#problems) process.stderr.write(`interloper: ${problem}\n`);
    if (this.#worst.reaches(this.#options.failOn)) return EXIT.found;
    return this.#problems.length > 0 ? EXIT.cannotRun : EXIT.ok;
  }

  async #inputs(args: readonly string[]): Promise<LogSet[]> {
    if (this.#options.live) {
      if (args.length > 0) throw new UsageError('--live reads from the kernel: it takes no files');
      if (this.#options.follow) throw new UsageError('--live and --follow exclude each other');
      return [{ stem: KERNEL, files: [KERNEL] }];
    }
    if (args.includes(STDIN)) {
      if (args.length > 1) throw new UsageError('- (the standard input) cannot be given together with files');
      if (this.#options.follow)
        throw new UsageError('--follow needs a file: the standard input is read to its end anyway');
      return [{ stem: STDIN, files: [STDIN] }];
    }
    const paths = (args.length === 0 ? [DEFAULT_LOGS] : args).flatMap((arg) => {
      const found = this.#expand(arg);
      if (found.length > 0 || this.#options.follow) return found.length > 0 ? found : [arg];
      if (args.length > 0) throw new UsageError(noLogIn(arg));
      throw new CannotRunError(`there is no log in ${DEFAULT_LOGS}; name the files to analyze`);
    });
    const sets = await arrange(
      paths.filter((path) => existsSync(path)),
      (path, error) => this.#problem(path, error),
    );
    if (this.#options.follow) return [followed(paths, sets)];
    if (sets.length === 0) throw new CannotRunError(this.#problems.join('\n'));
    return sets;
  }

  #expand(arg: string): string[] {
    try {
      return expand(arg);
    } catch (error) {
      throw new CannotRunError(`cannot look into ${escapeText(arg)}: ${whyUnreadable(error)}`);
    }
  }

  async #analyze(set: LogSet): Promise<AnalysisTotals> {
    const analysis = new Analysis({
      since: this.#options.since,
      until: this.#options.until,
      strict: this.#options.strict ?? false,
      clock: Date.now,
      parameters: this.#configuration.detection,
      ...(this.#recorder && { recorder: this.#recorder }),
      onIncident: (incident) => this.#report(incident, set.stem),
      onLoss: (loss) => {
        if (this.#options.format === 'jsonl' || this.#grows) this.#write({ kind: 'loss', loss });
      },
      ...(this.#options.strict && { onUnreadable: (line) => this.#showUnreadable(line) }),
    });
    for (const file of set.files) {
      if (this.#stop.signal.aborted) break;
      const last = file === set.files.at(-1);
      this.#begin(file, analysis);
      if (this.#options.live) await this.#live(analysis);
      else if (last && this.#options.follow) await this.#follow(file, analysis);
      else await this.#read(file, analysis);
    }
    return analysis.end();
  }

  #begin(file: string, analysis: Analysis): void {
    this.#file = file;
    this.#lineBase = analysis.statistics.lines;
  }

  async #read(file: string, analysis: Analysis): Promise<void> {
    const { statistics } = analysis;
    const detail = (): string => `${(statistics.records / 1e6).toFixed(1)} M records  ${escapeText(file)}`;
    const advance = (bytes: number): void => this.#progress.add(bytes, detail);
    try {
      const chunks = file === STDIN ? (process.stdin as AsyncIterable<Buffer>) : readLogFile(file, advance);
      for await (const chunk of chunks) {
        analysis.push(chunk);
        if (this.#stop.signal.aborted) break;
      }
    } catch (error) {
      this.#problem(file, error as Error);
    }
    analysis.endFile();
  }

  async #live(analysis: Analysis): Promise<void> {
    await followKernel(analysis, {
      signal: this.#stop.signal,
      ready: ({ enabled, pid, rateLimit, backlogLimit }) => {
        this.#status('attached', { source: KERNEL, enabled, daemon: pid, rateLimit, backlogLimit });
      },
      turn: () => settle(analysis),
      warn: (text) => this.#warn(text),
    });
  }

  async #follow(file: string, analysis: Analysis): Promise<void> {
    try {
      await follow(
        file,
        {
          chunk: (bytes) => analysis.push(bytes),
          fileEnd: () => {
            analysis.endFile();
            this.#begin(file, analysis);
          },
          turn: () => settle(analysis),
          lost: (why) => this.#warn(`${escapeText(why)}: what was in it is not known`),
        },
        { signal: this.#stop.signal },
      );
    } catch (error) {
      this.#problem(file, error as Error);
    }
  }

  #report(found: Incident, stem: string): void {
    const incident = this.#triage.judge(found);
    if (incident.suppressedBy !== undefined) {
      recordSuppressed(this.#recorder, incident);
      this.#keepSuppressed(incident, stem);
      return;
    }
    this.#worst.note(incident);
    if (atLeast(incident.severity, this.#options.minSeverity)) this.#keep(incident, stem);
  }

  #keepSuppressed(incident: Incident, stem: string): void {
    if (this.#options.showSuppressed) this.#keep(incident, stem);
  }

  #keep(incident: Incident, stem: string): void {
    if (this.#grows) {
      this.#write({ kind: 'incident', incident });
      return;
    }
    // written once, as it stands at the end: a report of what is past has no use for its growing
    const key = `${stem}\0${incident.host ?? ''}\0${incident.id}`;
    this.#kept.delete(key);
    this.#kept.set(key, incident);
    if (this.#kept.size > MOST_KEPT) this.#writeKept(MOST_KEPT / 2);
  }

  /** Writes those that have not changed for longest, until `left` remain; in order of time. */
  #writeKept(left: number): void {
    const taken: Incident[] = [];
    for (const [key, incident] of this.#kept) {
      if (this.#kept.size <= left) break;
      this.#kept.delete(key);
      taken.push(incident);
    }
    taken.sort((a, b) => a.first.seconds - b.first.seconds || a.first.nanos - b.first.nanos);
    for (const incident of taken) this.#write({ kind: 'incident', incident });
  }

  #sourceOf(files: number): string {
    if (this.#options.live) return KERNEL;
    return files === 1 ? '1 file' : `${files} files`;
  }

  #status(state: string, details: Record<string, unknown>): void {
    const time = timestampFromNanoseconds(BigInt(Date.now()) * 1_000_000n);
    this.#write({ kind: 'status', status: { state, time, details } });
  }

  #write(item: Item): void {
    this.#progress.clear();
    this.#sink.write(item);
  }

  #problem(file: string, error: Error): void {
    const why = whyUnreadable(error);
    this.#problems.push(
      `${escapeText(file)}: ${why.startsWith('is ') || why.startsWith('needs ') ? why : `cannot be read: ${why}`}`,
    );
  }

  #warn(text: string): void {
    this.#progress.clear();
    process.stderr.write(`interloper: ${text}\n`);
  }

  #showUnreadable({ reason, line, text }: UnreadableLine): void {
    const where = `${escapeText(this.#file)}:${line - this.#lineBase}`;
    this.#warn(`${where}: a line that ${UNREADABLE_TEXT[reason]}: ${escapeText(text)}`);
  }

  async #summarize(
    sets: readonly LogSet[],
    totals: readonly AnalysisTotals[],
    files: number,
    seconds: number,
  ): Promise<void> {
    if (!this.#options.live && totals.every(({ reading }) => reading.records === 0)) {
      this.#problems.push('there is no audit record in the input; is it a log that auditd wrote?');
    }
    const interrupted = this.#stop.signal.aborted && !this.#grows;
    if (this.#options.format === 'jsonl') {
      for (const [index, one] of totals.entries()) {
        const details = {
          log: sets[index]!.stem,
          ...summaryDetails(one),
          seconds,
          ...(interrupted && { interrupted }),
          // exceptions hold for all logs together
          ...(index === totals.length - 1 && exceptionDetails(this.#triage.counts())),
        };
        this.#status('stopped', details);
      }
      await this.#sink.close();
      return;
    }
    await this.#sink.close();
    for (const [index, one] of totals.entries()) {
      const set = sets[index]!;
      const head = sets.length > 1 ? `\n${escapeText(set.stem)}` : '';
      process.stdout.write(
        `${head}${summaryText(one, this.#sourceOf(sets.length > 1 ? set.files.length : files), seconds)}`,
      );
    }
    process.stdout.write(exceptionText(this.#triage.counts()));
    if (interrupted) process.stdout.write('           interrupted: the rest of the input was not read\n');
  }
}

function settle(analysis: Analysis): void {
  const now = Date.now();
  analysis.settle(now - LATEST_RECORD_MS, now - LATEST_RECORD_MS);
}

function totalSize(sets: readonly LogSet[]): number {
  let size = 0;
  for (const { files } of sets) {
    for (const file of files) size += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
  return size;
}

const stems = (sets: readonly LogSet[]): string => sets.map(({ stem }) => escapeText(stem)).join(', ');

/** What is followed is one log, and its newest file the one that grows. */
function followed(paths: readonly string[], sets: readonly LogSet[]): LogSet {
  if (sets.length > 1) {
    throw new UsageError(`--follow takes one log, not ${sets.length}: ${stems(sets)}`);
  }
  const [set] = sets;
  const stem = set?.stem ?? paths[0]!;
  const growing = set === undefined ? stem : (set.files.find((file) => file === set.stem) ?? set.files.at(-1)!);
  return { stem, files: [...(set?.files.filter((file) => file !== growing) ?? []), growing] };
}

const whyUnreadable = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied; read it as root, or copy it' : reason(error);
