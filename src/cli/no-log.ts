import { existsSync } from 'node:fs';
import { escapeText } from '../sinks/escape.js';

/** Why an argument, of which `expand` made no file, has none. */
export function noLogIn(argument: string): string {
  const name = escapeText(argument);
  return existsSync(argument) ? `there is no audit.log in the folder ${name}` : `there is no file ${name}`;
}
