import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { CONFIG_SCHEMA, type Configuration } from '../config/index.js';
import { resolveParameters } from '../detect/index.js';
import { DEFAULT_ROLE_PATHS } from '../host/role-paths.js';
import { escapeJson, escapeText } from '../sinks/escape.js';
import { resolveExceptions } from '../triage.js';
import { configOption, loadConfigurationFile } from './configuration.js';

export function registerConfigCommand(program: Command): void {
  const config = program.command('config').description('check a configuration file, or show the settings that hold');
  config
    .command('check')
    .description('say whether a configuration file is right, and what is not')
    .argument('<file>', 'the file')
    .action((file: string) => check(file));
  config
    .command('show')
    .description('print every setting as it holds, with the defaults')
    .addOption(configOption())
    .addOption(new Option('--format <format>', 'how to write').choices(['yaml', 'json']).default('yaml'))
    .action(({ config: file, format }: { config?: string; format: 'yaml' | 'json' }) => show(file, format));
  config
    .command('schema')
    .description('print the JSON schema of configuration files, for editors')
    .action(() => {
      process.stdout.write(`${JSON.stringify(CONFIG_SCHEMA, undefined, 2)}\n`);
    });
  for (const command of config.commands) command.copyInheritedSettings(program);
}

function check(file: string): void {
  const { configuration } = loadConfigurationFile(file);
  const { exceptions } = configuration;
  const count = exceptions.length === 1 ? '1 exception' : `${exceptions.length} exceptions`;
  const { warnings } = resolveExceptions(exceptions);
  process.stdout.write(`${escapeText(file)} is right: ${count}\n`);
  for (const warning of warnings) process.stdout.write(`warning: ${escapeText(warning)}\n`);
}

function show(file: string | undefined, format: 'yaml' | 'json'): void {
  const loaded = loadConfigurationFile(file);
  const settings = effective(loaded.configuration);
  if (format === 'json') {
    process.stdout.write(`${escapeLines(JSON.stringify({ file: loaded.file ?? null, ...settings }, undefined, 2))}\n`);
    return;
  }
  const from = loaded.file === undefined ? 'the defaults; there is no configuration file' : escapeText(loaded.file);
  process.stdout.write(`# ${from}\n${escapeLines(stringify(settings))}`);
}

const effective = (configuration: Configuration): Record<string, unknown> => ({
  ...configuration,
  rolePaths: { ...DEFAULT_ROLE_PATHS, ...configuration.rolePaths },
  detection: resolveParameters(configuration.detection),
});

/** What YAML and JSON leave as it is and a terminal should not see. */
const escapeLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => escapeJson(line))
    .join('\n');
