import { InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../model/incident.js';

/** Timers of Node.js hold 2^31-1 ms; a longer one would fire at once. */
const LONGEST_SECONDS = Math.floor(0x7fff_ffff / 1000);

/** Parser of an option's argument: a whole number from `min` to `max`, which the message of a wrong one names. */
export function wholeNumber(min = 1, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
    throw new InvalidArgumentError(`It must be a whole number, ${range}.`);
  };
}

/** Parser of a length of time in seconds, more than 0, fractions allowed: `10`, `0.5`. */
export function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= LONGEST_SECONDS) return value;
  throw new InvalidArgumentError(`It must be a number of seconds, more than 0 and at most ${LONGEST_SECONDS}.`);
}

/** An option whose argument is a severity: `severityOption('--fail-on <severity>', '…')`. */
export function severityOption(flags: string, description: string): Option {
  return new Option(flags, description).choices(SEVERITIES);
}

/** The option `--attach`, the same for every command that attaches programs. */
export function attachOption(): Option {
  return new Option('--attach <mode>', 'how to attach: to kernel functions, to tracepoints, or the best way per probe')
    .choices(['auto', 'fentry', 'tracepoint'])
    .default('auto');
}
