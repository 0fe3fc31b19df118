// Compares the sensor with a real auditd while programs run, and writes FOLDER/crosscheck.json: usage: crosscheck.js FOLDER MODE
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesFile } from '../../src/audit/policy/rules-file.js';
import { AuditDaemon } from '../support/auditd.js';
import { interloper, type Line } from '../support/interloper.js';
import { recorded, WORKLOADS } from '../support/workloads.js';
import type { CrosscheckResult } from './results.js';

const [folder, mode] = process.argv.slice(2);
if (folder === undefined || mode === undefined) throw new Error('usage: crosscheck.js FOLDER MODE');

const results: CrosscheckResult[] = [];
const daemon = new AuditDaemon('RAW');
try {
  const said = await daemon.start(rulesFile('x86_64'));
  if (said !== '') console.log(`lab: auditctl: ${said}`);
  for (const { name, needs, script } of WORKLOADS) {
    if (spawnSync(needs, ['--version'], { stdio: 'ignore' }).error !== undefined) continue;
    console.log(`lab: ${mode}: the cross-check of ${name}`);
    results.push(await compare(name, script));
  }
} finally {
  writeFileSync(join(folder, 'crosscheck.json'), JSON.stringify(results));
  daemon.remove();
}

async function compare(workload: string, script: string): Promise<CrosscheckResult> {
  const command = recorded(script, mkdtempSync(join(tmpdir(), 'interloper-lab-')));
  const { code, stdout, stderr } = await interloper([
    'crosscheck',
    '--format',
    'json',
    '--attach',
    mode!,
    '--',
    ...command,
  ]);
  try {
    const { totals, clock, alone } = JSON.parse(stdout) as Line;
    const odd = alone.filter(({ cause }: Line) => cause === 'unexplained').slice(0, 3);
    return { workload, code, totals, exact: clock.exact, ...(odd.length > 0 && { error: JSON.stringify(odd) }) };
  } catch {
    return { workload, code, error: stderr };
  }
}
