import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { CIRCUMSTANCES, type ParameterOverrides, resolveParameters } from '../detect/index.js';
import { CaseFile, type Explanation, explain } from '../explain/index.js';
import { atLeast, type Severity } from '../model/incident.js';
import { escapeText } from '../sinks/escape.js';
import { styleFor, wantsColour } from '../sinks/style.js';
import { configOption, loadConfigurationFile } from './configuration.js';
import { CannotRunError, UsageError } from './errors.js';
import { explanationJson } from './explanation-json.js';
import { explanationText } from './explanation-text.js';
import { severityOption } from './options.js';
import { readStream, type StreamHandlers } from './read-stream.js';
import { suggestException } from './suggest-exception.js';

interface ExplainOptions {
  readonly from?: readonly string[];
  readonly format: 'pretty' | 'json' | 'exception';
  readonly minSeverity: Severity;
  readonly config?: string;
}

/** Ids that a message lists, when the one that was asked for is not there. */
const MOST_LISTED = 20;

export function registerExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('tell what happened in an incident, step by step, and why it has its severity')
    .argument(
      '[id-or-file...]',
      'ids of incidents, or their beginnings, or the files they are in; of a file without ids, all that are in it',
    )
    .option(
      '--from <file...>',
      'look for the incidents in these files: what watch or analyze wrote with --record, or with --format jsonl (and --events)',
    )
    .addOption(
      new Option('--format <format>', 'how to write; exception: an entry for a configuration that covers the incident')
        .choices(['pretty', 'json', 'exception'])
        .default('pretty'),
    )
    .addOption(
      severityOption('--min-severity <severity>', 'of a whole file, leave out what is below this').default('info'),
    )
    .addOption(configOption())
    .addHelpText(
      'after',
      `
Examples:
  interloper watch --record seen.rec
  interloper explain seen.rec --min-severity medium
  interloper explain a9865bde --from seen.rec`,
    )
    .action(async (words: string[], options: ExplainOptions) => {
      process.stdout.write(await run(words, options));
    });
}

async function run(words: readonly string[], options: ExplainOptions): Promise<string> {
  const { files, ids } = sort(words, options.from ?? []);
  const configured = loadConfigurationFile(options.config).configuration.detection;
  const { cases, recorded } = await readCases(files, options.config === undefined ? undefined : configured);
  const parameters = resolveParameters(options.config === undefined ? (recorded ?? configured) : configured);
  if (cases.size === 0) throw new CannotRunError(`there is no incident in ${files.map(escapeText).join(', ')}`);
  const wanted =
    ids.length > 0
      ? ids.map((id) => find(id, cases, files))
      : cases
          .incidents()
          .filter(({ severity }) => atLeast(severity, options.minSeverity))
          .map(({ id }) => id);
  const questions = new Map<string, string>(CIRCUMSTANCES.map(({ id, description }) => [id, description]));
  const explanations = wanted.map((id) => explain(cases.open(id)!, parameters, questions));
  return render(explanations, options.format);
}

/** All that the files tell of incidents; `recorded`: the settings that the last recording among them was made with. */
async function readCases(
  files: readonly string[],
  parameters: ParameterOverrides | undefined,
): Promise<{ cases: CaseFile; recorded: ParameterOverrides | undefined }> {
  const cases = new CaseFile();
  let recorded: ParameterOverrides | undefined;
  const handlers: StreamHandlers = {
    told: (incident) => cases.tell(incident),
    found: (incident) => cases.find(incident),
    event: (event) => cases.addEvent(event),
    loss: (loss) => cases.addLoss(loss),
    evidence: (evidence) => cases.addEvidence(evidence),
    parameters: (found) => {
      recorded = found;
    },
  };
  for (const file of files) await readStream(file, handlers, parameters);
  return { cases, recorded };
}

/** What is no file is an id. */
function sort(words: readonly string[], from: readonly string[]): { files: string[]; ids: string[] } {
  const isFile = (word: string): boolean => word === '-' || existsSync(word);
  const files = [...from, ...words.filter(isFile)];
  const ids = words.filter((word) => !isFile(word));
  for (const id of ids) {
    if (!/^[0-9a-f]{1,16}$/.test(id))
      throw new UsageError(`${escapeText(id)} is neither a file nor the id of an incident`);
  }
  if (files.length === 0) {
    throw new UsageError('name a file that has the incident, with --from: what `interloper watch --record FILE` wrote');
  }
  return { files, ids };
}

function find(id: string, cases: CaseFile, files: readonly string[]): string {
  const matches = cases.ids().filter((one) => one.startsWith(id));
  if (matches.length === 1) return matches[0]!;
  const incidents = cases.incidents().filter((one) => matches.length === 0 || matches.includes(one.id));
  const list = incidents
    .slice(0, MOST_LISTED)
    .map((one) => `\n  ${one.id}  ${one.severity} ${one.score}  ${escapeText(one.title ?? one.heuristics.join(', '))}`);
  const more = incidents.length > MOST_LISTED ? `\n  and ${incidents.length - MOST_LISTED} more` : '';
  const what =
    matches.length === 0
      ? `there is no incident ${id} in ${files.map(escapeText).join(', ')}; there are`
      : `several incidents begin with ${id}; which is it?`;
  throw new UsageError(`${what}${list.join('')}${more}`);
}

function render(explanations: readonly Explanation[], format: ExplainOptions['format']): string {
  if (format === 'json') return explanationJson(explanations);
  if (format === 'exception') return explanations.map(({ incident }) => suggestException(incident)).join('\n');
  if (explanations.length === 0) return 'no incident is that grave\n';
  const style = styleFor(wantsColour(process.stdout, process.env));
  return explanations.map((explanation) => explanationText(explanation, style)).join('\n');
}
