import type { Severity } from '../model/incident.js';

/** Text attributes, or none: every function returns its text as it is where there is no colour. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly severity: Readonly<Record<Severity, (text: string) => string>>;
  /** severity on a filled ground */
  readonly badge: Readonly<Record<Severity, (text: string) => string>>;
}

/** Select Graphic Rendition. Source: ECMA-48 8.3.117. */
const sgr =
  (codes: string) =>
  (text: string): string =>
    `\x1b[${codes}m${text}\x1b[0m`;

const COLOURED: Style = {
  bold: sgr('1'),
  dim: sgr('2'),
  green: sgr('32'),
  yellow: sgr('33'),
  severity: { info: sgr('36'), low: sgr('34'), medium: sgr('33'), high: sgr('31'), critical: sgr('1;35') },
  badge: {
    info: sgr('30;46'),
    low: sgr('97;44'),
    medium: sgr('30;43'),
    high: sgr('1;97;41'),
    critical: sgr('1;97;45'),
  },
};

const same = (text: string): string => text;
const plain = { info: same, low: same, medium: same, high: same, critical: same };
const PLAIN: Style = { bold: same, dim: same, green: same, yellow: same, severity: plain, badge: plain };

export function styleFor(colour: boolean): Style {
  return colour ? COLOURED : PLAIN;
}

/** Whether to colour: only on a terminal, and not where NO_COLOR is set to anything (https://no-color.org). */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  environment: { readonly [name: string]: string | undefined },
): boolean {
  const { NO_COLOR: off = '', TERM: terminal } = environment;
  return stream.isTTY === true && off === '' && terminal !== 'dumb';
}
