import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { REPOSITORY } from './support/repository.js';

/**
 * What the files of each folder of src may import beside their own folder: other folders, and from outside either
 * `builtins` of Node.js or packages by name. Data flows one way, from the sources through model.Event to the sinks.
 */
const RULES: Record<string, { readonly folders: readonly string[]; readonly outside: readonly string[] }> = {
  model: { folders: [], outside: [] },
  interpret: { folders: ['model'], outside: [] },
  wire: { folders: ['model', 'interpret'], outside: ['builtins'] },
  audit: { folders: ['model', 'interpret'], outside: ['builtins', 'fzstd', 'tinyglobby'] },
  native: { folders: ['model', 'wire'], outside: ['builtins', 'bindings'] },
  detect: { folders: ['model', 'interpret'], outside: ['builtins'] },
  crosscheck: { folders: ['model', 'interpret'], outside: ['builtins'] },
  triage: { folders: ['model', 'detect'], outside: [] },
  explain: { folders: ['model', 'detect'], outside: [] },
  recording: { folders: ['model'], outside: ['builtins', 'protobufjs/minimal.js', 'long'] },
  sinks: { folders: ['model', 'crosscheck'], outside: ['builtins'] },
  host: { folders: ['model'], outside: ['builtins', 'tinyglobby'] },
  config: { folders: ['model', 'detect', 'host'], outside: ['builtins', 'yaml', 'ajv'] },
};

/** They put the parts together, and may import any of them: the command line, the library, and one root a source. */
const COMPOSITION = [
  ...['cli', 'index.ts', 'sensor.ts', 'analysis.ts', 'triage.ts', 'replay.ts'],
  ...['crosscheck-session.ts', 'crosscheck-live.ts', 'crosscheck-journal.ts', 'crosscheck-offline.ts'],
  'crosscheck-probes.ts',
];

interface Import {
  /** relative to src: `detect/engine.ts` */
  readonly file: string;
  readonly specifier: string;
  /** the file meant, relative to src; undefined for a package or a builtin */
  readonly target?: string;
}

const SOURCE = join(REPOSITORY, 'src');

/** The part of src that a file belongs to: its first folder, or itself. */
const partOf = (file: string): string => file.split('/')[0]!;

function importsOf(file: string): Import[] {
  const code = readFileSync(join(SOURCE, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = [
    /^\s*(?:import|export)\s[^'";]*?\sfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\brequire\(\s*['"]([^'"]+)['"]/g,
  ];
  return statements
    .flatMap((statement) => [...code.matchAll(statement)].map((match) => match[1]!))
    .map((specifier) => ({ file, specifier, ...resolveTarget(file, specifier) }));
}

function resolveTarget(file: string, specifier: string): { target?: string } {
  if (!specifier.startsWith('.')) return {};
  return { target: normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts') };
}

/** What is wrong with an import, or undefined. */
function offence({ file, specifier, target }: Import): string | undefined {
  const part = partOf(file);
  if (COMPOSITION.includes(part)) return undefined;
  const rule = RULES[part];
  if (rule === undefined) return `${file}: src/${part} has no rule; say in this test what it may import`;
  if (target !== undefined) {
    const other = partOf(target);
    if (other === part || rule.folders.includes(other)) return undefined;
    return `${file} imports ${specifier}: ${part} may import only ${[part, ...rule.folders].join(', ')}`;
  }
  const name = specifier.startsWith('node:') ? 'builtins' : specifier;
  return rule.outside.includes(name) ? undefined : `${file} imports ${specifier}, which ${part} may not`;
}

describe('architecture', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .map((name) => relative('.', name))
    .filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap(importsOf);

  it('is read from the sources', () => {
    assert.ok(files.includes('interpret/interpret.ts'));
    const known = imports.find(({ file, target }) => file === 'interpret/ptrace.ts' && target === 'model/event.ts');
    assert.ok(known, 'the import of model/event by interpret/ptrace was not found');
  });

  it('lets each part import only what it may', () => {
    assert.deepEqual(imports.map(offence).filter(Boolean), []);
  });

  it('would notice an import that is not allowed', () => {
    const wrong = [
      { file: 'model/event.ts', specifier: '../interpret/interpret.js', target: 'interpret/interpret.ts' },
      { file: 'model/event.ts', specifier: 'node:fs' },
      { file: 'detect/engine.ts', specifier: '../sinks/jsonl.js', target: 'sinks/jsonl.ts' },
      { file: 'wire/batch.ts', specifier: 'bindings' },
      { file: 'unheard-of/file.ts', specifier: '../model/event.js', target: 'model/event.ts' },
    ];
    for (const statement of wrong) assert.notEqual(offence(statement), undefined, statement.file);
  });

  it('imports only files that exist', () => {
    // what is generated has its types beside it
    const exists = (target: string): boolean =>
      files.includes(target) || files.includes(target.replace(/\.ts$/, '.d.ts'));
    const missing = imports.filter(({ target }) => target !== undefined && !exists(target));
    assert.deepEqual(missing, []);
  });

  it('has no circle of files that need each other to run', () => {
    const needs = new Map(files.map((file) => [file, runtimeTargets(file)]));
    const circle = findCircle(needs);
    assert.equal(circle, undefined, circle?.join(' → '));
  });
});

/** Files that are imported for more than their types. */
function runtimeTargets(file: string): string[] {
  const code = readFileSync(join(SOURCE, file), 'utf8');
  return [...code.matchAll(/^\s*(?:import|export)\s([^'";]*?)\sfrom\s*['"](\.[^'"]+)['"]/gm)]
    .filter(([, names]) => !names!.startsWith('type ') && !/^\{(?:\s*type\s[^,}]+,?)+\s*\}$/.test(names!))
    .map(([, , specifier]) => resolveTarget(file, specifier!).target!);
}

function findCircle(needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of needs.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of needs.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}
