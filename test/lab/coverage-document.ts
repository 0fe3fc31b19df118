import { LabError } from './command.js';

const BEGIN = '<!-- From here to the end mark: written by `make lab`. -->';
const END = '<!-- End of what `make lab` writes. -->';

/**
 * The document with the tables between its marks replaced.
 * @throws {LabError} it has no such marks, or in the wrong order
 */
export function replaceTables(document: string, tables: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new LabError(`the document lacks its marks ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${document.slice(end)}`;
}
