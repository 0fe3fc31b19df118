import { type Document, isMap, isNode, isScalar, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { formatPath, type Problem } from './problem.js';

export type Path = readonly (string | number)[];

/** A YAML document that knows where in its text each of its values stands. */
export class ConfigDocument {
  readonly problems: readonly Problem[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    const { errors, warnings } = this.#document;
    this.problems = [...errors, ...warnings].map(({ message, pos: [offset] }) => ({
      ...this.#place(offset),
      key: '',
      message: `this is not YAML as it should be: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    }));
  }

  /**
   * The document as plain values; an empty one is an empty object.
   * @throws {ReferenceError} aliases that would grow beyond measure
   */
  value(): unknown {
    return this.#document.toJS() ?? {};
  }

  /** A problem at the value under `path`, or at the nearest place above it that is in the text. */
  problemAt(path: Path, message: string): Problem {
    return { ...this.#place(this.#offsetOf(path)), key: formatPath(path), message };
  }

  /** A problem at the key that ends `path`, not at its value. */
  problemAtKey(path: Path, message: string): Problem {
    const key = this.#pairOf(path)?.key;
    const offset = isNode(key) ? key.range?.[0] : undefined;
    return { ...this.#place(offset ?? this.#offsetOf(path)), key: formatPath(path), message };
  }

  #pairOf(path: Path): Pair | undefined {
    const parent = this.#nodeAt(path.slice(0, -1));
    if (!isMap(parent)) return undefined;
    return parent.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(path.at(-1)));
  }

  #nodeAt(path: Path): Node | undefined {
    const node = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    return isNode(node) ? node : undefined;
  }

  #offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const range = this.#nodeAt(path.slice(0, length))?.range;
      if (range) return range[0];
    }
    return this.#document.contents?.range?.[0] ?? 0;
  }

  #place(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    // a text without any line has its beginning, too
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
