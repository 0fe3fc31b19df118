/** Something wrong in a configuration file. */
export interface Problem {
  /** 1 for the first; absent where it is about the file as a whole */
  readonly line?: number;
  /** 1 for the first character of the line */
  readonly column?: number;
  /** dotted path of the key: `exceptions[0].expires`; '' for the whole document */
  readonly key: string;
  /** what is wrong, and what would be right */
  readonly message: string;
}

/** A configuration that cannot be used. The message has a line for each problem, in the form of compilers. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => formatProblem(file, problem)).join('\n'));
    this.file = file;
    this.problems = problems;
  }
}

/** `interloper.yaml:3:5: detection.second: unknown key; did you mean seconds?` */
export function formatProblem(file: string, { line, column, key, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place}: ${key === '' ? '' : `${key}: `}${message}`;
}

/** Keys and indices as a dotted path: `exceptions[0].expires`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
