/** What the guest is told, through its environment. */
export interface Settings {
  /** folder of the product in the guest */
  readonly PRODUCT: string;
  /** what the guest is booted for: a compiled script relative to PRODUCT */
  readonly GUEST: string;
  /** folder for what the guest hands over */
  readonly RESULTS: string;
  /** attach modes, separated by spaces */
  readonly MODES: string;
  /** compiled test files relative to PRODUCT, separated by spaces */
  readonly TESTS: string;
}

export const PRODUCT = '/opt/interloper';
export const RESULTS = '/results';

/** How the programs can hang in the kernel, each tested by itself. */
export const ATTACH_MODES = ['fentry', 'tracepoint'] as const;

/** Compiled test files, separated by spaces; LAB_TESTS names others. */
export const DEFAULT_TESTS = [
  'field-loads',
  'contexts',
  'probes',
  'evasions/ptrace-ways',
  'evasions/namespaces',
  'evasions/mem-file-ways',
  'evasions/first-mem-file',
  'evasions/remote-write-ways',
  'evasions/memfd-ways',
  'evasions/exec-ways',
  'evasions/mapping-ways',
  'evasions/i386-calls',
  'evasions/i386-program',
  'evasions/x32-ways',
]
  .map((name) => `dist/test/kernel/${name}.test.js`)
  .join(' ');

/** The settings as a shell reads them. */
export function toShell(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}
