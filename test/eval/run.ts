import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { auditObstacle } from '../support/auditd.js';
import { kernelObstacle } from '../support/kernel.js';
import { REPOSITORY } from '../support/repository.js';
import { CASES, GROUPS } from './cases/index.js';
import { evaluationDocument, scoreTable } from './document.js';
import { writeFixture } from './fixtures.js';
import { judge } from './judge.js';
import { type Observation, runLive } from './live.js';
import { recordedResults } from './recorded.js';
import { isUnexplained, type Result, resultOf } from './result.js';

const USAGE = `usage: run.js [--replay | --document] [--only PATTERN] [--no-audit] [--record] [--verbose]
  runs the cases of test/eval live, as root, and judges what the sensor makes of them
  --replay        judge what was recorded of them instead; needs no root
  --document      write docs/evaluation.md from what was recorded
  --only PATTERN  only cases whose id matches this regular expression
  --no-audit      do not run auditd beside the sensor
  --record        keep the events of each case that did what it was to do as its recording
  --verbose       show what failed programs said, and the reasons of wrong verdicts
  --packages      print Debian's packages that the cases run, and end`;

function fail(message: string, code = 1): never {
  console.error(message);
  process.exit(code);
}

function options() {
  try {
    return parseArgs({
      options: {
        replay: { type: 'boolean', default: false },
        document: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        'no-audit': { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        packages: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`, 2);
  }
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    return fail(`--only ${text}: ${(error as Error).message}`, 2);
  }
}

const chosen = options();
const only = pattern(chosen.only);
const cases = CASES.filter(({ id }) => only.test(id));
if (cases.length === 0) fail(`--only ${chosen.only}: no case has such an id`, 2);
if (chosen.help) console.log(USAGE);
else if (chosen.packages) console.log([...new Set(cases.flatMap((one) => one.packages))].sort().join(' '));
else if (chosen.document) {
  const path = join(REPOSITORY, 'docs', 'evaluation.md');
  writeFileSync(path, evaluationDocument(GROUPS, recordedResults()));
  console.log(`${path} is written`);
} else if (chosen.replay) {
  const results = recordedResults(only);
  for (const result of results) say(result);
  finish(results, []);
} else await live();

async function live(): Promise<void> {
  // so that what runs at exit puts auditing back
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  const obstacle = kernelObstacle();
  if (obstacle !== undefined) fail(`the sensor cannot run here: ${obstacle}. --replay needs no sensor.`);
  const noDaemon = chosen['no-audit'] ? undefined : auditObstacle();
  if (noDaemon !== undefined) fail(`auditd cannot run here: ${noDaemon}. Leave it out with --no-audit.`);
  const runnable = cases.filter((one) => {
    const missing = one.packages.filter((name) => !isInstalled(name));
    if (missing.length > 0) console.log(`skip   ${one.id}: not installed: ${missing.join(', ')}`);
    return missing.length === 0;
  });
  const { observations, auditLost } = await runLive(runnable, { audit: !chosen['no-audit'], onCase: report });
  const results = observations.map(({ one, events, audit, incidents }) => resultOf(one, events, audit, incidents));
  const faults = observations.flatMap(faultsOf);
  if (auditLost > 0) faults.push(`the kernel's audit lost ${auditLost} records`);
  if (chosen.record) keep(observations);
  finish(results, faults);
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync('dpkg', ['--status', name], { encoding: 'utf8' });
  return stdout.includes('\nStatus: install ok installed\n');
}

/** Says at once how a case ended; its verdict may still change by what comes late. */
function report(observation: Observation): void {
  const { one, fault, output, events, lost, incidents } = observation;
  if (fault === '') say(resultOf(one, events, undefined, incidents));
  else {
    console.log(`FAILED ${one.id}: ${fault}`);
    if (chosen.verbose) console.log(output.slice(-2000));
  }
  if (lost > 0) console.log(`       ${lost} events were lost meanwhile`);
}

function say({ one, bpf: { verdict, events } }: Result): void {
  const { incident, right } = verdict;
  const was =
    incident === undefined ? 'nothing' : `${incident.severity} ${incident.score} ${incident.heuristics.join(' ')}`;
  console.log(`${right ? 'right ' : 'WRONG '} ${one.id}: ${was} (${events} events)`);
  if (right || !chosen.verbose) return;
  console.log(`       expected: ${verdict.fault}`);
  for (const { weight, text } of incident?.reasons ?? []) console.log(`       ${String(weight).padStart(4)}  ${text}`);
}

/** Programs that failed, and recordings that tell another story than the sensor did. */
function faultsOf({ one, fault, events, incidents }: Observation): string[] {
  if (fault !== '') return [`${one.id}: ${fault}`];
  const was = judge(one, incidents).incident?.severity;
  const again = resultOf(one, events, undefined).bpf.verdict.incident?.severity;
  return was === again ? [] : [`${one.id}: ${was ?? 'nothing'} live, ${again ?? 'nothing'} from its recording`];
}

function keep(observations: readonly Observation[]): void {
  for (const { one, fault, events, audit } of observations) {
    if (fault !== '') continue;
    writeFixture(one.id, 'bpf', events);
    if (audit !== undefined) writeFixture(one.id, 'audit', audit);
  }
}

function finish(results: readonly Result[], faults: readonly string[]): void {
  const wrong = results.filter(({ bpf }) => !bpf.verdict.right);
  const unexplained = results.filter(isUnexplained);
  console.log(`\n${scoreTable(results)}\n`);
  for (const { one, audit, auditLacks } of results) {
    if (audit !== undefined && !audit.verdict.right) {
      console.log(`audit  ${one.id}: ${audit.verdict.fault}; ${auditLacks.join('; ') || 'not explained'}`);
    }
  }
  for (const fault of faults) console.log(`FAULT  ${fault}`);
  console.log(
    `\n${results.length} cases, ${wrong.length} wrong, ${unexplained.length} misses of audit unexplained, ${faults.length} faults`,
  );
  process.exitCode = wrong.length + unexplained.length + faults.length === 0 ? 0 : 1;
}
