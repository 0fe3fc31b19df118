import assert from 'node:assert/strict';
import { renderCrosscheck } from './crosscheck-table.js';
import type { ModeResult } from './results.js';

describe('the table of cross-checks', () => {
  it('has a row a program and a column a kernel and mode, and tells what was not run', () => {
    const totals = { matched: 679, sensorOnly: 3, auditOnly: 1, unexplained: 0, pending: 0 };
    const mode = (name: string, crosscheck: ModeResult['crosscheck']): ModeResult => ({
      ...{ mode: name, probes: [], selftest: [], tests: [], broken: [] },
      crosscheck,
    });
    const text = renderCrosscheck([
      {
        ...{ version: '6.12', release: '6.12.1-amd64', revision: 'abc1234' },
        modes: [
          mode('fentry', [{ workload: 'gdb', code: 0, totals }]),
          mode('tracepoint', [{ workload: 'gdb', code: 1, error: 'no' }]),
        ],
      },
    ]);
    assert.match(text, /- 6\.12: `6\.12\.1-amd64`/);
    assert.match(text, /\| program \| 6\.12 fentry +\| 6\.12 tracepoint \|/);
    assert.match(text, /\| gdb +\| 679 \/ 3 \/ 1 \/ 0 \/ 0 \| NOT RUN +\|/);
  });
});
