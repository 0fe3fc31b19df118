import { Command, CommanderError } from 'commander';
import { escapeControls } from '../sinks/escape.js';
import { registerAnalyzeCommand } from './analyze.js';
import { registerBaselineCommand } from './baseline.js';
import { registerConfigCommand } from './config.js';
import { registerCrosscheckCommand } from './crosscheck.js';
import { registerDoctorCommand } from './doctor.js';
import { CannotRunError, EXIT, UsageError } from './errors.js';
import { registerExplainCommand } from './explain.js';
import { registerPolicyCommand } from './policy.js';
import { registerReplayCommand } from './replay.js';
import { registerRulesCommand } from './rules.js';
import { registerSelftestCommand } from './selftest.js';
import { packageVersion } from './version.js';
import { registerWatchCommand } from './watch.js';

/** One line a command; each is in a file of its own. */
const REGISTER: readonly ((program: Command) => void)[] = [
  registerWatchCommand,
  registerAnalyzeCommand,
  registerExplainCommand,
  registerReplayCommand,
  registerCrosscheckCommand,
  registerRulesCommand,
  registerPolicyCommand,
  registerSelftestCommand,
  registerDoctorCommand,
  registerConfigCommand,
  registerBaselineCommand,
];

/** The whole command line, ready to parse. It throws CommanderError where commander would end the process. */
export function createProgram(): Command {
  const program = new Command('interloper')
    .description(
      'Finds process injection on Linux: one process writing code into another, or running what never was a file.',
    )
    .version(packageVersion())
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .showHelpAfterError('Run with --help for what there is.')
    .configureOutput({ outputError: (text, write) => write(escapeControls(text)) })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes: 0 ran; 1 could not run; 2 wrong usage or configuration; 3 an incident at or above --fail-on.',
    );
  for (const register of REGISTER) register(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/**
 * Runs the command line and returns the exit code; a command that ends well may have set `process.exitCode`. What went
 * wrong is said on `stderr`.
 */
export async function run(
  argv: readonly string[],
  program: Command = createProgram(),
  stderr: { write(text: string): unknown } = process.stderr,
): Promise<number> {
  try {
    await program.parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    // commander has said it already, and gives 0 to --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof UsageError) return fail(EXIT.usage, error.message);
    if (error instanceof CannotRunError) return fail(EXIT.cannotRun, error.message);
    return fail(
      EXIT.cannotRun,
      `this is a defect of Interloper: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }

  function fail(code: number, message: string): number {
    stderr.write(escapeControls(`interloper: ${message}\n`));
    return code;
  }
}
