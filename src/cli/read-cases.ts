import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Engine, type Parameters } from '../detect/index.js';
import { CaseFile } from '../explain/index.js';
import { escapeText } from '../sinks/escape.js';
import { fromJson, MalformedItemError } from '../sinks/from-json.js';
import { CannotRunError } from './errors.js';

/**
 * All that is told of incidents in `files`, which hold JSON lines; `-` is the standard input. Where the events stand in
 * them too, they are judged again to see which of them belong to which incident.
 *
 * @throws {CannotRunError} a file cannot be read
 */
export async function readCases(files: readonly string[], parameters: Parameters): Promise<CaseFile> {
  const cases = new CaseFile();
  for (const file of files) await readLines(file, cases, parameters);
  return cases;
}

async function readLines(file: string, cases: CaseFile, parameters: Parameters): Promise<void> {
  const engine = new Engine({
    parameters,
    onIncident: (incident) => cases.find(incident),
    onEvidence: (evidence) => cases.addEvidence(evidence),
  });
  const unreadable: string[] = [];
  let number = 0;
  try {
    const input = file === '-' ? process.stdin : createReadStream(file);
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      const problem = take(line, cases, engine);
      if (problem !== undefined) unreadable.push(`line ${number} ${problem}`);
      // a file of another kind is not worth reading to its end
      if (unreadable.length > 20 && unreadable.length === number) break;
    }
  } catch (error) {
    throw new CannotRunError(`${escapeText(file)} cannot be read: ${(error as Error).message}`);
  }
  engine.flush();
  if (unreadable.length === 0) return;
  const said = `${escapeText(file)}: ${unreadable[0]}${unreadable.length > 1 ? `, and ${unreadable.length - 1} more` : ''}`;
  if (unreadable.length === number) {
    throw new CannotRunError(`${said}; is it what interloper wrote with --format jsonl?`);
  }
  process.stderr.write(`interloper: ${said}; passed over\n`);
}

/** What is wrong with a line; undefined where nothing is. */
function take(line: string, cases: CaseFile, engine: Engine): string | undefined {
  try {
    const item = fromJson(JSON.parse(line));
    if (item?.kind === 'incident') cases.tell(item.incident);
    else if (item?.kind === 'event') {
      engine.handle(item.event);
      cases.addEvent(item.event);
    } else if (item?.kind === 'loss') {
      engine.handleLoss(item.loss);
      cases.addLoss(item.loss);
    }
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return 'is no JSON';
    if (error instanceof MalformedItemError) return error.message;
    throw error;
  }
}
