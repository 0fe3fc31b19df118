import { escapeText } from '../sinks/escape.js';

/** What Node.js adds to the words of the system: `, open '/some/path'`. The path is as it is, controls and all. */
const CALL_AND_PATH = /^(E[A-Z0-9]+: .*?), [a-z_]+(?: '.*)?$/s;

/** Why something failed, safe for a terminal, and without the path: the message that it becomes part of names that. */
export const reason = (error: unknown): string => escapeText((error as Error).message.replace(CALL_AND_PATH, '$1'));
