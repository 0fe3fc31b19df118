import { Option } from 'commander';
import { escapeText } from '../sinks/escape.js';
import type { ExceptionCount } from '../triage/exceptions/index.js';

/** The option `--show-suppressed`, the same for every command that reports incidents. */
export function showSuppressedOption(): Option {
  return new Option('--show-suppressed', 'report also what an exception of the configuration covers, marked so');
}

/** What exceptions did, for a status: nothing where there are none. */
export function exceptionDetails(counts: readonly ExceptionCount[]): Record<string, unknown> {
  if (counts.length === 0) return {};
  const entries = counts.map(({ id, owner: _owner, reason: _reason, missing, ...rest }) => {
    return [id, { ...rest, ...(missing.length > 0 && { missing }) }] as const;
  });
  return {
    suppressed: counts.reduce((sum, { suppressed }) => sum + suppressed, 0),
    exceptions: Object.fromEntries(entries),
  };
}

const plural = (count: number): string => `${count} incident${count === 1 ? '' : 's'}`;

/** What exceptions did, for a person: a line each; nothing where there are none. */
export function exceptionText(counts: readonly ExceptionCount[]): string {
  const lines = counts.map(({ id, owner, reason, suppressed, gravest, afterExpiry, notEvaluable, missing }) => {
    const did = [
      `suppressed ${plural(suppressed)}${gravest === undefined || suppressed === 0 ? '' : `, at most ${gravest}`}`,
      ...(afterExpiry > 0 ? [`expired for ${plural(afterExpiry)}`] : []),
      ...(notEvaluable > 0
        ? [`could not be applied to ${plural(notEvaluable)} for want of ${missing.join(', ')}`]
        : []),
    ];
    return `${escapeText(id)} (${escapeText(owner)}: ${escapeText(reason)}) ${did.join('; ')}`;
  });
  return lines.map((line, index) => `${index === 0 ? 'exceptions ' : '           '}${line}\n`).join('');
}
