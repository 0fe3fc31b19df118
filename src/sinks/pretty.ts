import type { Writable } from 'node:stream';
import type { Event } from '../model/event.js';
import { atLeast, type Incident, type Reason, type Severity } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { Process } from '../model/process.js';
import { formatTimestamp, secondsBetween, type Timestamp } from '../model/timestamp.js';
import { wordToHex } from '../model/word.js';
import { escapeText } from './escape.js';
import type { Item, Sink, Status } from './item.js';
import { LineWriter, type LineWriterOptions } from './line-writer.js';
import { OutputLoss } from './output-loss.js';
import { type Style, styleFor } from './style.js';

export interface PrettyOptions extends LineWriterOptions {
  readonly colour: boolean;
  /** what to call an incident that has no title of its own, by the id of its first heuristic; the id itself where absent */
  readonly titles?: ReadonlyMap<string, string>;
  /**
   * an incident is held back so many milliseconds for the steps that follow at once, so that a chain of calls is one
   * block and not five; 0 prints every report
   */
  readonly settleMs?: number;
  /** show the day too: for what did not happen just now */
  readonly dates?: boolean;
  /** incidents whose last report is remembered, to print only what is new */
  readonly remembered?: number;
}

/** What was printed of an incident last. */
interface Printed {
  readonly severity: Severity;
  readonly score: number;
  readonly events: number;
  /** how many of those that took part */
  readonly helpers: number;
  /** weights by reason */
  readonly reasons: ReadonlyMap<string, number>;
}

const REMEMBERED = 4096;
const SETTLE_MS = 300;
const HELD = 256;
const COMMAND_LENGTH = 96;
const INDENT = '   ';

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
const plural = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
const clock = (time: Timestamp): string => formatTimestamp(time).slice(11, 23);
const signed = (weight: number): string => (weight < 0 ? `−${-weight}` : `+${weight}`).padStart(4);

/** The longest prefix of `length` characters, with an ellipsis where something is cut off; no half of a pair. */
function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

function duration(seconds: number): string {
  if (seconds < 0.001) return '';
  if (seconds < 1) return ` in ${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return ` in ${seconds.toFixed(1)} s`;
  return ` in ${Math.round(seconds / 60)} min`;
}

/** Incidents as blocks, and all else as lines, for a person at a terminal. */
export class PrettySink implements Sink {
  readonly lines: LineWriter;
  readonly #loss = new OutputLoss();
  readonly #style: Style;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #printed = new Map<string, Printed>();
  readonly #remembered: number;
  readonly #settleMs: number;
  readonly #dates: boolean;
  /** incidents held back, the latest report of each */
  readonly #held = new Map<string, Incident>();
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: Writable, options: PrettyOptions) {
    this.lines = new LineWriter(stream, options);
    this.#style = styleFor(options.colour);
    this.#titles = options.titles ?? new Map();
    this.#remembered = options.remembered ?? REMEMBERED;
    this.#settleMs = options.settleMs ?? SETTLE_MS;
    this.#dates = options.dates ?? false;
  }

  write(item: Item): void {
    if (this.lines.hasRoom) this.#writeLoss();
    switch (item.kind) {
      case 'incident':
        this.#hold(item.incident);
        break;
      case 'event':
        if (!this.lines.write(this.#event(item.event), true)) this.#loss.note(item.event);
        break;
      case 'loss':
        this.lines.write(this.#lossLine(item.loss));
        break;
      case 'status':
        this.flush();
        // It may be the last line: what was lost before it comes before it.
        this.#writeLoss();
        this.lines.write(this.#status(item.status));
        break;
    }
  }

  /** Prints what is held back. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const incident of this.#held.values()) {
      const text = this.#incident(incident);
      if (text !== '') this.lines.write(text);
    }
    this.#held.clear();
  }

  close(): Promise<void> {
    this.flush();
    this.#writeLoss();
    return this.lines.close();
  }

  #writeLoss(): void {
    for (const loss of this.#loss.take()) this.lines.write(this.#lossLine(loss));
  }

  #hold(incident: Incident): void {
    this.#held.set(incident.id, incident);
    if (this.#settleMs === 0 || this.#held.size > HELD) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#settleMs);
  }

  #incident(incident: Incident): string {
    const before = this.#printed.get(incident.id);
    const text = before === undefined ? this.#block(incident) : this.#update(incident, before);
    if (text !== '') this.#remember(incident);
    return text;
  }

  #remember({ id, severity, score, events, reasons, helpers = [] }: Incident): void {
    this.#printed.delete(id);
    this.#printed.set(id, {
      severity,
      score,
      events,
      helpers: helpers.length,
      reasons: new Map(reasons.map((reason) => [reasonKey(reason), reason.weight])),
    });
    if (this.#printed.size > this.#remembered) this.#printed.delete(this.#printed.keys().next().value!);
  }

  #block(incident: Incident): string {
    const { severity, actor, helpers = [], target, argument } = incident;
    const bar = this.#style.severity[severity]('▌');
    const lines = [
      this.#head(incident),
      `${INDENT}${this.#party(actor)}`,
      ...helpers.map((helper) => this.#company(helper)),
      ...(target !== null ? [`${INDENT} ${this.#style.severity[severity]('└▶')} ${this.#party(target)}`] : []),
      ...(target === null && argument !== undefined
        ? [
            `${INDENT} ${this.#style.severity[severity]('└▶')} ${this.#style.dim(`pid argument ${argument}, not resolved`)}`,
          ]
        : []),
      ...this.#reasonLines(incident.reasons),
      ...this.#foot(incident),
    ];
    return `\n${lines.map((line) => `${bar}${line}`).join('\n')}\n`;
  }

  #company(helper: Process): string {
    return `${INDENT}${this.#style.dim('with')} ${this.#party(helper)}`;
  }

  #head(incident: Incident): string {
    const { severity, score, first, host } = incident;
    const badge = this.#style.badge[severity](` ${severity.toUpperCase()} ${score} `);
    return `${badge} ${this.#style.bold(this.#title(incident))}  ${this.#style.dim(this.#when(first))}${host === undefined ? '' : ` ${this.#style.dim(`on ${escapeText(host)}`)}`}`;
  }

  #when(time: Timestamp): string {
    return this.#dates ? `${formatTimestamp(time).slice(0, 10)} ${clock(time)}` : clock(time);
  }

  #title({ title, heuristics: [id = ''] }: Incident): string {
    return escapeText(title ?? this.#titles.get(id) ?? id);
  }

  #party(process: Process): string {
    const { comm, tgid, uid, exe, cmdline, ppid, parent } = process;
    const known = [
      uid === undefined ? '' : `uid ${uid}`,
      exe?.path === undefined || isFirstWord(exe.path, cmdline) ? '' : escapeText(exe.path),
      ppid === undefined ? '' : `parent ${parent?.comm === undefined ? '' : `${escapeText(parent.comm)} `}${ppid}`,
    ].filter((part) => part !== '');
    const name = `${this.#style.bold(escapeText(comm ?? '?'))} ${tgid}`;
    const command =
      cmdline === undefined || cmdline === '' ? '' : ` ${this.#style.dim(cut(escapeText(cmdline), COMMAND_LENGTH))}`;
    return `${name}${known.length === 0 ? '' : this.#style.dim(` · ${known.join(' · ')}`)}${command === '' ? '' : this.#style.dim(' ·')}${command}`;
  }

  #reasonLines(reasons: readonly Reason[]): string[] {
    return reasons.map((reason) => this.#reason(reason));
  }

  #reason({ weight, text }: Reason): string {
    const number = weight < 0 ? this.#style.green(signed(weight)) : this.#style.bold(signed(weight));
    return `${INDENT}${number}  ${escapeText(text)}`;
  }

  #foot(incident: Incident): string[] {
    const { attack, events, first, last, lost, notEvaluable, inferences = [], id, suppressedBy } = incident;
    const lines = [
      [...attack, `${plural(events, 'event')}${duration(secondsBetween(first, last))}`, `incident ${id}`].join(' · '),
    ];
    if (notEvaluable.length > 0) lines.push(`not known: ${unknownFields(notEvaluable)}`);
    if (suppressedBy !== undefined) lines.push(`suppressed by exception ${escapeText(suppressedBy)}`);
    for (const inference of inferences) lines.push(`inferred: ${escapeText(inference)}`);
    const dimmed = lines.map((line) => `${INDENT}${this.#style.dim(line)}`);
    if (lost > 0)
      dimmed.push(`${INDENT}${this.#style.yellow(`${plural(lost, 'event')} lost meanwhile: there may be more`)}`);
    return dimmed;
  }

  /**
   * What is new since the last report, in as few lines as that takes. Where that is only counts, nothing, until a
   * grave incident has twice the events that were printed last.
   */
  #update(incident: Incident, before: Printed): string {
    const { severity, score, events, id, actor, helpers = [], target } = incident;
    const colour = this.#style.severity[severity];
    const fresh = incident.reasons.filter((reason) => isNews(reason, before.reasons.get(reasonKey(reason))));
    const isSame = fresh.length === 0 && severity === before.severity;
    if (isSame && (!atLeast(severity, 'medium') || events < 2 * before.events)) return '';
    const rise =
      severity === before.severity && score === before.score
        ? `${severity.toUpperCase()} ${score}`
        : `${before.severity.toUpperCase()} ${before.score} → ${severity.toUpperCase()} ${score}`;
    const parties = `${escapeText(actor.comm ?? '?')} ${actor.tgid}${target === null ? '' : ` → ${escapeText(target.comm ?? '?')} ${target.tgid}`}`;
    const head = `${colour('▌')} ${colour(rise)}  ${parties}  ${this.#style.dim(`${plural(events, 'event')} (+${grouped(events - before.events)}) · incident ${id}`)}`;
    const company = helpers.slice(before.helpers).map((helper) => this.#company(helper));
    const lines = [...company, ...fresh.map((reason) => this.#reason(reason))];
    return `${[head, ...lines.map((line) => `${colour('▌')}${line}`)].join('\n')}\n`;
  }

  #event(event: Event): string {
    const { actor, target, operation, request, call, ret, file, memory, bytes } = event;
    const whom = target?.process ?? undefined;
    const parts = [
      `${escapeText(actor.comm ?? '?')} ${actor.tgid}`,
      whom !== undefined ? `→ ${escapeText(whom.comm ?? '?')} ${whom.tgid}` : '',
      whom === undefined && target?.argument !== undefined ? `→ pid argument ${target.argument}` : '',
      request ?? call ?? '',
      file?.path === undefined ? '' : escapeText(file.path),
      memory?.address === undefined ? '' : wordToHex(memory.address),
      memory?.region ?? '',
      bytes === undefined ? '' : plural(bytes, 'byte'),
      ret !== undefined && ret < 0 ? `failed (errno ${-ret})` : '',
    ].filter((part) => part !== '');
    return `${this.#style.dim(`${clock(event.time)} ${event.source} `)}${operation.padEnd(14)} ${this.#style.dim(parts.join('  '))}\n`;
  }

  #lossLine({ source, where, kind, count, from, to }: Loss): string {
    const what = kind === undefined ? plural(count, 'event') : `${plural(count, 'event')} of kind ${escapeText(kind)}`;
    const text = `! ${what} lost by ${source} (${escapeText(where)}) between ${clock(from)} and ${clock(to)}`;
    return `${this.#style.yellow(text)}\n`;
  }

  #status({ state, time, details = {} }: Status): string {
    const shown = Object.entries(details).map(([key, value]) => `${escapeText(key)} ${show(value)}`);
    const text = [`interloper ${escapeText(state)}`, ...shown].join(' · ');
    return `${this.#style.dim(`${clock(time)} ${text}`)}\n`;
  }
}

/** `memory.region; of the actor: capabilities, exe.mode; of the target: uid` */
function unknownFields(entries: Incident['notEvaluable']): string {
  const fields = [...new Set(entries.map(({ field }) => field))];
  const within = (prefix: string): string[] =>
    fields.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  const [actor, target] = [within('actor.'), within('target.process.')];
  const others = fields.filter((field) => !field.startsWith('actor.') && !field.startsWith('target.process.'));
  return [
    ...(others.length > 0 ? [others.join(', ')] : []),
    ...(actor.length > 0 ? [`of the actor: ${actor.join(', ')}`] : []),
    ...(target.length > 0 ? [`of the target: ${target.join(', ')}`] : []),
  ].join('; ');
}

/** A command line that begins with the program's own path says that path already. */
const isFirstWord = (path: string, cmdline = ''): boolean => cmdline === path || cmdline.startsWith(`${path} `);

const reasonKey = ({ heuristic, id, text }: Reason): string => `${heuristic} ${id ?? text}`;

/** More of the same is none, nor is a reason that counts less beside a graver one. */
const isNews = ({ weight }: Reason, before: number | undefined): boolean =>
  before === undefined || weight > before || (weight < 0 && before >= 0);

function show(value: unknown): string {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, one]) => one !== 0);
    return entries.length === 0 ? 'none' : entries.map(([key, one]) => `${escapeText(key)} ${show(one)}`).join(', ');
  }
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(show).join(', ');
  return escapeText(String(value));
}
