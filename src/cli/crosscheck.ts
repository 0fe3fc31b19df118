import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { hostname, release } from 'node:os';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { RuleError } from '../audit/policy/rule.js';
import { expand } from '../audit/sources/expand.js';
import { arrange } from '../audit/sources/rotation.js';
import type { Configuration } from '../config/index.js';
import { Crosscheck } from '../crosscheck/index.js';
import type { Alone, Report, Side } from '../crosscheck/report.js';
import {
  type Intake,
  isJournal,
  JournalError,
  type JournalFacts,
  JournalWriter,
  replayJournal,
} from '../crosscheck-journal.js';
import { LiveCrosscheck, NARROW_GAP, NotAuditedError, sensorFacts } from '../crosscheck-live.js';
import { AuditLogError, crosscheckFiles, MismatchError } from '../crosscheck-offline.js';
import { CrosscheckSession } from '../crosscheck-session.js';
import type { ParameterOverrides } from '../detect/index.js';
import { AuditctlError } from '../host/auditctl.js';
import type { Incident, Severity } from '../model/incident.js';
import { AuditAccessError } from '../native/audit.js';
import { type Attach, SensorLoadError } from '../native/sensor.js';
import { RecordingError, RecordingFileError } from '../recording/index.js';
import { formatDocument, type Run } from '../sinks/crosscheck/document.js';
import { formatPage } from '../sinks/crosscheck/page.js';
import { formatPretty } from '../sinks/crosscheck/pretty.js';
import { eventText, isOdd } from '../sinks/crosscheck/words.js';
import { escapeText } from '../sinks/escape.js';
import { wantsColour } from '../sinks/style.js';
import { Triage } from '../triage.js';
import { endCommand, runCommand } from './command.js';
import { configOption, Settings } from './configuration.js';
import { CannotRunError, EXIT, UsageError } from './errors.js';
import { explainLoadError } from './load-error.js';
import { noLogIn } from './no-log.js';
import { attachOption, seconds, severityOption } from './options.js';
import { openOutput } from './output.js';
import { reason } from './reason.js';
import { recordingFailure } from './recording.js';
import { packageVersion } from './version.js';

interface CrosscheckOptions {
  readonly audit?: readonly string[];
  readonly sensor?: string;
  readonly rules?: string;
  readonly duration?: number;
  readonly format: 'pretty' | 'json' | 'html';
  readonly output?: string;
  readonly record?: string;
  readonly attach: Attach;
  readonly i386?: true;
  readonly minSeverity: Severity;
  readonly config?: string;
}

type CrosscheckSettings = Settings<CrosscheckOptions>;

/** In place of files: from the kernel, as it happens. */
const LIVE = 'live';

/** Unexplained events that are told before the report. */
const MOST_ALERTS = 20;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function registerCrosscheckCommand(program: Command): void {
  program
    .command('crosscheck')
    .description('compare the sensor with audit, event by event, and explain each event that only one of them saw')
    .argument('[words...]', 'a folder that --record wrote; or after --, a command to run and end with')
    .usage('[options] [-- COMMAND...]\n       interloper crosscheck [options] FOLDER')
    .option(
      '--audit <source...>',
      `audit's records: ${LIVE}, from the kernel (default); or log files: of this host, followed while they grow, or those of a recording`,
    )
    .option('--sensor <file>', 'not live: a recording of the sensor by watch --record --scope audit')
    .option('--rules <file>', 'what auditctl -l printed on the recorded host')
    .option('--duration <seconds>', 'end after so many seconds', seconds)
    .addOption(new Option('--format <format>', 'how to write').choices(['pretty', 'json', 'html']).default('pretty'))
    .option('--output <file>', 'write to this file, which is made anew, instead of to the standard output')
    .option('--record <folder>', 'keep all that came in this new folder, to compare again')
    .addOption(attachOption())
    .option('--i386', 'watch 32-bit calls too where they alone would cost every call of every task: see doctor')
    .addOption(severityOption('--min-severity <severity>', 'leave out incidents below this').default('info'))
    .addOption(configOption())
    .addHelpText(
      'after',
      '\nThe report comes at the end: after the command, after --duration, or at Ctrl-C.' +
        '\nAudit is only read: switch it on and load rules before (interloper rules --format auditd).' +
        '\nExit codes: 0 every event is matched or explained; 1 could not run; 2 wrong usage; 3 events are unexplained, or the sensor was tampered with.',
    )
    .action(async (words: string[], { config }: { config?: string }, command: Command) => {
      const settings = new Settings<CrosscheckOptions>(command, config, optionsOf);
      process.exitCode = await run(words, hasSeparator(command), settings);
    });
}

const optionsOf = ({ watch, minSeverity }: Configuration): Record<string, unknown> => ({
  attach: watch.attach,
  // that it is not is no choice
  i386: watch.i386 || undefined,
  minSeverity,
});

/** commander takes `--` away; only with it, words are a command. */
const hasSeparator = (command: Command): boolean =>
  (command.parent as (Command & { rawArgs?: string[] }) | null)?.rawArgs?.includes('--') === true;

async function run(words: readonly string[], isCommand: boolean, settings: CrosscheckSettings): Promise<number> {
  const { options } = settings;
  // before anything is in the kernel: a report that cannot be written is no use
  const output = openOutput(options.output);
  const { report, run: facts } = await translateErrors(() => compare(words, isCommand, settings));
  const text = render(report, facts, options, output as Partial<NodeJS.WriteStream>);
  await write(output, text, options.output);
  return isOdd(report) ? EXIT.found : EXIT.ok;
}

function render(report: Report, run: Run, { format }: CrosscheckOptions, output: { readonly isTTY?: boolean }): string {
  switch (format) {
    case 'json':
      return `${formatDocument(report, run, 2)}\n`;
    case 'html':
      return formatPage(report, run);
    case 'pretty':
      return formatPretty(report, run, wantsColour(output, process.env));
  }
}

async function write(output: NodeJS.WritableStream, text: string, file: string | undefined): Promise<void> {
  try {
    if (file === undefined) {
      await new Promise<void>((resolve, reject) => {
        output.once('error', reject);
        output.write(text, () => resolve());
      });
    } else {
      output.end(text);
      await finished(output);
    }
  } catch (error) {
    // whoever read it has seen enough
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'EPIPE') return;
    throw new CannotRunError(`cannot write to ${escapeText(file ?? 'the standard output')}: ${reason(error)}`);
  }
}

interface Outcome {
  readonly report: Report;
  readonly run: Run;
}

async function compare(words: readonly string[], isCommand: boolean, settings: CrosscheckSettings): Promise<Outcome> {
  const { options } = settings;
  const { sensor, audit = [LIVE], rules } = options;
  if (!isCommand && words.length > 0) return compareFolder(words, settings);
  if (sensor !== undefined) return compareFiles(words, settings);
  if (rules !== undefined) throw new UsageError('--rules belongs to --sensor: the rules of this host are asked for');
  if (audit.length > 1) throw new UsageError('live, --audit takes one log: the one that auditd is writing');
  return new LiveRun(settings, audit[0]!).run(words);
}

function compareFolder(words: readonly string[], settings: CrosscheckSettings): Outcome {
  const { options } = settings;
  const [folder, ...more] = words;
  if (more.length > 0 || !isJournal(folder!)) {
    const what = more.length > 0 ? `${words.length} words` : escapeText(folder!);
    throw new UsageError(`${what}: expected one folder that --record wrote, or -- before a command`);
  }
  refuse(settings, ['sensor', 'audit', 'rules', 'duration', 'record', 'i386'], 'a recorded folder');
  let session: CrosscheckSession | undefined;
  const own = judging(settings);
  const { facts, problems } = replayJournal(folder!, (said) => {
    const { auditFrom, settings: recorded } = said as unknown as RecordedFacts;
    // what is said now holds in place of what was recorded
    const { parameters, minSeverity: least } = options.config === undefined && recorded ? recorded : own;
    const minSeverity = settings.isGiven('minSeverity') ? options.minSeverity : least;
    const { judge } = own;
    session = new CrosscheckSession({
      core: new Crosscheck({ auditFrom, minSeverity }),
      live: true,
      parameters,
      judge,
    });
    return session;
  });
  const { run } = facts as unknown as RecordedFacts;
  return { report: session!.finish(), run: { ...run, problems: [...problems, ...own.warnings] } };
}

async function compareFiles(words: readonly string[], settings: CrosscheckSettings): Promise<Outcome> {
  const { options } = settings;
  const { sensor, audit = [], rules } = options;
  if (words.length > 0) throw new UsageError('--sensor is a recording: there is no command to run');
  if (audit.length === 0 || audit.includes(LIVE))
    throw new UsageError('--sensor needs --audit FILE: the log of the same time');
  refuse(settings, ['duration', 'record', 'i386'], 'a recording');
  requireFile('--sensor', sensor!);
  if (rules !== undefined) requireFile('--rules', rules);
  const paths = audit.flatMap((one) => {
    const found = expand(one);
    if (found.length === 0) throw new UsageError(`--audit: ${noLogIn(one)}`);
    return found;
  });
  const sets = await arrange(paths, (path, error) => {
    throw new CannotRunError(`${escapeText(path)}: ${reason(error)}`);
  });
  if (sets.length > 1) throw new UsageError(`--audit takes one log, not ${sets.length}`);
  const { parameters, minSeverity, judge, warnings } = judging(settings);
  const { report, header, probes, problems } = await crosscheckFiles({
    core: new Crosscheck({ auditFrom: 'file', minSeverity }),
    ...{ parameters, judge },
    sensor: sensor!,
    audit: sets[0]!.files,
    ...(rules !== undefined && { rules: readRules(rules) }),
  });
  const missing = probes.filter(({ attached }) => !attached);
  const gaps = missing.filter(({ abi }) => abi !== 'i386').map(({ name }) => name);
  if (gaps.length < missing.length) gaps.push(NARROW_GAP);
  const attachMode = probes.some(({ mode }) => mode === 'fentry') ? 'fentry' : 'tracepoint';
  return {
    report,
    run: {
      ...{ software: packageVersion(), host: header.host.name, kernel: header.host.release, audit: audit.join(' ') },
      ...(probes.length > 0 && { sensor: { attachMode, gaps } }),
      problems: [...problems, ...warnings],
    },
  };
}

function requireFile(option: string, file: string): void {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) throw new UsageError(`${option}: there is no file ${escapeText(file)}`);
  if (status.isDirectory()) throw new UsageError(`${option}: ${escapeText(file)} is a folder, and is to be a file`);
}

function readRules(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CannotRunError(`--rules ${escapeText(file)}: ${reason(error)}`);
  }
}

function refuse(settings: CrosscheckSettings, names: readonly (keyof CrosscheckOptions)[], what: string): void {
  const given = names.find((name) => settings.isGiven(name));
  if (given !== undefined) throw new UsageError(`--${given} makes no sense with ${what}`);
}

/** What of the settings judges incidents, on both sides alike. */
interface Judging {
  readonly parameters: ParameterOverrides;
  readonly minSeverity: Severity;
  readonly judge: (side: Side, incident: Incident) => Incident;
  readonly warnings: readonly string[];
}

/**
 * Exceptions are those of this host, by its files: for a recording only a configuration that is named counts, as it may be
 * of another host.
 */
function judging({ configuration, options }: CrosscheckSettings, isLive = false): Judging {
  const { minSeverity } = options;
  if (!isLive && options.config === undefined) {
    return { parameters: {}, minSeverity, judge: (_, incident) => incident, warnings: [] };
  }
  const triages = { sensor: new Triage(configuration), audit: new Triage(configuration) };
  return {
    parameters: configuration.detection,
    minSeverity,
    judge: (side, incident) => triages[side].judge(incident),
    warnings: triages.sensor.warnings,
  };
}

/** What the head of a recorded folder says. */
interface RecordedFacts {
  readonly auditFrom: 'file' | 'netlink';
  /** absent in those of old */
  readonly settings?: Pick<Judging, 'parameters' | 'minSeverity'>;
  readonly run: Run;
}

/** One run beside a live audit: from attaching to the report. */
class LiveRun {
  readonly #settings: CrosscheckSettings;
  readonly #options: CrosscheckOptions;
  readonly #audit: string;
  readonly #stop = new AbortController();
  readonly #problems: string[] = [];
  #failure: CannotRunError | undefined;
  #ended: number | string | undefined;
  #alerts = 0;

  constructor(settings: CrosscheckSettings, audit: string) {
    this.#settings = settings;
    this.#options = settings.options;
    this.#audit = audit;
  }

  async run(command: readonly string[]): Promise<Outcome> {
    if (this.#audit !== LIVE && !(existsSync(this.#audit) && statSync(this.#audit).isFile())) {
      throw new UsageError(`--audit ${escapeText(this.#audit)}: there is no such file`);
    }
    const onSignal = (): void => this.#stop.abort();
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    try {
      return await this.#run(command);
    } finally {
      for (const signal of STOP_SIGNALS) process.removeListener(signal, onSignal);
    }
  }

  async #run(command: readonly string[]): Promise<Outcome> {
    const { attach, i386, record } = this.#options;
    const auditFrom = this.#audit === LIVE ? ('netlink' as const) : ('file' as const);
    const { parameters, minSeverity, judge, warnings } = judging(this.#settings, true);
    const { exceptions, rolePaths } = this.#settings.configuration;
    for (const warning of warnings) this.#problem(warning);
    if (record !== undefined && exceptions.length > 0) {
      this.#problem('exceptions are no part of the recording: name the configuration again to compare by it');
    }
    let live: LiveCrosscheck | undefined;
    const session = new CrosscheckSession({
      ...{ parameters, judge },
      core: new Crosscheck({
        auditFrom,
        minSeverity,
        onAlone: (alone) => this.#alert(alone),
        onAlert: ({ sentence }) => process.stderr.write(`interloper: ${escapeText(sentence)}\n`),
      }),
      live: true,
      onRulesChanged: (since) => live?.rulesChanged(since),
    });
    const facts = { auditFrom, run: this.#facts(), settings: { parameters, minSeverity } };
    const journal = record === undefined ? undefined : openJournal(record, facts);
    try {
      live = LiveCrosscheck.start({
        audit: auditFrom === 'netlink' ? 'kernel' : { file: this.#audit },
        attach,
        i386: i386 === true,
        rolePaths,
        intake: journal === undefined ? session : both(session, journal),
        ...(journal && { recorder: journal.recorder }),
        warn: (text) => this.#problem(text),
      });
      const sensor = sensorFacts(live.programs()) as unknown as NonNullable<Run['sensor']>;
      process.stderr.write(`interloper: comparing, ${sensor.attachMode}; the report comes at the end\n`);
      await this.#untilDone(command);
      await live.stop();
      if (this.#failure !== undefined) throw this.#failure;
      const ended = command.length > 0 && { command: { argv: command, ended: this.#ended ?? 'it was ended' } };
      const run = { ...facts.run, sensor, ...ended, problems: this.#problems };
      if (journal?.failure !== undefined) this.#problem(`the recording is not whole: ${journal.failure.message}`);
      journal?.conclude({ ...facts, run } as unknown as JournalFacts);
      return { report: session.finish(), run };
    } finally {
      journal?.close();
    }
  }

  async #untilDone(command: readonly string[]): Promise<void> {
    const { signal: stop } = this.#stop;
    const { duration } = this.#options;
    const timer = duration === undefined ? undefined : setTimeout(() => this.#stop.abort(), duration * 1000);
    const child =
      command.length === 0
        ? undefined
        : runCommand(command, {
            onExit: (how) => {
              this.#ended = how;
              this.#stop.abort();
            },
            onError: (why) => {
              this.#failure = new CannotRunError(`cannot run ${escapeText(command[0]!)}: ${why}`);
              this.#stop.abort();
            },
          });
    if (!stop.aborted) await once(stop, 'abort');
    clearTimeout(timer);
    if (child !== undefined) await endCommand(child);
  }

  #facts(): Run {
    const audit = this.#audit === LIVE ? 'kernel' : this.#audit;
    return { software: packageVersion(), host: hostname(), kernel: release(), audit, problems: [] };
  }

  /** What nothing explains is told at once: the report may be hours away. */
  #alert({ side, cause, event }: Alone): void {
    if (cause !== 'unexplained' || this.#alerts++ >= MOST_ALERTS) return;
    const more = this.#alerts === MOST_ALERTS ? '; the report has more' : '';
    process.stderr.write(`interloper: unexplained, ${side} only: ${escapeText(eventText(event))}${more}\n`);
  }

  #problem(text: string): void {
    this.#problems.push(text);
    process.stderr.write(`interloper: ${escapeText(text)}\n`);
  }
}

function openJournal(folder: string, facts: object): JournalWriter {
  try {
    return new JournalWriter(folder, packageVersion(), facts as JournalFacts);
  } catch (error) {
    throw new CannotRunError(`--record ${escapeText(folder)}: ${reason(error)}`);
  }
}

/** Hands everything to both. */
function both(one: Intake, other: Intake): Intake {
  return {
    sensor: (event, at) => {
      one.sensor(event, at);
      other.sensor(event, at);
    },
    auditRecord: (type, text, at) => {
      one.auditRecord(type, text, at);
      other.auditRecord(type, text, at);
    },
    auditBytes: (bytes, at) => {
      one.auditBytes(bytes, at);
      other.auditBytes(bytes, at);
    },
    observe: (observation, at) => {
      one.observe(observation, at);
      other.observe(observation, at);
    },
  };
}

/** What the parts throw, as the command line tells it. */
async function translateErrors<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SensorLoadError) throw new CannotRunError(explainLoadError(error));
    if (error instanceof NotAuditedError) throw new CannotRunError(error.message);
    if (error instanceof AuditAccessError) {
      throw new CannotRunError(`${error.message}; it needs root in the host's user and pid namespaces: use sudo`);
    }
    if (error instanceof AuditctlError)
      throw new CannotRunError(`the audit rules are not known: ${escapeText(error.message)}`);
    if (error instanceof JournalError || error instanceof AuditLogError)
      throw new CannotRunError(escapeText(error.message));
    if (error instanceof MismatchError) throw new UsageError(escapeText(error.message));
    // at its beginning it says what it is
    if (error instanceof RecordingError) throw recordingFailure(error);
    if (error instanceof RecordingFileError)
      throw new CannotRunError(`cannot record to ${escapeText(error.file)}: ${reason(error)}`);
    if (error instanceof RuleError)
      throw new UsageError(`the audit rules, line ${error.line}: ${escapeText(error.message)}`);
    throw error;
  }
}
