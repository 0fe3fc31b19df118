import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';

/** The files that an argument names: a file, a pattern (`*`, `?`, `[…]`, `{…}`), or a directory with audit.log in it. */
export function expand(argument: string): string[] {
  if (existsSync(argument)) {
    if (!statSync(argument).isDirectory()) return [argument];
    return readdirSync(argument)
      .filter((name) => name.startsWith('audit.log'))
      .map((name) => join(argument, name))
      .filter((path) => statSync(path).isFile());
  }
  if (!isDynamicPattern(argument)) return [];
  const absolute = argument.startsWith('/');
  return globSync(absolute ? argument.slice(1) : argument, {
    cwd: absolute ? '/' : '.',
    absolute,
    dot: true,
    expandDirectories: false,
    onlyFiles: true,
  }).sort();
}
