import type { Explanation, Score, Step } from '../explain/index.js';
import type { Incident } from '../model/incident.js';
import type { Loss } from '../model/loss.js';
import type { Process } from '../model/process.js';
import { formatTimestamp, secondsBetween } from '../model/timestamp.js';
import { escapeText } from '../sinks/escape.js';
import type { Style } from '../sinks/style.js';

const grouped = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
const plural = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
const signed = (weight: number): string => (weight < 0 ? `−${-weight}` : `+${weight}`);
const utc = (time: Incident['first']): string => formatTimestamp(time).slice(0, 23).replace('T', ' ');

/** Steps of an incident that are printed; a reader of more wants JSON. */
const MOST_STEPS = 60;
const COMMAND_LENGTH = 240;

/** An explanation for a person at a terminal. */
export function explanationText(explanation: Explanation, style: Style): string {
  const { incident } = explanation;
  const sections: [string, string[]][] = [
    ['Who', parties(incident)],
    ['What happened', timeline(explanation, style)],
    ['Did it work', explanation.outcome.map(escapeText)],
    [`Why ${incident.severity}`, scoreLines(explanation.score, style)],
    ['Concluded, not seen', explanation.inferences.map(escapeText)],
    ['Not known', notKnown(explanation)],
    ['Lost meanwhile', lost(explanation)],
    ['ATT&CK', explanation.attack.map(({ id, name = '', url }) => [id, name, url].filter(Boolean).join('  '))],
    ['What to do next', advice(explanation, 'nextSteps')],
    ['Harmless causes that look the same', advice(explanation, 'falsePositives')],
  ];
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${style.bold(title)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  return `${head(incident, style)}\n\n${body.join('\n')}`;
}

function head(
  { id, revision, severity, score, title, heuristics, first, last, events, host, suppressedBy }: Incident,
  style: Style,
): string {
  const badge = style.badge[severity](` ${severity.toUpperCase()} ${score} `);
  const about = [
    `incident ${id}`,
    `revision ${revision}`,
    `${utc(first)} UTC`,
    events === 1 ? '1 event' : `${plural(events, 'event')} in ${duration(secondsBetween(first, last))}`,
    ...(host === undefined ? [] : [`host ${escapeText(host)}`]),
    ...(suppressedBy === undefined ? [] : [`suppressed by exception ${escapeText(suppressedBy)}`]),
  ];
  return `${badge} ${style.bold(escapeText(title ?? heuristics.join(', ')))}\n${style.dim(about.join(' · '))}`;
}

function duration(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toFixed(1)} ms`;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}

function parties({ actor, helpers = [], target, argument }: Incident): string[] {
  const lines = [...party('actor ', actor), ...helpers.flatMap((helper) => party('with  ', helper))];
  if (target !== null) return [...lines, ...party('target', target)];
  if (argument === undefined) return lines;
  return [...lines, `target  what the actor called pid ${argument}; no source tells which process that was`];
}

function party(role: string, process: Process): string[] {
  const { comm, tgid, uid, euid, auid, exe, cmdline, ppid, parent, tty } = process;
  const user =
    uid === undefined ? undefined : `uid ${uid}${euid === undefined || euid === uid ? '' : ` (effective ${euid})`}`;
  const login = auid === undefined || auid === 0xffff_ffff || auid === uid ? undefined : `logged in as uid ${auid}`;
  const origin = exe?.memfd
    ? ' (from memory)'
    : exe?.unlinked
      ? ' (deleted)'
      : exe?.unmounted
        ? ' (mounted nowhere)'
        : '';
  const started = parent?.comm === undefined ? ppid : `${escapeText(parent.comm)} ${ppid}`;
  const facts = [
    `${escapeText(comm ?? '?')} ${tgid}`,
    user,
    login,
    exe?.path === undefined ? undefined : `${escapeText(exe.path)}${origin}`,
    started === undefined ? undefined : `started by ${started}`,
    tty === undefined ? undefined : tty === '' ? 'no terminal' : `terminal ${escapeText(tty)}`,
  ];
  const line = `${role}  ${facts.filter((fact) => fact !== undefined).join(' · ')}`;
  return cmdline === undefined || cmdline === '' ? [line] : [line, `        ${cut(escapeText(cmdline))}`];
}

const cut = (text: string): string => {
  const characters = [...text];
  return characters.length > COMMAND_LENGTH ? `${characters.slice(0, COMMAND_LENGTH - 1).join('')}…` : text;
};

function timeline({ timeline: steps, incident, notShown }: Explanation, style: Style): string[] {
  if (steps === undefined) {
    return [
      ...incident.reasons.filter(({ weight }) => weight > 0).map(({ text }) => escapeText(text)),
      style.yellow(
        'The order and the times are not known: the events were not written down (--record or --events does).',
      ),
    ];
  }
  const lines = steps.slice(0, MOST_STEPS).map((step) => stepLine(step, style));
  if (steps.length > MOST_STEPS)
    lines.push(`and ${plural(steps.length - MOST_STEPS, 'more step')}; --format json has them all`);
  if (notShown > 0) {
    lines.push(
      style.yellow(
        `${plural(notShown, 'event')} of the incident ${notShown === 1 ? 'is' : 'are'} not in the file, or too many to tell apart`,
      ),
    );
  }
  return lines;
}

function stepLine({ afterMs, untilMs, text, count, refused, heuristics }: Step, style: Style): string {
  const time = `+${afterMs.toFixed(1)} ms`.padStart(13);
  // most sentences tell the count themselves
  const often = text.includes(`${grouped(count)} times`) ? '' : ` ${grouped(count)} times,`;
  const span = count > 1 ? ` —${often} until +${untilMs.toFixed(1)} ms` : '';
  const line = `${escapeText(text)}${style.dim(`${span}${refused ? ' — refused' : ''}`)}`;
  return `${style.dim(time)}  ${heuristics.length === 0 ? style.dim(line) : line}`;
}

function scoreLines({ reasons, sum, score, severity, thresholds, consistent }: Score, style: Style): string[] {
  const lines = reasons.map(({ weight, text, heuristic, id, count }) => {
    const from = id === undefined || id === heuristic ? heuristic : `${heuristic}: ${id}`;
    const often = count > 1 ? `, ${plural(count, 'event')}` : '';
    return `${signed(weight).padStart(4)}  ${escapeText(text)} ${style.dim(`(${escapeText(from)}${often})`)}`;
  });
  const limited = sum === score ? '' : ` (sum ${sum}, kept within 0 to 100)`;
  const steps = thresholds.slice(1).map((one) => `${one.severity} from ${one.from}`);
  return [
    ...lines,
    `${String(score).padStart(4)}  = ${severity}${limited}; ${steps.join(', ')}`,
    ...(consistent
      ? []
      : [style.yellow('It was judged by other thresholds than those that hold here; --config names theirs.')]),
  ];
}

function notKnown({ notEvaluable }: Explanation): string[] {
  return notEvaluable.map(({ question, heuristic, field, count }) => {
    const often = count > 1 ? ` (${plural(count, 'time')})` : '';
    return `${escapeText(question)} [${escapeText(heuristic)}]: could not be told without ${escapeText(field)}${often}`;
  });
}

function lost({ incident, losses }: Explanation): string[] {
  if (incident.lost === 0 && losses.length === 0) return [];
  const sum = `${plural(incident.lost, 'event')} of any kind, so that more may have happened than is told here`;
  return [sum, ...losses.map(lossLine)];
}

const lossLine = ({ source, where, kind, count, from, to }: Loss): string =>
  `${plural(count, 'event')}${kind === undefined ? '' : ` of kind ${escapeText(kind)}`} by ${escapeText(source)} (${escapeText(where)}), ${utc(from).slice(11)} to ${utc(to).slice(11)}`;

function advice({ heuristics }: Explanation, key: 'nextSteps' | 'falsePositives'): string[] {
  return [...new Set(heuristics.flatMap((one) => one[key]))].map((text) => `- ${text}`);
}
