import { alignedTable } from '../support/markdown.js';
import { renderReleases } from './ledger.js';
import type { CrosscheckResult, KernelResult } from './results.js';

/** What the cross-check of each program came to on each kernel in each attach mode, in Markdown. */
export function renderCrosscheck(kernels: readonly KernelResult[]): string {
  const columns = kernels.flatMap(({ version, modes }) =>
    modes.map(({ mode, crosscheck }) => ({ title: `${version} ${mode}`, crosscheck })),
  );
  const workloads = [...new Set(columns.flatMap(({ crosscheck }) => crosscheck.map(({ workload }) => workload)))];
  const cell = (workload: string, results: readonly CrosscheckResult[]): string => {
    const totals = results.find((one) => one.workload === workload)?.totals;
    if (totals === undefined) return 'NOT RUN';
    const { matched, sensorOnly, auditOnly, unexplained, pending } = totals;
    return [matched, sensorOnly, auditOnly, unexplained, pending].join(' / ');
  };
  return [
    renderReleases(kernels),
    'Events that were matched / that only the sensor had / that only audit had, both explained / unexplained / pending, while a program ran beside a real auditd with the rules of `interloper rules --format auditd`:',
    alignedTable([
      ['program', ...columns.map(({ title }) => title)],
      ...workloads.map((workload) => [workload, ...columns.map(({ crosscheck }) => cell(workload, crosscheck))]),
    ]),
  ].join('\n\n');
}
